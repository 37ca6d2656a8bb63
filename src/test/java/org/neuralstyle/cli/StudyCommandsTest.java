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
