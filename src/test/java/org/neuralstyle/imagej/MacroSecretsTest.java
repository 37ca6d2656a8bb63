package org.neuralstyle.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.process.ColorProcessor;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.neuralstyle.option.Codec;
import org.neuralstyle.option.Option;

/** An address with a user, a password and a token, in the place of any value of any command. */
class MacroSecretsTest {

  private static final String ADDRESS =
      "https://anna:pass-word@host.invalid/a.png?token=sesame#sesame";

  @TestFactory
  Stream<DynamicTest> whateverTheKey() throws Exception {
    return CommandFieldsTest.commands().stream()
        .flatMap(
            type ->
                NeuralStyleCommand.create(type).fields().options().stream()
                    .map(
                        option ->
                            DynamicTest.dynamicTest(
                                type.getSimpleName() + " " + option.key(),
                                () -> {
                                  assertSecret(said(type, option.macroKey() + "=" + ADDRESS));
                                  assertSecret(reason(type, option));
                                })));
  }

  @Test
  void whereThereIsNoSuchKey() throws Exception {
    assertSecret(said(TransferStyle.class, ADDRESS));
    assertSecret(said(TransferStyle.class, ADDRESS + "=" + ADDRESS));
  }

  /** What the menu's entry says to a macro. */
  private static String said(Class<? extends NeuralStyleCommand> type, String options)
      throws InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = System.out;
    StringBuilder said = new StringBuilder();
    Thread macro =
        new Thread(
            () -> {
              Macro.setOptions(options);
              IJ.redirectErrorMessages();
              try {
                new Neural_Style_Bridge().run(type.getName());
              } catch (RuntimeException e) {
                said.append(e.getMessage()).append('\n');
              }
              said.append(IJ.getErrorMessage());
            },
            "Run$_test");
    try (PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      System.setOut(stream);
      macro.start();
      macro.join();
    } finally {
      System.setOut(out);
    }
    said.append(bytes.toString(StandardCharsets.UTF_8));
    assertTrue(said.toString().contains("Neural Style: "), said.toString());
    return said.toString();
  }

  /** Why a script's command is cancelled. */
  private static String reason(Class<? extends NeuralStyleCommand> type, Option<?> wrong) {
    NeuralStyleCommand command = NeuralStyleCommand.create(type);
    for (Option<?> option : command.fields().options()) {
      if (option.codec().kind() == Codec.Kind.IMAGE) {
        command.fields().set(option, new ImagePlus("a", new ColorProcessor(32, 32)));
      } else if (option == wrong && isText(option.codec().kind())) {
        command.fields().set(option, ADDRESS);
      }
    }
    command.prepare();
    return String.valueOf(command.getCancelReason());
  }

  private static boolean isText(Codec.Kind kind) {
    return kind == Codec.Kind.TEXT || kind == Codec.Kind.FOLDER;
  }

  private static void assertSecret(String text) {
    for (String secret : List.of("anna", "pass-word", "sesame")) {
      assertEquals(-1, text.indexOf(secret), text);
    }
  }
}
