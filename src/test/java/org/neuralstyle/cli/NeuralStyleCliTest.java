package org.neuralstyle.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.process.FloatProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neuralstyle.picture.ImageFiles;
import org.neuralstyle.weights.WeightsSettings;

/** Help, messages about bad input, lists, and the sample. */
class NeuralStyleCliTest extends CliTest {

  /** In these lines, @ is the folder, and TRANSFER a complete command. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "transfer --content @/no.png --style @/style.png --output @/o.png | No such file",
        "transfer --content @ --style @/style.png --output @/o.png | is a folder",
        "transfer --content @/text.png --style @/style.png --output @/o.png | no image",
        "transfer --content @/nan.tif --style @/style.png --output @/o.png | none of its values is a finite number",
        "transfer --content @/content.png --style @/tiny.png --output @/o.png | has 1 x 1 px",
        "transfer --content @/content.png --style @/style.png | --output",
        "transfer --content @/content.png --style @/style.png --output @/no/o.png | no folder",
        "transfer --content @/content.png --style @/style.png --output @/o.xyz | end in .tif",
        "transfer --content @/content.png --style @/style.png --output @/style.png | replace",
        "TRANSFER --report @/no/r.json | there is no folder",
        "TRANSFER --report @/content.png | would replace the input",
        "TRANSFER --report @/o.png | the same file",
        "TRANSFER --report @ | is a folder",
        "TRANSFER --init @/no.png | No such file",
        "TRANSFER --style-layers conv9_9 | conv1_1, conv1_2",
        "TRANSFER --style-layers conv1_1:x | not a number",
        "TRANSFER --style-layers conv1_1:-1 | 0 or more",
        "TRANSFER --style-weight -1 | style weight",
        "TRANSFER --style-weight NaN | style weight",
        "TRANSFER --style-weight much | --style-weight",
        "TRANSFER --size 4 | too small",
        "TRANSFER --size -4 | size",
        "TRANSFER --size 16000 | A result of 16000 x 12000 px is too large",
        "TRANSFER --iterations 0 | iterations",
        "TRANSFER --optimizer sgd | lbfgs, classic, adam",
        "TRANSFER --pooling min | max, average",
        "TRANSFER --precision half | auto, float32, bfloat16",
        "TRANSFER --device tpu | auto, cpu, cuda:0",
        "TRANSFER --weights @/no.safetensors | no weights file",
        "TRANSFER --styl-weight 1 | Unknown option",
        "texture --style @/style.png --output @/o.png --init content | needs a content image",
        "reconstruct --content @/content.png --layer 17 --output @/o.png | from 1 to 16",
        "tranfser --content @/content.png | transfer",
      })
  void badInputIsRefusedBeforeAnyWork(String line, String message) throws IOException {
    Files.writeString(folder.resolve("text.png"), "no image at all");
    image("tiny.png", 1, 1, 0);
    FloatProcessor nan = new FloatProcessor(WIDTH, HEIGHT);
    nan.add(Double.NaN);
    ImageFiles.save(new ImagePlus("nan", nan), folder.resolve("nan.tif"));
    byte[] styleBefore = Files.readAllBytes(style);
    List<Path> before = files();
    String words =
        line.replace(
                "TRANSFER", "transfer --content @/content.png --style @/style.png --output @/o.png")
            .replace("@", folder.toString());
    Answer answer = run((Object[]) words.split(" "));
    assertEquals(2, answer.code(), answer.err());
    assertTrue(answer.err().contains(message), answer.err());
    assertEquals("", answer.out());
    assertNoTrace(answer);
    assertEquals(before, files());
    assertArrayEquals(styleBefore, Files.readAllBytes(style));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.sorted().toList();
    }
  }

  @Test
  void noCommandIsBadUsage() {
    Answer answer = run();
    assertEquals(2, answer.code());
    assertTrue(answer.err().contains("Missing required subcommand"), answer.err());
  }

  @Test
  void debugShowsWhereAnErrorComesFrom() {
    Answer answer =
        run("texture", "--style", folder.resolve("no.png"), "--output", output, "--debug");
    assertEquals(2, answer.code());
    assertTrue(answer.err().contains("at org.neuralstyle"), answer.err());
  }

  @Test
  void helpShowsCommandsAndTheLibrarysDefaults() {
    Answer help = run("--help");
    assertDone(help);
    for (String name :
        List.of("transfer", "texture", "reconstruct", "sample", "layers", "devices", "weights")) {
      assertTrue(help.out().contains("\n  " + name + " "), help.out());
      Answer ofCommand = run(name, "--help");
      assertDone(ofCommand);
      assertTrue(ofCommand.out().startsWith("Usage: neural-style " + name), ofCommand.out());
      assertFalse(ofCommand.out().contains("Default: null"), ofCommand.out());
    }
    String transfer = run("transfer", "--help").out().replaceAll("\\s+", " ");
    assertTrue(transfer.contains("makes the style stronger. Default: 1e7."), transfer);
    assertTrue(transfer.contains("Default: first-five."), transfer);
    assertTrue(transfer.contains("Default: conv2_2."), transfer);
    assertTrue(transfer.contains("good enough. Default: auto."), transfer);
    assertTrue(run("--version").out().startsWith("neural-style "));
  }

  @Test
  void layersAreListed() {
    Answer answer = run("layers");
    assertDone(answer);
    List<String> lines = answer.out().lines().map(l -> l.strip().replaceAll(" +", " ")).toList();
    assertTrue(lines.contains("1 conv1_1 relu1_1 64 1"), answer.out());
    assertTrue(lines.contains("16 conv5_4 relu5_4 512 16"), answer.out());
    assertTrue(lines.contains("first-five conv1_1,conv1_2,conv2_1,conv2_2,conv3_1"), answer.out());
  }

  @Test
  void devicesAreTried() {
    Answer answer = run("devices");
    assertDone(answer);
    List<String> lines = answer.out().lines().map(l -> l.replaceAll(" +", " ")).toList();
    assertTrue(lines.contains("cpu computes"), answer.out());
    assertTrue(lines.get(0).matches("auto uses (cpu|cuda:\\d+|mps)"), answer.out());
  }

  @Test
  void sampleFallsBackToAnUntrainedNetworkAndSaysSo() throws IOException {
    Path result = folder.resolve("sample.tif");
    String address = System.getProperty(WeightsSettings.ADDRESS_PROPERTY);
    String cache = System.getProperty(WeightsSettings.CACHE_PROPERTY);
    // Nothing listens at port 1.
    System.setProperty(WeightsSettings.ADDRESS_PROPERTY, "http://127.0.0.1:1/vgg19.safetensors");
    System.setProperty(WeightsSettings.CACHE_PROPERTY, folder.resolve("cache").toString());
    try {
      Object[] sample = {
        "sample", "--output", result, "--report", report, "--size", 32, "--iterations", 2
      };
      Answer answer = run(sample);
      assertDone(answer);
      List<String> told = answer.err().lines().filter(line -> line.contains("rained")).toList();
      assertEquals(1, told.size(), answer.err());
      assertTrue(
          told.get(0).matches(".*No trained weights could be had: .*127.0.0.1.*knows no objects.*"),
          answer.err());
      assertNoTrace(answer);
      assertFalse(readReport().get("weightsTrained").getAsBoolean());
      assertTrue(readReport().get("warnings").toString().contains("No trained weights"));
      ImagePlus read = ImageFiles.open(result);
      assertEquals(32, read.getWidth());
      assertEquals("false", read.getProp("neuralstyle.weightsTrained"));
      assertTrue(read.getProp("neuralstyle.warnings").contains("No trained weights"));

      Answer transfer = run("transfer", "--content", content, "--style", style, "--output", output);
      assertEquals(1, transfer.code(), transfer.err());
      assertTrue(transfer.err().contains("could not be downloaded"), transfer.err());
      assertNoTrace(transfer);
      assertFalse(Files.exists(output));
    } finally {
      restore(WeightsSettings.ADDRESS_PROPERTY, address);
      restore(WeightsSettings.CACHE_PROPERTY, cache);
    }
  }

  @Test
  void sampleDoesNotReplaceWeightsThatWereNamed() {
    String file = System.getProperty(WeightsSettings.FILE_PROPERTY);
    System.setProperty(WeightsSettings.FILE_PROPERTY, folder.resolve("mine").toString());
    try {
      Answer answer = run("sample", "--output", output, "--report", report, "--size", 32);
      assertEquals(1, answer.code(), answer.err());
      assertTrue(answer.err().contains("mine"), answer.err());
      assertFalse(Files.exists(output));
    } finally {
      restore(WeightsSettings.FILE_PROPERTY, file);
    }
  }

  private static void restore(String property, String value) {
    if (value == null) {
      System.clearProperty(property);
    } else {
      System.setProperty(property, value);
    }
  }
}
