package org.neuralstyle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.neuralstyle.tensor.CacheFolder;
import org.neuralstyle.weights.WeightsSettings;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Whatever takes a value may be given an address with a user, a password and a token. */
class NothingShownTest extends CliTest {

  private static final String ADDRESS =
      "https://anna:pass-word@host.invalid/a.png?token=sesame#sesame";

  /** The options of every command, one after the other, and what stands without one. */
  @TestFactory
  Stream<DynamicTest> whateverTheOption() {
    return commands(NeuralStyleCli.commandLine())
        .flatMap(
            command ->
                command.args().stream()
                    .filter(arg -> arg.arity().max() > 0)
                    .map(
                        arg ->
                            DynamicTest.dynamicTest(
                                command.qualifiedName() + " " + name(arg),
                                () -> assertNothingShown(words(command, arg)))));
  }

  @Test
  void whereThereIsNoSuchOption() throws IOException {
    assertNothingShown(List.of("transfer", "--no-option", ADDRESS));
    assertNothingShown(List.of("transfer", "--content=" + ADDRESS, ADDRESS));
    assertNothingShown(List.of(ADDRESS));
  }

  @Test
  void inPropertiesOfJava() throws IOException {
    for (String property :
        List.of(
            WeightsSettings.FILE_PROPERTY,
            WeightsSettings.ADDRESS_PROPERTY,
            CacheFolder.PROPERTY)) {
      String before = System.getProperty(property);
      System.setProperty(property, ADDRESS.replace("https", "gopher"));
      try {
        assertNothingShown(List.of("weights", "--up-to", "conv1_1"));
      } finally {
        if (before == null) {
          System.clearProperty(property);
        } else {
          System.setProperty(property, before);
        }
      }
    }
  }

  private static Stream<CommandSpec> commands(CommandLine commandLine) {
    return Stream.concat(
        Stream.of(commandLine.getCommandSpec()),
        commandLine.getSubcommands().values().stream().flatMap(NothingShownTest::commands));
  }

  private static String name(ArgSpec arg) {
    return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
  }

  /** A command line that is right but for one value. No command gets as far as to compute. */
  private List<String> words(CommandSpec command, ArgSpec wrong) {
    Map<String, Path> right =
        Map.of(
            "--content", content,
            "--style", style,
            "--output", command.name().equals("transfer") ? output : folder.resolve("out"),
            "--result", style,
            "--weights", folder.resolve("no.safetensors"),
            "IN", content,
            "STYLE", style,
            "OUT", folder.resolve("out.gif"));
    List<String> words = new ArrayList<>(List.of(command.qualifiedName().split(" ")));
    words.remove(0);
    for (ArgSpec arg : command.args()) {
      String value = arg == wrong ? ADDRESS : String.valueOf(right.getOrDefault(name(arg), folder));
      if (arg == wrong || arg.required() || name(arg).equals("--weights")) {
        if (arg.isOption()) {
          words.add(name(arg));
        }
        words.add(value);
      }
    }
    words.add("--debug");
    return words;
  }

  private void assertNothingShown(List<String> words) throws IOException {
    Answer answer = run(words.toArray());
    assertTrue(answer.code() > 0, words.toString());
    assertSecret(answer.out() + answer.err());
    assertFalse(answer.err().isBlank(), words.toString());
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertSecret(file + Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
  }

  private static void assertSecret(String text) {
    for (String secret : List.of("anna", "pass-word", "sesame")) {
      assertEquals(-1, text.indexOf(secret), text);
    }
  }
}
