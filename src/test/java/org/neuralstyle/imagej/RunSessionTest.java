package org.neuralstyle.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What a person meets while runs go on, in the windows of plain ImageJ. */
@EnabledIf(value = "org.neuralstyle.VirtualDisplay#available", disabledReason = "no Xvfb")
class RunSessionTest {

  @TempDir static Path folder;

  private static Properties seen;

  @BeforeAll
  static void workWithImageJ() throws Exception {
    Path screenshots = Files.createDirectories(Path.of("target", "screenshots"));
    seen = ImageJProcess.session(RunSession.class, folder, List.of(), screenshots);
  }

  @Test
  void theWindowOpensAtOnceInTheTypeAndSizeOfTheResult() {
    assertEquals("16", seen.getProperty("bitDepth"));
    assertEquals("64 x 53", seen.getProperty("size"));
    assertTrue(seen.getProperty("lowerEdge").matches("([0-6]?\\d\\d|7[0-6]\\d)\\.0"), edge());
  }

  private static String edge() {
    return seen.getProperty("lowerEdge");
  }

  @Test
  void aLongRunIsAskedAbout() {
    assertEquals("asked", seen.getProperty("long"));
  }

  @Test
  void theTitleTellsWhatItIsAndHowFar() {
    String title = seen.getProperty("title");
    assertTrue(title.matches("cells in the style of waves - \\d+ %, \\d+ (s|min) left"), title);
  }

  @Test
  void aStoppedRunKeepsItsWindowAndSaysSo() {
    assertEquals("true", seen.getProperty("sameWindow"));
    String ending = seen.getProperty("ending");
    assertTrue(ending.matches("\\d+ evaluations in \\d+ s; it was stopped.*"), ending);
  }

  /** In the order in which the person acted: first OK of the run, then that of the copy. */
  @Test
  void theRunIsRecordedAtOkAndNothingElseIsLost() {
    assertEquals("true", seen.getProperty("meanwhile"));
    String recorded = seen.getProperty("recorded");
    int run = recorded.indexOf("run(\"Transfer Style...\", \"content=cells.tif style=waves.png");
    int copy = recorded.indexOf("run(\"Duplicate...\"");
    assertTrue(run >= 0 && copy > run, recorded);
    assertEquals(2, recorded.split("run\\(", -1).length - 1, recorded);
    assertEquals("true", seen.getProperty("replayed"), recorded);
  }

  @Test
  void aStoppedRunIsContinuedFromItsImage() {
    assertEquals("1000000", seen.getProperty("continueIterations"));
    assertEquals("image", seen.getProperty("continuedFrom"));
    assertEquals("2", seen.getProperty("continuedFor"));
  }

  @Test
  void aRunIsRepeatedWithOtherSettings() {
    assertEquals("1000000", seen.getProperty("againIterations"));
    assertEquals("2", seen.getProperty("repeatedFor"));
  }

  @Test
  void aPausedRunWaitsAndACancelledOneLeavesNothing() {
    assertEquals("true", seen.getProperty("paused"));
    assertTrue(seen.getProperty("pausedTitle").matches(".* - \\d+ %, paused"));
    assertEquals("true", seen.getProperty("cancelled"));
    assertEquals("2", seen.getProperty("nothingLeft"));
  }

  @Test
  void closingTheWindowCancelsAfterAsking() {
    assertEquals("true", seen.getProperty("goesOn"));
    assertEquals("true", seen.getProperty("closed"));
  }

  @Test
  void escapeStopsTheRunInFrontAndAllOnlyAfterAsking() {
    String titles = seen.getProperty("titles");
    assertTrue(
        titles.matches("Texture of waves - .* left; cells in the style of waves - .* left"),
        titles);
    assertEquals("true", seen.getProperty("onlyTheOne"));
    assertEquals("true", seen.getProperty("bothGoOn"));
    assertEquals("true", seen.getProperty("bothEnd"));
  }

  @Test
  void imageJAsksBeforeItQuits() {
    assertEquals("true", seen.getProperty("stays"));
    assertEquals("true", seen.getProperty("quits"));
  }

  /** What the process holds says nothing: libtorch's allocator keeps what was given back. */
  @Test
  void tenRunsLeaveNothingBehind() {
    assertEquals("[]", seen.getProperty("moreThreads"));
    assertTrue(Integer.parseInt(seen.getProperty("moreTasks")) < 8, seen.getProperty("tasks"));
    assertTrue(
        Long.parseLong(seen.getProperty("moreMemory")) < 4 << 20, seen.getProperty("memory"));
    assertEquals("2", seen.getProperty("images"));
  }

  @Test
  void longRunsOfAllKindsAreForetoldAndAskedAbout() {
    assertTrue(
        seen.getProperty("forecastSeeds").matches("4 runs: about .* GB of memory and .* min"));
    assertTrue(seen.getProperty("forecastGallery").startsWith("1 run: about "));
    assertTrue(seen.getProperty("forecastReproduceStudy").matches("\\d\\d runs: about .* min"));
    assertTrue(
        seen.getProperty("forecastStylizeStack").matches("60 frames: about .* min"),
        seen.getProperty("forecastStylizeStack"));
    assertEquals("2", seen.getProperty("afterLong"));
  }

  @Test
  void aKeptRunIsContinuedByItsButton() {
    assertEquals("7", seen.getProperty("keptFor"));
  }

  @Test
  void aStackIsPausedAndStoppedInItsWindow() {
    assertEquals("true", seen.getProperty("stack"));
  }
}
