package org.neuralstyle.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import java.io.File;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** What a person meets who works with the plugin in the windows of plain ImageJ. */
@EnabledIfEnvironmentVariable(named = "DISPLAY", matches = ".+")
class ImageJSessionTest {

  private static final Properties SEEN = new Properties();

  @TempDir static Path folder;

  /** ImageJ as it is installed: it alone on the class path, the plugin and its libraries apart. */
  @BeforeAll
  static void workWithImageJ() throws Exception {
    Path plugins = Files.createDirectories(folder.resolve("imagej/plugins"));
    Path jars = Files.createDirectories(folder.resolve("imagej/jars"));
    ImageJProcess.pack(Path.of("target", "classes"), plugins.resolve("Neural_Style.jar"));
    String imagej = "";
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (path.getFileName().toString().matches("ij-[0-9].*\\.jar")) {
        imagej = entry;
      } else if (entry.endsWith(".jar")) {
        Files.copy(path, jars.resolve(path.getFileName()));
      }
    }
    Path screenshots = Files.createDirectories(Path.of("target", "screenshots"));
    Path seen = folder.resolve("seen");
    Path log = folder.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dplugins.dir=" + folder.resolve("imagej"),
                "-Duser.home=" + folder,
                // Persian has digits of its own.
                "-Duser.language=fa",
                "-Duser.country=IR",
                "-cp",
                imagej + File.pathSeparator + Path.of("target", "test-classes"),
                ImageJSession.class.getName(),
                seen.toString(),
                screenshots.toString(),
                folder.resolve("replay").toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    // ImageJ's preferences are left alone; libtorch need not be unpacked again.
    builder
        .environment()
        .putIfAbsent(
            "DJL_CACHE_DIR", Path.of(System.getProperty("user.home"), ".djl.ai").toString());
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(480, TimeUnit.SECONDS), "ImageJ goes on and on");
    } finally {
      process.destroyForcibly();
    }
    try (Reader reader = Files.newBufferedReader(seen)) {
      SEEN.load(reader);
    }
    assertNull(SEEN.getProperty("failure"), SEEN + " " + Files.readString(log));
  }

  @Test
  void saysWhichImageIsMissing() {
    assertSays("noImage", "There is no content image. Open it first");
    assertSays("oneImage", "There is no style image. Open it first");
  }

  @Test
  void theActiveImageIsTheContentAndTheOtherOneTheStyle() {
    assertEquals("boats 1.tif, waves.png", SEEN.getProperty("defaults"));
    assertEquals("1e7", SEEN.getProperty("styleWeight"));
  }

  @Test
  void aMistakeIsToldAndTheDialogComesAgainAsFilledIn() {
    assertSays("badLayer", "There is no layer \"conv9_9\"");
    assertEquals("conv9_9, 200000", SEEN.getProperty("again"));
  }

  @Test
  void theResultIsInTheTypeOfTheContent() {
    assertEquals("16", SEEN.getProperty("bitDepth"));
  }

  @Test
  void theRecordedLineGivesTheSameImage() {
    String line = SEEN.getProperty("recorded");
    for (String option :
        List.of(
            "content=[boats 1.tif]",
            "style=waves.png",
            "styleweight=200000",
            "stylelayers=first-five",
            "iterations=5",
            "weights=untrained",
            "rgb=false")) {
      assertTrue(line.contains(option), line);
    }
    assertEquals(1, line.split("run\\(", -1).length - 1, line);
    assertEquals("true", SEEN.getProperty("same"));
  }

  @Test
  void everyDialogFitsASmallScreen() {
    assertEquals("[]", SEEN.getProperty("tooLarge"));
  }

  @Test
  void linesRecordedInWindowsGiveTheSameImagesWithoutADisplay() throws Exception {
    Path replay = folder.resolve("replay");
    String log =
        ImageJProcess.run(
            Files.createDirectories(folder.resolve("headless")),
            false,
            Files.readString(replay.resolve("macro.ijm")));
    for (String number : List.of("1", "2")) {
      ImagePlus recorded = IJ.openImage(replay.resolve("recorded-" + number + ".tif").toString());
      Path output = replay.resolve("results [all] of today").resolve(number + ".tif");
      assertTrue(Files.exists(output), log);
      ImagePlus replayed = IJ.openImage(output.toString());
      assertArrayEquals(
          (short[]) recorded.getProcessor().getPixels(),
          (short[]) replayed.getProcessor().getPixels(),
          log);
      assertTrue(recorded.getStatistics().stdDev > 0, number);
    }
  }

  @Test
  void theRecordedLineOfEveryCommandGivesTheSameResults() throws Exception {
    assertEquals("[]", SEEN.getProperty("different"));
    Path replay = folder.resolve("replay");
    String log =
        ImageJProcess.run(
            Files.createDirectories(folder.resolve("headless-every")),
            false,
            Files.readString(replay.resolve("every.ijm")));
    List<Path> results;
    try (Stream<Path> files = Files.walk(replay.resolve("recorded"))) {
      results = files.filter(file -> file.toString().matches(".*\\.(tif|png|csv)")).toList();
    }
    assertEquals(33, results.size(), results.toString());
    for (Path result : results) {
      String relative = replay.resolve("recorded").relativize(result).toString();
      Path headless = replay.resolve("out").resolve(result.getFileName());
      assertTrue(Files.exists(headless), headless + ": " + log);
      for (Path again : List.of(replay.resolve("replayed").resolve(relative), headless)) {
        assertEquals(contents(result), contents(again), again.toString());
      }
    }
  }

  /** All pixels, or the table. */
  private static List<String> contents(Path file) throws Exception {
    if (file.toString().endsWith(".csv")) {
      return EveryCommand.withoutTimes(Files.readAllLines(file), ",");
    }
    return EveryCommand.pixels(IJ.openImage(file.toString()));
  }

  @Test
  void theErrorThatEndedAMacroStaysInTheStatusLine() {
    assertEquals("Transfer Style has no key \"iteration\".", SEEN.getProperty("failed"));
  }

  @Test
  void everyTitleIsRecordedSoThatItReplays() {
    assertEquals("true", SEEN.getProperty("spaces"), SEEN.toString());
    assertEquals("true", SEEN.getProperty("odd"), SEEN.toString());
    assertEquals("true", SEEN.getProperty("impossible"), SEEN.toString());
  }

  @Test
  void progressBeginsWithWhatMatters() {
    String progress = SEEN.getProperty("progress");
    assertTrue(progress.matches("\\d+ of 1000000, \\d+ (s|min) left, Esc stops; .*"), progress);
    String ending = SEEN.getProperty("ending");
    assertTrue(ending.matches("\\d+ evaluations in \\d+ s; it was stopped.*"), ending);
  }

  @Test
  void twoRunsGoOnAtOnceUntilEscapeThoughTheirInputsAreClosed() {
    assertTrue(SEEN.getProperty("texture").contains("stop"), SEEN.toString());
    assertTrue(SEEN.getProperty("transfer").contains("stop"), SEEN.toString());
    assertTrue(Integer.parseInt(SEEN.getProperty("milliseconds")) < 1000, SEEN.toString());
  }

  @Test
  void untrainedWeightsAreTold() {
    assertSays("log", "untrained");
    assertEquals("false", SEEN.getProperty("exceptions"));
  }

  private static void assertSays(String name, String text) {
    String said = String.valueOf(SEEN.getProperty(name)).replace('\n', ' ');
    assertTrue(said.contains(text), name + ": " + said);
  }
}
