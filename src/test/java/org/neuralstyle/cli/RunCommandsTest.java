package org.neuralstyle.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import ij.ImagePlus;
import ij.process.ShortProcessor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neuralstyle.picture.ImageFiles;

/** What runs leave: images, reports, exit codes. */
class RunCommandsTest extends CliTest {

  @Test
  void transferWritesImageAndReport() throws IOException {
    byte[] contentBefore = Files.readAllBytes(content);
    byte[] styleBefore = Files.readAllBytes(style);
    List<Object> args = new ArrayList<>(List.of("transfer", "--content", content));
    args.addAll(List.of("--style", style, "--output", output, "--report", report));
    args.addAll(List.of("--iterations", 6, "--content-weight", 3, "--style-weight", "2e5"));
    args.addAll(List.of("--tv-weight", 0.5, "--init", "noise", "--seed", 7));
    args.addAll(List.of("--precision", "bfloat16"));
    args.addAll(List.of("--pooling", "average", "--style-layers", "conv1_1:0.5,3"));
    Answer answer = runQuickly(args.toArray());
    assertDone(answer);
    assertTrue(answer.out().contains("output.png: 32 x 24 px, 6 evaluations"), answer.out());
    assertTrue(answer.err().contains("untrained"), answer.err());
    assertNoTrace(answer);
    assertSize(WIDTH, HEIGHT, output);
    assertArrayEquals(contentBefore, Files.readAllBytes(content));
    assertArrayEquals(styleBefore, Files.readAllBytes(style));

    JsonObject json = readReport();
    assertEquals("cpu", json.get("device").getAsString());
    assertFalse(json.get("version").getAsString().isEmpty());
    assertFalse(json.get("weightsTrained").getAsBoolean());
    assertTrue(json.get("weightsSha256").getAsString().matches("[0-9a-f]{64}"));
    assertFalse(json.has("weightsFileSha256"));
    assertTrue(number(json, "seconds") > 0);
    JsonObject settings = json.getAsJsonObject("settings");
    assertEquals("conv2_2", settings.get("contentLayers").getAsString());
    assertEquals("conv1_1:0.5,conv2_1", settings.get("styleLayers").getAsString());
    assertEquals("average", settings.get("pooling").getAsString());
    assertEquals("bfloat16", settings.get("precision").getAsString());
    assertEquals("noise", settings.get("init").getAsString());
    assertEquals(7, settings.get("seed").getAsInt());
    List<JsonObject> evaluations = evaluations(json);
    assertEquals(6, evaluations.size());
    for (int i = 0; i < evaluations.size(); i++) {
      JsonObject losses = evaluations.get(i);
      assertEquals(i + 1, losses.get("evaluation").getAsInt());
      double total =
          3 * number(losses, "content")
              + 2e5 * number(losses, "style")
              + 0.5 * number(losses, "totalVariation");
      assertEquals(total, number(losses, "total"), 1e-5 * total);
      assertTrue(number(losses, "content") > 0);
      assertTrue(number(losses, "style") > 0);
    }
    double best = evaluations.stream().mapToDouble(e -> number(e, "total")).min().orElseThrow();
    assertEquals(best, number(json.getAsJsonObject("losses"), "total"), 1e-5 * best);
  }

  private Answer transfer(Object... more) {
    List<Object> args = new ArrayList<>(List.of("transfer", "--content", content));
    args.addAll(List.of("--style", style, "--output", output, "--report", report));
    args.addAll(List.of("--iterations", 1));
    args.addAll(List.of(more));
    return runQuickly(args.toArray());
  }

  private JsonObject firstEvaluation() throws IOException {
    return evaluations(readReport()).get(0);
  }

  @Test
  void scoresAreReportedWhereAskedFor() throws IOException {
    assertDone(transfer());
    assertFalse(readReport().has("scores"));
    // The style of other tests is too small.
    List<Object> args = new ArrayList<>(List.of("transfer", "--content", content));
    args.addAll(List.of("--style", content, "--output", output, "--report", report));
    args.addAll(List.of("--iterations", 1, "--score"));
    assertDone(runQuickly(args.toArray()));
    JsonObject scores = readReport().getAsJsonObject("scores");
    for (String score : List.of("contentFidelity", "globalEffects", "localPatterns")) {
      assertTrue(number(scores, score) > 0 && number(scores, score) <= 1.0001, score);
    }
    assertTrue(scores.has("styleDistance"));
    Answer small = transfer("--score");
    assertEquals(2, small.code());
    assertTrue(small.err().contains("Scores need at least 24 x 24 px"), small.err());
    assertTrue(small.err().contains("20 x 28 px"), small.err());
  }

  @Test
  void reportedLossesAreUnweighted() throws IOException {
    assertDone(transfer("--init", "noise", "--content-weight", 1, "--style-weight", 1));
    JsonObject one = firstEvaluation();
    assertDone(transfer("--init", "noise", "--content-weight", 50, "--style-weight", 50));
    JsonObject fifty = firstEvaluation();
    for (String loss : List.of("content", "style")) {
      assertEquals(number(one, loss), number(fifty, loss), 1e-6 * number(one, loss));
    }
  }

  @Test
  void startsFromAnImage() throws IOException {
    assertDone(transfer("--init", content));
    assertEquals(0, number(firstEvaluation(), "content"), 1e-9);
    assertDone(transfer("--init", image("other.png", 50, 20, 3)));
    assertTrue(number(firstEvaluation(), "content") > 0);
    assertSize(WIDTH, HEIGHT, output);
  }

  @Test
  void aDeviceThatCannotBeUsedIsAWarning() throws IOException {
    List<Object> args = new ArrayList<>(List.of("texture", "--style", style, "--quiet"));
    args.addAll(List.of("--output", output, "--report", report, "--iterations", 1));
    args.addAll(List.of("--weights", "untrained", "--device", "cuda:99"));
    Answer answer = run(args.toArray());
    assertDone(answer);
    assertTrue(answer.err().contains("Warning: The device \"cuda:99\" is not used"), answer.err());
    assertEquals("", answer.out());
    assertEquals("cpu", readReport().get("device").getAsString());
    assertTrue(readReport().get("warnings").toString().contains("cuda:99"));
  }

  private byte[] texture(long seed) throws IOException {
    assertDone(
        runQuickly(
            "texture", "--style", style, "--output", output, "--iterations", 3, "--seed", seed));
    return Files.readAllBytes(output);
  }

  @Test
  void sameSeedSameFile() throws IOException {
    byte[] five = texture(5);
    assertArrayEquals(five, texture(5));
    assertFalse(Arrays.equals(five, texture(6)));
  }

  @ParameterizedTest
  @CsvSource({"0, 20, 28", "14, 10, 14", "56, 40, 56"})
  void textureHasTheSizeAskedFor(int size, int width, int height) throws IOException {
    assertDone(
        runQuickly(
            "texture", "--style", style, "--output", output, "--iterations", 1, "--size", size));
    assertSize(width, height, output);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lbfgs", "classic", "ADAM"})
  void reconstructionLowersTheLoss(String optimizer) throws IOException {
    List<Object> args = new ArrayList<>(List.of("reconstruct", "--content", content));
    args.addAll(List.of("--layer", "relu1_1", "--output", output, "--report", report));
    args.addAll(List.of("--iterations", 20, "--optimizer", optimizer, "--size", 16));
    assertDone(runQuickly(args.toArray()));
    List<JsonObject> evaluations = evaluations(readReport());
    double last = number(evaluations.get(evaluations.size() - 1), "total");
    assertTrue(last < 0.5 * number(evaluations.get(0), "total"), "ends at " + last);
    assertSize(16, 12, output);
  }

  @Test
  void tiffKeepsTypeCalibrationAndSettings() throws IOException {
    ShortProcessor pixels = new ShortProcessor(WIDTH, HEIGHT);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      pixels.set(i, (i * 7919) % 4000);
    }
    pixels.setMinAndMax(0, 4000);
    ImagePlus imp = new ImagePlus("grey", pixels);
    imp.getCalibration().setUnit("um");
    imp.getCalibration().pixelWidth = 0.5;
    imp.getCalibration().pixelHeight = 0.5;
    content = folder.resolve("grey.tif");
    ImageFiles.save(imp, content);
    output = folder.resolve("result.tif");
    assertDone(transfer("--size", 16));
    ImagePlus read = ImageFiles.open(output);
    assertEquals(16, read.getBitDepth());
    assertEquals(1.0, read.getCalibration().pixelWidth, 1e-9);
    assertEquals("false", read.getProp("neuralstyle.weightsTrained"));
    assertEquals("16", read.getProp("neuralstyle.size"));
    assertDone(transfer("--rgb"));
    assertEquals(24, ImageFiles.open(output).getBitDepth());
  }

  @Test
  void weightsFileIsNamedWithBothHashes() throws Exception {
    ByteBuffer data = ByteBuffer.allocate(4 * (64 * 27 + 64)).order(ByteOrder.LITTLE_ENDIAN);
    Random random = new Random(4);
    for (int i = 0; i < 64 * 27; i++) {
      data.putFloat((float) (0.2 * random.nextGaussian()));
    }
    Path weights = folder.resolve("one-layer.safetensors");
    Files.write(weights, safetensors(data.array()));
    String ofFile = sha256(Files.readAllBytes(weights));
    String ofLayers = sha256(data.array());
    List<Object> args = new ArrayList<>(List.of("reconstruct", "--content", content));
    args.addAll(List.of("--output", output, "--report", report, "--iterations", 2));
    args.addAll(List.of("--weights", weights, "--device", "cpu", "--layer"));
    List<Object> deeper = new ArrayList<>(args);
    args.add("1");
    deeper.add("conv1_2");
    assertDone(run(args.toArray()));
    JsonObject json = readReport();
    assertEquals(ofFile, json.get("weightsFileSha256").getAsString());
    assertEquals(ofLayers, json.get("weightsSha256").getAsString());
    assertTrue(json.get("weightsTrained").getAsBoolean());

    Answer shown = run("weights", "--weights", weights, "--up-to", "conv1_1");
    assertDone(shown);
    assertTrue(shown.out().contains(ofFile) && shown.out().contains(ofLayers), shown.out());

    Answer refused = run(deeper.toArray());
    assertEquals(1, refused.code(), refused.err());
    assertTrue(refused.err().contains("one-layer.safetensors"), refused.err());
    assertNoTrace(refused);
  }

  /** A file with the first convolution alone. */
  private static byte[] safetensors(byte[] data) {
    String json =
        """
        {"features.0.weight":{"dtype":"F32","shape":[64,3,3,3],"data_offsets":[0,6912]},
        "features.0.bias":{"dtype":"F32","shape":[64],"data_offsets":[6912,7168]}}""";
    byte[] header = json.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + header.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .put(data)
        .array();
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  /** SIGTERM takes the same way as the SIGINT of Ctrl-C, which a test's children may ignore. */
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no SIGTERM")
  void stoppedByASignalItSavesTheBestImage() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(NeuralStyleCli.class.getName());
    command.addAll(List.of("reconstruct", "--content", content.toString(), "--verbose"));
    command.addAll(List.of("--output", output.toString(), "--report", report.toString()));
    command.addAll(List.of("--iterations", "1000000", "--optimizer", "adam"));
    command.addAll(List.of("--weights", "untrained", "--device", "cpu"));
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader err =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      String line = err.readLine();
      while (line != null && !line.startsWith("evaluation")) {
        line = err.readLine();
      }
      process.toHandle().destroy();
      while (line != null) {
        line = err.readLine();
      }
    }
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(128 + 15, process.exitValue());
    assertSize(WIDTH, HEIGHT, output);
    assertEquals("it was stopped", readReport().get("ending").getAsString());
    int done = evaluations(readReport()).size();
    assertTrue(done >= 1 && done < 1_000_000, done + " evaluations");
  }
}
