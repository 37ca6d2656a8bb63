package org.neuralstyle.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer meets in the dialogs of plain ImageJ. */
@EnabledIfEnvironmentVariable(named = "DISPLAY", matches = ".+")
class DialogSessionTest {

  @TempDir static Path folder;

  private static Properties seen;

  @BeforeAll
  static void workWithImageJ() throws Exception {
    Path screenshots = Files.createDirectories(Path.of("target", "screenshots"));
    Path files = Files.createDirectories(folder.resolve("files"));
    seen = ImageJProcess.session(DialogSession.class, folder, List.of(), screenshots, files);
  }

  private static void assertSeen(String name, String value) {
    assertEquals(value, seen.getProperty(name), name);
  }

  @Test
  void rolesAreRightWhicheverImageWasOpenedLast() {
    assertSeen("contentLast", "cells.tif, waves.png");
    assertSeen("styleLast", "cells.tif, waves.png");
    assertSeen("swapped", "waves.png, cells.tif");
    // The result is in front then.
    assertSeen("again", "cells.tif, waves.png");
  }

  @Test
  void theSameImageTwiceIsRefused() {
    assertSeen(
        "same", "Content and style are the same image. Choose another one for one of them. false");
  }

  @Test
  void greyContentsAndSelectionsAreTold() {
    assertSeen(
        "notes",
        "The content is grey, and so its result would be. The content is used as a whole, not only its selection.");
    assertSeen("colour", "24");
    assertTrue(seen.getProperty("recorded").contains(" rgb=true"), seen.getProperty("recorded"));
  }

  @Test
  void timeAndMemoryAreForetold() {
    String forecast = seen.getProperty("forecast");
    assertTrue(forecast.matches("32 x 27 px: about .* GB of memory and .*"), forecast);
  }

  @Test
  void enterAndEscapeAreOkAndCancel() {
    assertSeen("enter", "OK");
    assertSeen("escape", "true");
  }

  @Test
  void settingsAreRememberedUntilTheyAreReset() {
    assertSeen("remembered", "painterly, 3, 32, untrained, true");
    assertSeen("reset", "painterly, 120, 0, auto, false");
  }

  @Test
  void presetsOfOnesOwnAreKept() {
    assertSeen("own", "my oil, 300");
  }

  @Test
  void anExistingFileIsNotReplacedWithoutAsking() {
    assertSeen("kept", "true not to be lost");
    assertSeen("home", "true");
  }

  @Test
  void aStackIsOfferedTheCommandForStacks() {
    assertTrue(
        seen.getProperty("slice").startsWith("Of the content, only frame 1 of 3 is used."),
        seen.getProperty("slice"));
    assertSeen("stack", "film.tif ");
  }

  @Test
  void firstStepsHaveTheSamplesAndTellOfTheDevice() {
    assertSeen("samples", "sample-content.jpg, sample-style.jpg");
    assertTrue(seen.getProperty("address").startsWith("https://"), seen.getProperty("address"));
    assertTrue(seen.getProperty("check").contains("computes well"), seen.getProperty("check"));
  }

  @Test
  void filesCanBeChosen() {
    assertSeen("opened", "true");
    assertTrue(seen.getProperty("openLine").contains("open(\""), seen.getProperty("openLine"));
  }
}
