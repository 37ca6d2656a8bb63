package org.neuralstyle.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import ij.ImagePlus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neuralstyle.VirtualDisplay;
import org.neuralstyle.picture.ImageFiles;

/** The real ImageJ 1.54p, in a process of its own, runs macros with the plugin's commands. */
class ImageJMacroTest {

  private static final String TWO_IMAGES =
      """
      setBatchMode(%b);
      newImage("a", "16-bit ramp", 48, 40, 1);
      run("Set Scale...", "distance=1 known=0.5 unit=um");
      newImage("b", "RGB noise", 40, 36, 1);
      """;

  private static final String TRANSFER =
      """
      run("Transfer Style...", "content=a style=b styleweight=1e5 iterations=4 seed=3 weights=untrained device=cpu output=[%s] report=[%s]");
      """;

  @TempDir Path folder;

  @Test
  void macroTransfersAStyleWithoutADisplay() throws Exception {
    Path image = folder.resolve("of a b.tif");
    Path report = folder.resolve("of a b.json");
    String macro = TWO_IMAGES.formatted(true) + TRANSFER.formatted(image, report);
    String log = run(false, macro);
    assertTrue(Files.exists(image), log);
    ImagePlus result = ImageFiles.open(image);
    assertEquals(16, result.getBitDepth());
    assertEquals(48, result.getWidth());
    assertEquals(40, result.getHeight());
    assertEquals(0.5, result.getCalibration().pixelWidth, 1e-9);
    assertEquals("transfer", result.getProp("neuralstyle.operation"));
    assertEquals("100000.0", result.getProp("neuralstyle.styleWeight"));
    assertEquals("4", result.getProp("neuralstyle.evaluations"));
    JsonObject json = JsonParser.parseString(Files.readString(report)).getAsJsonObject();
    assertEquals(4, json.getAsJsonArray("evaluations").size());
    assertFalse(log.contains("Exception"), log);
  }

  /** Words in titles and paths are no keys. */
  @Test
  void keysAreReadOutsideOfBracketsOnly() throws Exception {
    Path output = Files.createDirectory(folder.resolve("seed=3 rgb")).resolve("r.tif");
    String macro =
        """
        setBatchMode(true);
        newImage("size=20 rgb test.png", "8-bit ramp", 48, 40, 1);
        newImage("b", "RGB noise", 40, 36, 1);
        run("Transfer Style...", "content=[size=20 rgb test.png] style=b size=32 iterations=2 weights=untrained device=cpu output=[%s]");
        """
            .formatted(output);
    String log = run(false, macro);
    assertTrue(Files.exists(output), log);
    ImagePlus result = ImageFiles.open(output);
    assertEquals(
        "8-bit, 32 px, seed 0",
        "%d-bit, %d px, seed %s"
            .formatted(
                result.getBitDepth(), result.getWidth(), result.getProp("neuralstyle.seed")));
  }

  @Test
  void theSameLineGivesTheSameImage() throws Exception {
    Path first = folder.resolve("1.png");
    Path second = folder.resolve("2.png");
    String macro =
        TWO_IMAGES.formatted(true)
            + "newImage(\"c\", \"RGB ramp\", 24, 24, 1);\n"
            + TRANSFER.formatted(first, folder.resolve("1.json")).replace("style=b", "style=c")
            + TRANSFER.formatted(second, folder.resolve("2.json")).replace("style=b", "style=c");
    String log = run(false, macro);
    assertTrue(Files.exists(second), log);
    assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
  }

  @Test
  void badInputIsAMessageAndEndsTheMacro() throws Exception {
    Map<String, String> wrong =
        Map.of(
            "content=a style=b styleweight=many",
                "styleWeight cannot be \"many\"; it must be a number",
            "content=a style=b rgb=maybe", "rgb cannot be \"maybe\"; it must be true or false",
            "content=a style=nowhere", "style=[nowhere]",
            "content=a style=b iteration=3", "Did you mean \"iterations\"",
            "content=a style=b styleWeight=5", "Did you mean \"styleweight\"",
            "content=boats 1.tif style=b", "no key \"1.tif\"",
            "content=a style=b stylelayers=conv9_9", "conv9_9",
            "content=a style=b size=4", "too small",
            "content=a style=b output=/no/such/folder/a.tif", "/no/such/folder");
    Path after = folder.resolve("after");
    String[] macros =
        wrong.keySet().stream()
            .map(
                options ->
                    TWO_IMAGES.formatted(true)
                        + "run(\"Transfer Style...\", \"%s weights=untrained iterations=2\");%n"
                            .formatted(options)
                        + "File.append(\"%s\", \"%s\");%n".formatted(options, after))
            .toArray(String[]::new);
    String log = ImageJProcess.run(folder, false, macros).replaceAll("\\s+", " ");
    wrong.forEach(
        (options, message) -> assertTrue(log.contains(message), message + " is not in: " + log));
    assertFalse(log.contains("at org.neuralstyle"), log);
    assertFalse(Files.exists(after), "macros went on: " + log);
  }

  @Test
  void theMenuOfAWindowRunsTheCommands() throws Exception {
    Assumptions.assumeTrue(VirtualDisplay.available(), "no Xvfb");
    Path image = folder.resolve("window.png");
    Path titles = folder.resolve("titles");
    Path screenshots = Files.createDirectories(Path.of("target", "screenshots"));
    Path screenshot = screenshots.resolve("transfer.png").toAbsolutePath();
    Files.deleteIfExists(screenshot);
    String macro =
        TWO_IMAGES.formatted(false)
            + TRANSFER.formatted(image, folder.resolve("window.json"))
            + "run(\"Synthesize Texture...\", \"style=b iterations=2 size=64 weights=untrained\");\n"
            + "run(\"Reconstruct...\", \"content=a layer=conv1_1 iterations=2 weights=untrained\");\n"
            + "list = getList(\"image.titles\");\n"
            + "text = \"\"; for (i = 0; i < list.length; i++) text += list[i] + \"\\n\";\n"
            + "File.saveString(text, \"%s\");%n".formatted(titles)
            + "run(\"Capture Screen\"); saveAs(\"png\", \"%s\");%n".formatted(screenshot)
            + "File.saveString(\"\", \"%s\");%n".formatted(folder.resolve("done"));
    String log = run(true, macro);
    assertTrue(Files.exists(titles), log);
    assertEquals(
        List.of("a", "b", "a in the style of b", "Texture of b", "a from conv1_1"),
        Files.readAllLines(titles),
        log);
    assertNotEquals(0, Files.size(screenshot));
  }

  private String run(boolean window, String macro) throws Exception {
    return ImageJProcess.run(folder, window, macro);
  }
}
