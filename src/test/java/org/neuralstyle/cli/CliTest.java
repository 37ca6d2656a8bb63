package org.neuralstyle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs the command line within the test, with small images in a folder of its own. */
abstract class CliTest {

  static final int WIDTH = 32;
  static final int HEIGHT = 24;

  @TempDir Path folder;
  Path content;
  Path style;
  Path output;
  Path report;

  record Answer(int code, String out, String err) {}

  @BeforeEach
  void makeImages() throws IOException {
    content = image("content.png", WIDTH, HEIGHT, 1);
    style = image("style.png", 20, 28, 2);
    output = folder.resolve("output.png");
    report = folder.resolve("report.json");
  }

  final Path image(String name, int width, int height, long seed) throws IOException {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt());
      }
    }
    Path path = folder.resolve(name);
    ImageIO.write(image, "png", path.toFile());
    return path;
  }

  /** Of what goes to stderr, only what is sent on: a console shows no more either. */
  static Answer run(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine =
        NeuralStyleCli.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(new BufferedWriter(err, 1 << 20), true));
    String[] words = Stream.of(args).map(String::valueOf).toArray(String[]::new);
    return new Answer(NeuralStyleCli.execute(commandLine, words), out.toString(), err.toString());
  }

  /** Without trained weights and on the CPU. */
  static Answer runQuickly(Object... args) {
    List<Object> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--weights", "untrained", "--device", "cpu"));
    return run(all.toArray());
  }

  static void assertDone(Answer answer) {
    assertEquals(0, answer.code, answer.err);
  }

  static void assertNoTrace(Answer answer) {
    assertFalse(answer.err.contains("Exception"), answer.err);
    assertFalse(answer.err.contains("at org."), answer.err);
  }

  static void assertSize(int width, int height, Path image) throws IOException {
    BufferedImage read = ImageIO.read(image.toFile());
    assertEquals(width + " x " + height, read.getWidth() + " x " + read.getHeight());
  }

  final JsonObject readReport() throws IOException {
    return JsonParser.parseString(Files.readString(report)).getAsJsonObject();
  }

  static List<JsonObject> evaluations(JsonObject json) {
    return json.getAsJsonArray("evaluations").asList().stream()
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  static double number(JsonObject json, String name) {
    return json.get(name).getAsDouble();
  }
}
