package org.neuralstyle.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neuralstyle.picture.ImageFiles;

/** The commands of the menu Explore, in macros of the real ImageJ. */
class ExploreMacroTest {

  private static final String IMAGES =
      """
      setBatchMode(true);
      newImage("a", "RGB ramp", 20, 16, 1);
      newImage("b", "RGB noise", 18, 17, 1);
      """;

  @TempDir Path folder;

  /** A line of a macro with the parameters that all commands have. */
  private static String line(String command, String options) {
    return "run(\"%s...\", \"%s weights=untrained device=cpu\");%n".formatted(command, options);
  }

  private String sweep(String command, String options) {
    return line(command, options + " size=0 iterations=2 folder=[" + folder.resolve("out") + "]");
  }

  private List<String> csv(String name) throws Exception {
    return Files.readAllLines(folder.resolve("out").resolve(name + ".csv"));
  }

  @Test
  void sweepsSaveStacksAndTables() throws Exception {
    String log =
        ImageJProcess.run(
            folder,
            false,
            IMAGES
                + sweep("Layer Sweep (Reconstruction)", "content=a layers=block1 seed=5")
                + sweep("Layer-Set Sweep (Texture)", "style=b sets=[conv1_1; block1]")
                + sweep("Layer Grid (Transfer)", "content=a style=b contentlayers=1 sets=block1")
                + sweep("Style-Weight Sweep", "content=a style=b styleweights=[1e3; 1e5; 1e7]")
                + sweep("Seeds", "image=b count=2")
                + sweep("Initialisation", "content=a style=b")
                + sweep("Gallery", "styles=b contents=[a; b]")
                + "selectImage(\"layer-sweep\"); setSlice(2);\n"
                + line(
                    "Run Again",
                    "image=layer-sweep rgb=true output=[" + folder.resolve("repeated.tif") + "]")
                + line(
                    "Transfer Style",
                    "content=a style=b size=0 iterations=2 seed=3 precision=bfloat16 checkpoint=["
                        + folder.resolve("run")
                        + "]")
                + "rename(\"transfer\");\n"
                + line("Run Again", "output=[" + folder.resolve("transfer.tif") + "]"));
    assertFalse(log.contains("Exception"), log);
    ImagePlus layers = ImageFiles.open(folder.resolve("out/layer-sweep.tif"));
    assertEquals(2, layers.getStackSize(), log);
    assertEquals(3, csv("layer-sweep").size());
    assertEquals(3, csv("layer-set-sweep").size());
    assertEquals(2, csv("layer-grid").size());
    assertEquals(4, csv("style-weight-sweep").size());
    assertEquals(3, csv("seeds-texture").size());
    assertTrue(csv("seeds-texture").get(0).startsWith("label,variationBetweenSeeds,"));
    // Two seeds, their mean and their standard deviation.
    assertEquals(4, ImageFiles.open(folder.resolve("out/seeds-texture.tif")).getStackSize());
    assertEquals(3, csv("initialization").size());
    assertEquals(3, csv("gallery").size());

    assertTrue(Files.exists(folder.resolve("repeated.tif")), log);
    ImagePlus repeated = ImageFiles.open(folder.resolve("repeated.tif"));
    assertEquals("conv1_2", repeated.getProp("neuralstyle.contentLayers"));
    assertEquals("5", repeated.getProp("neuralstyle.seed"));
    assertTrue(Files.exists(folder.resolve("run")), log);
    ImagePlus transfer = ImageFiles.open(folder.resolve("transfer.tif"));
    assertEquals("a", transfer.getProp("neuralstyle.content"));
    assertEquals("b", transfer.getProp("neuralstyle.style"));
    assertEquals("3", transfer.getProp("neuralstyle.seed"));
    assertEquals("bfloat16", transfer.getProp("neuralstyle.precision"));
    assertArrayEquals(
        (int[]) layers.getStack().getPixels(2), (int[]) repeated.getProcessor().getPixels());
  }

  @Test
  void distancesOfOpenImages() throws Exception {
    Path file = folder.resolve("distances.csv");
    String log =
        ImageJProcess.run(
            folder,
            false,
            IMAGES
                + line(
                    "Measure Style and Content Distance",
                    "images=[a; b] layers=block1 output=[" + file + "]"));
    assertTrue(Files.exists(file), log);
    List<String> lines = Files.readAllLines(file);
    assertEquals("image,other,layer,styleDistance", lines.get(0));
    assertTrue(lines.get(2).startsWith("a,b,conv1_2,"), lines.get(2));
  }

  @Test
  void scoresOfOpenImages() throws Exception {
    Path file = folder.resolve("scores.csv");
    String log =
        ImageJProcess.run(
            folder,
            false,
            """
            setBatchMode(true);
            newImage("a", "RGB ramp", 32, 24, 1);
            newImage("b", "RGB noise", 40, 30, 1);
            newImage("c", "RGB ramp", 32, 24, 1);
            """
                + line("Score Results", "content=a style=b output=[" + file + "]"));
    assertTrue(Files.exists(file), log);
    List<String> lines = Files.readAllLines(file);
    assertTrue(lines.get(0).startsWith("result,contentFidelity,globalEffects,"), lines.get(0));
    assertTrue(lines.get(1).startsWith("c,1.0,"), lines.get(1));
    assertEquals(2, lines.size());
  }

  @Test
  void badInputIsAnsweredBeforeAnyRun() throws Exception {
    Map<String, String> wrong =
        Map.of(
            line("Layer Sweep (Reconstruction)", "content=a size=19 layers=all"),
            "needs at least 16 x 16 px",
            line("Gallery", "contents=a styles=nowhere"),
            "Open images are: a; b.",
            line("Score Results", "content=a style=b results=a"),
            "Scores need at least 24 x 24 px",
            line("Run Again", "image=a"),
            "does not tell how it was made");
    String[] macros = wrong.keySet().stream().map(IMAGES::concat).toArray(String[]::new);
    String log = ImageJProcess.run(folder, false, macros).replaceAll("\\s+", " ");
    wrong.values().forEach(message -> assertTrue(log.contains(message), message + ": " + log));
    assertFalse(log.contains(" at org.neuralstyle"), log);
  }
}
