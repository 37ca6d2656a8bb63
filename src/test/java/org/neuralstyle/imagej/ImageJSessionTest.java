package org.neuralstyle.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What a person meets who works with the plugin in the windows of plain ImageJ. */
@EnabledIf(value = "org.neuralstyle.VirtualDisplay#available", disabledReason = "no Xvfb")
class ImageJSessionTest {

  private static Properties seen;

  @TempDir static Path folder;

  @BeforeAll
  static void workWithImageJ() throws Exception {
    Path screenshots = Files.createDirectories(Path.of("target", "screenshots"));
    // Persian has digits of its own.
    List<String> persian = List.of("-Duser.language=fa", "-Duser.country=IR");
    seen =
        ImageJProcess.session(
            ImageJSession.class, folder, persian, screenshots, folder.resolve("replay"));
  }

  @Test
  void saysWhichImageIsMissing() {
    assertEquals("Choose a content image. Choose a style image.", seen.getProperty("noImage"));
    assertEquals("Choose a style image.", seen.getProperty("oneImage"));
  }

  @Test
  void theActiveImageIsTheContentAndTheOtherOneTheStyle() {
    assertEquals("boats 1.tif, waves.png", seen.getProperty("defaults"));
    assertEquals("1e7", seen.getProperty("styleWeight"));
  }

  @Test
  void aMistakeIsToldAndTheDialogComesAgainAsFilledIn() {
    assertSays("badLayer", "There is no layer \"conv9_9\"");
    assertEquals("conv9_9, 2e5", seen.getProperty("again"));
  }

  @Test
  void theResultIsInTheTypeOfTheContent() {
    assertEquals("16", seen.getProperty("bitDepth"));
  }

  @Test
  void theRecordedLineGivesTheSameImage() {
    String line = seen.getProperty("recorded");
    for (String option :
        List.of(
            "content=[boats 1.tif]",
            "style=waves.png",
            "styleweight=2e5",
            "stylelayers=first-five",
            "iterations=5",
            "weights=untrained",
            "rgb=false")) {
      assertTrue(line.contains(option), line);
    }
    assertEquals(1, line.split("run\\(", -1).length - 1, line);
    assertEquals("true", seen.getProperty("same"));
  }

  @Test
  void everyDialogFitsASmallScreen() {
    assertEquals("[]", seen.getProperty("tooLarge"));
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
    assertEquals("[]", seen.getProperty("different"));
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
    assertEquals(34, results.size(), results.toString());
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
    assertEquals("Transfer Style has no key \"iteration\".", seen.getProperty("failed"));
  }

  @Test
  void everyTitleIsRecordedSoThatItReplays() {
    assertEquals("true", seen.getProperty("spaces"), seen.toString());
    assertEquals("true", seen.getProperty("odd"), seen.toString());
    assertEquals("true", seen.getProperty("impossible"), seen.toString());
  }

  @Test
  void progressBeginsWithWhatMatters() {
    String progress = seen.getProperty("progress");
    assertTrue(progress.matches("\\d+ of 1000000, \\d+ (s|min) left, Esc stops; .*"), progress);
    String ending = seen.getProperty("ending");
    assertTrue(ending.matches("\\d+ evaluations in \\d+ s; it was stopped.*"), ending);
  }

  @Test
  void twoRunsGoOnAtOnceUntilEscapeThoughTheirInputsAreClosed() {
    assertTrue(seen.getProperty("texture").contains("stop"), seen.toString());
    assertTrue(seen.getProperty("transfer").contains("stop"), seen.toString());
    assertTrue(Integer.parseInt(seen.getProperty("milliseconds")) < 1000, seen.toString());
  }

  @Test
  void untrainedWeightsAreTold() {
    assertSays("log", "untrained");
    assertEquals("false", seen.getProperty("exceptions"));
  }

  private static void assertSays(String name, String text) {
    String said = String.valueOf(seen.getProperty(name)).replace('\n', ' ');
    assertTrue(said.contains(text), name + ": " + said);
  }
}
