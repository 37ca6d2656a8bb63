package org.neuralstyle.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.neuralstyle.former.Example;

/**
 * Lines of macros for the version before, in the real ImageJ: each key is taken and means what it
 * meant, and results that were saved then are made again.
 */
class FormerMacrosTest {

  private static final String IMAGES =
      """
      print("-----");
      setBatchMode(true);
      newImage("frames.tif", "RGB ramp", 20, 16, 3);
      open("%1$s/grey.png");
      open("%1$s/style.png");
      open("%1$s/content.png");
      rename("boats 1.png");
      """;

  @TempDir static Path folder;

  private static String[] log;

  static List<Example> examples() throws Exception {
    return Example.read("macros.txt");
  }

  private static Path place(int index) {
    return folder.resolve("former-" + index);
  }

  /** In one ImageJ, which takes longer to start than all of them to run. */
  @BeforeAll
  static void runAll() throws Exception {
    List<String> macros = new ArrayList<>();
    for (Example example : examples()) {
      Path place = place(macros.size());
      Example.copyTo(place);
      macros.add(IMAGES.formatted(place) + example.in(place) + "\nprint(\"at its end\");\n");
    }
    log = ImageJProcess.run(folder, false, macros.toArray(String[]::new)).split("-----\\R");
    assertEquals(macros.size(), log.length - 1, () -> String.join("-----\n", log));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void givesWhatItGave(Example example) throws Exception {
    int index = examples().indexOf(example);
    String said = log[index + 1].replaceAll("\\s+", " ");
    assertTrue(said.contains(example.refusal()), said);
    assertEquals(example.refusal().isEmpty(), said.contains("at its end"), said);
    example.check(place(index));
  }
}
