package org.neuralstyle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neuralstyle.picture.ImageFiles;
import picocli.CommandLine;

/** Sweeps, gallery and distances from the command line, tiny and with an untrained network. */
class StudyCommandsTest {

  private record Answer(int code, String out, String err) {}

  @TempDir Path folder;

  private String content;
  private String style;
  private String output;

  @BeforeEach
  void save() throws IOException {
    Path contentFile = folder.resolve("content.png");
    Path styleFile = folder.resolve("style.png");
    ImageFiles.save(IJ.createImage("content", "RGB ramp", 16, 12, 1), contentFile);
    ImageFiles.save(IJ.createImage("style", "RGB noise", 16, 14, 1), styleFile);
    content = contentFile.toString();
    style = styleFile.toString();
    output = folder.resolve("output").toString();
  }

  private Answer run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--output", output, "--weights", "untrained", "--device", "cpu"));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine =
        NeuralStyleCli.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    int code = NeuralStyleCli.execute(commandLine, all.toArray(String[]::new));
    return new Answer(code, out.toString(), err.toString());
  }

  private List<String> csv(String name) throws IOException {
    return Files.readAllLines(Path.of(output, name));
  }

  @Test
  void layers() throws IOException {
    Answer answer =
        run(
            "sweep",
            "layers",
            "--content",
            content,
            "--layers",
            "block1",
            "--size",
            "0",
            "--iterations",
            "3");
    assertEquals(0, answer.code, answer.err);
    assertEquals(3, csv("layer-sweep.csv").size());
    assertEquals(
        2, ImageFiles.open(Path.of(output, "layer-sweep.tif")).getStackSize(), "a slice for each");
    assertTrue(Files.exists(Path.of(output, "layer-sweep-plot-1.png")));
    assertTrue(answer.out.contains("2 of 2 runs, 0 failed"), answer.out);
  }

  @Test
  void everySweep() throws IOException {
    for (String[] args :
        List.of(
            new String[] {"layer-sets", "--style", style, "--set", "conv1_1", "--set", "block1"},
            new String[] {
              "grid",
              "--content",
              content,
              "--style",
              style,
              "--content-layers",
              "1,2",
              "--style-set",
              "block1"
            },
            new String[] {
              "style-weights", "--content", content, "--style", style, "--style-weights", "1e2,1e3"
            },
            new String[] {"seeds", "--style", style, "--count", "2"},
            new String[] {"initialization", "--content", content, "--style", style})) {
      List<String> all = new ArrayList<>(List.of("sweep"));
      all.addAll(List.of(args));
      all.addAll(List.of("--size", "0", "--iterations", "2"));
      Answer answer = run(all.toArray(String[]::new));
      assertEquals(0, answer.code, args[0] + ": " + answer.err);
      assertTrue(answer.out.contains("2 of 2 runs, 0 failed"), answer.out);
    }
    assertTrue(csv("seeds-texture.csv").get(1).startsWith("seed 0,"));
  }

  @Test
  void gallery() throws IOException {
    Answer answer =
        run(
            "gallery",
            "--content",
            content,
            "--style",
            style,
            content,
            "--size",
            "0",
            "--iterations",
            "1");
    assertEquals(0, answer.code, answer.err);
    assertEquals(3, csv("gallery.csv").size());
  }

  @Test
  void distancesOfAFolder() throws IOException {
    Answer answer = run("distance", folder.toString(), "--layers", "conv1_1");
    assertEquals(0, answer.code, answer.err);
    List<String> matrix = csv("style-conv1_1.csv");
    assertEquals("image,content.png,style.png", matrix.get(0));
    assertTrue(matrix.get(1).startsWith("content.png,0.0,"), matrix.get(1));
    assertEquals(2, csv("distances.csv").size());
  }

  @Test
  void scoresOfResults() throws IOException {
    Path larger = folder.resolve("larger.png");
    ImageFiles.save(IJ.createImage("larger", "RGB ramp", 32, 24, 1), larger);
    Path pattern = folder.resolve("pattern.png");
    ImageFiles.save(IJ.createImage("pattern", "RGB noise", 40, 34, 1), pattern);
    output = folder.resolve("scores.csv").toString();
    String[] args = {
      "score", "--content", larger.toString(), "--style", pattern.toString(), "--result"
    };
    Answer answer = run(all(args, larger.toString(), pattern.toString()));
    assertEquals(0, answer.code, answer.err);
    assertTrue(answer.out.startsWith("larger.png"), answer.out);
    assertTrue(answer.out.contains("  contentFidelity          1.000"), answer.out);
    List<String> lines = Files.readAllLines(Path.of(output));
    assertEquals(3, lines.size());
    assertTrue(lines.get(0).startsWith("result,contentFidelity,globalEffects,"), lines.get(0));
    assertTrue(lines.get(2).startsWith("pattern.png,"), lines.get(2));
    Answer small = run(all(args, content));
    assertEquals(2, small.code);
    assertTrue(small.err.contains("content.png\" cannot be scored"), small.err);
    assertTrue(small.err.contains("at least 24 x 24 px"), small.err);
    output = pattern.toString();
    Answer input = run(all(args, larger.toString()));
    assertEquals(2, input.code);
    assertTrue(input.err.contains("pattern.png"), input.err);
  }

  @Test
  void pageOfSettingsAndSizes() throws IOException {
    Path larger = folder.resolve("larger.png");
    ImageFiles.save(IJ.createImage("larger", "RGB ramp", 32, 30, 1), larger);
    Path pattern = folder.resolve("pattern.png");
    ImageFiles.save(IJ.createImage("pattern", "RGB noise", 40, 38, 1), pattern);
    String[] args = {
      "page", "--content", larger.toString(), "--style", pattern.toString(), "--sizes", "28,26"
    };
    String[] settings = {
      "--setting",
      "weak: --style-weight 1 --iterations 1",
      "--setting",
      "short: --preset draft --iterations 2"
    };
    Answer answer = run(all(args, settings));
    assertEquals(0, answer.code, answer.err);
    assertTrue(answer.out.contains("4 of 4 pictures"), answer.out);
    List<String> lines = csv("page.csv");
    assertEquals(5, lines.size());
    assertTrue(lines.get(0).contains(",contentFidelity,globalEffects,"), lines.get(0));
    assertTrue(lines.get(1).startsWith("\"larger.png in pattern.png, 28 px, weak\","));
    String html = Files.readString(Path.of(output, "page.html"));
    assertTrue(html.contains("src=\"page-larger-pattern-26-short.png\""), html);
    assertTrue(html.contains("<br>contentFidelity "), html);
    assertEquals(
        28, ImageFiles.open(Path.of(output, "page-larger-pattern-28-weak.png")).getWidth());
    // Runs and scores are found, and the page is the same.
    assertEquals(0, run(all(args, settings)).code);
    assertEquals(lines, csv("page.csv"));
    Answer unknown = run(all(args, "--setting", "odd: --style-wait 3"));
    assertEquals(2, unknown.code);
    assertTrue(unknown.err.contains("The setting \"odd\" cannot be read"), unknown.err);
    Answer unnamed = run(all(args, "--setting", "--iterations=3"));
    assertEquals(2, unnamed.code);
    assertTrue(unnamed.err.contains("has no name"), unnamed.err);
  }

  private static String[] all(String[] some, String... more) {
    return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void whatIsNoImageIsLeftOutOfAFolder() throws IOException {
    Files.writeString(folder.resolve("notes.csv"), "a,b\n1,2\n");
    Answer answer = run("distance", folder.toString(), "--layers", "conv1_1");
    assertEquals(0, answer.code, answer.err);
    assertEquals("image,content.png,style.png", csv("style-conv1_1.csv").get(0));
    Answer none = run("distance", Files.createDirectory(folder.resolve("empty")).toString());
    assertEquals(2, none.code);
    assertTrue(none.err.contains("holds no images"), none.err);
  }

  @Test
  void badInputIsAnsweredBeforeAnyRun() {
    Answer unknown = run("sweep", "layers", "--content", content, "--layers", "conv9_1");
    assertEquals(2, unknown.code);
    assertTrue(unknown.err.contains("conv5_4"), unknown.err);
    Answer small = run("sweep", "layers", "--content", content, "--size", "0");
    assertEquals(2, small.code);
    assertTrue(small.err.contains("conv5_1 needs at least 16 x 16 px"), small.err);
    Answer missing = run("gallery", "--content", "nowhere.png", "--style", style);
    assertEquals(2, missing.code);
    assertTrue(missing.err.contains("nowhere.png"), missing.err);
    Answer empty =
        run(
            "sweep",
            "style-weights",
            "--content",
            content,
            "--style",
            style,
            "--style-weights",
            ",");
    assertEquals(2, empty.code);
    assertTrue(empty.err.contains("for example 1e3"), empty.err);
    Answer none = run("sweep", "seeds");
    assertEquals(2, none.code);
    assertTrue(none.err.contains("--content, --style or both"), none.err);
    assertFalse(Files.exists(Path.of(output)));
    output = content + "/output";
    Answer unwritable = run("sweep", "layers", "--content", content);
    assertEquals(2, unwritable.code);
    assertTrue(unwritable.err.contains(content + " is no folder"), unwritable.err);
  }
}
