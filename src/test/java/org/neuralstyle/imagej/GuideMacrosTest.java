package org.neuralstyle.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neuralstyle.Pages;

/**
 * The macros of README and guide, and the scripts that come with the plugin, run in the real ImageJ
 * without a display: as they are but for the size and the number of evaluations.
 */
class GuideMacrosTest {

  private static final Path SCRIPTS =
      Path.of("src", "main", "resources", "script_templates", "Neural_Style");

  private static final String IMAGES =
      """
      setBatchMode(true);
      close("*");
      newImage("boats.tif", "RGB ramp", 48, 32, 1);
      newImage("painting.tif", "RGB noise", 40, 32, 1);
      newImage("film.tif", "RGB noise", 40, 32, 2);
      newImage("result.tif", "RGB noise", 48, 32, 1);
      newImage("other.tif", "RGB noise", 40, 40, 1);
      newImage("mask.tif", "8-bit ramp", 48, 32, 1);
      """;

  private static final String QUICK = " weights=untrained device=cpu";

  private static final Pattern RUN =
      Pattern.compile("(run\\(\"([^\"]*)\\.\\.\\.\",\\s*\")([^\"]*)\"");

  @TempDir Path folder;

  /** In one ImageJ, since most of the time goes into its start. The last macro is a wrong one. */
  @Test
  void macrosRun() throws Exception {
    List<String> macros = new ArrayList<>();
    for (Pages.Block block : Pages.blocks("ijm")) {
      macros.add(IMAGES + quickly(block.text()));
    }
    assertTrue(macros.size() >= 8, macros.toString());
    macros.add(forPython());
    macros.add(IMAGES + quickly("run(\"Transfer Style...\", \"contents=boats.tif\");"));
    String log =
        ImageJProcess.run(
            folder,
            false,
            IntStream.range(0, macros.size())
                .mapToObj(i -> macros.get(i) + "\nprint(\"done " + i + ".\");\n")
                .toArray(String[]::new));
    for (int i = 0; i < macros.size() - 1; i++) {
      assertTrue(log.contains("done " + i + "."), macros.get(i) + ": " + log);
    }
    assertFalse(log.contains("done " + (macros.size() - 1) + "."), log);
    assertTrue(log.contains("Did you mean \"content\""), log);
    assertFalse(log.contains("Exception"), log);
    assertTrue(Files.exists(folder.resolve("result.tif")), log);
  }

  /** pyimagej hands the macro over as it is. It opens files. */
  private String forPython() throws IOException {
    List<Pages.Block> blocks = Pages.blocks("python");
    assertEquals(1, blocks.size());
    String python = blocks.get(0).text();
    assertTrue(python.endsWith("ij.py.run_macro(macro)\n"), python);
    String save = "selectImage(\"%1$s\"); saveAs(\"tiff\", \"FOLDER/%1$s\"); close();\n";
    return (IMAGES
            + save.formatted("boats.tif")
            + save.formatted("painting.tif")
            + "close(\"*\");\n"
            + quickly(python.split("\"\"\"")[1])
                .replace("open(\"", "open(\"FOLDER/")
                .replace("output=", "output=FOLDER/"))
        .replace("FOLDER", folder.toString().replace('\\', '/'));
  }

  @Test
  void scriptsRun() throws Exception {
    List<String> arguments = new ArrayList<>();
    for (Path script : scripts()) {
      String text =
          Files.readString(script)
              .replaceAll("size=\\d+", "size=32 iterations=2 weights=untrained device=cpu")
              .replace("layers=first-five", "layers=first-five weights=untrained device=cpu")
              .replace("new WeightsChoice.Auto()", "new WeightsChoice.Untrained()")
              .replace("transfer())\n", "transfer()).withSchedule { it.iterations(2) }\n");
      assertFalse(text.equals(Files.readString(script)), script.toString());
      Path copy = folder.resolve(script.getFileName().toString());
      arguments.add(Files.writeString(copy, text).toString());
    }
    String log = ImageJProcess.program(folder, ScriptRun.class, arguments);
    for (String part :
        List.of(
            "Strength_Series.groovy: 3 images, Strengths of 5",
            "128 x 96 px",
            "ImgLib2_Transfer.groovy: 2 images",
            "Textures.js: 5 images, texture 2 of 1",
            "Distances.py: 2 images",
            "boats.tif,painting.tif",
            "Transfer_Style.ijm: 3 images")) {
      assertTrue(log.contains(part), part + ": " + log);
    }
    assertFalse(log.contains("Exception"), log);
  }

  /** All: ImageJ has macros, and tests have the other languages. */
  private static List<Path> scripts() throws IOException {
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      return files.sorted().toList();
    }
  }

  private static String quickly(String macro) {
    return RUN.matcher(macro)
        .replaceAll(
            call -> {
              String keys =
                  switch (call.group(2)) {
                    case "Gaussian Blur" -> "";
                    case "Measure Style and Content Distance", "Score Results" -> QUICK;
                    default -> QUICK + " size=32 iterations=2";
                  };
              String options = call.group(3).replaceAll(" ?(size|iterations)=\\d+", "");
              return Matcher.quoteReplacement(call.group(1) + options + keys + "\"");
            });
  }
}
