package org.neuralstyle.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.neuralstyle.weights.RangeServer;
import org.neuralstyle.weights.SyntheticWeights;

/** What a newcomer meets in the dialogs of plain ImageJ. */
@EnabledIf(value = "org.neuralstyle.VirtualDisplay#available", disabledReason = "no Xvfb")
class DialogSessionTest {

  @TempDir static Path folder;

  private static Properties seen;

  @BeforeAll
  static void workWithImageJ() throws Exception {
    Path screenshots = Files.createDirectories(Path.of("target", "screenshots"));
    Path files = Files.createDirectories(folder.resolve("files"));
    SyntheticWeights weights = new SyntheticWeights(0);
    weights.write(files.resolve("weights.safetensors"), weights.size());
    try (RangeServer server = new RangeServer(serving(weights, files))) {
      List<String> options = List.of("-Dneuralstyle.weights.address=" + server.address());
      seen = ImageJProcess.session(DialogSession.class, folder, options, screenshots, files);
    }
  }

  /** Down until there is a file "slow", and slow until there is a file "quick". */
  private static RangeServer.Behaviour serving(SyntheticWeights weights, Path files) {
    RangeServer.Behaviour honest = RangeServer.honest(weights);
    return (request, out) -> {
      if (!Files.exists(files.resolve("slow"))) {
        throw new IOException("it is down");
      }
      honest.answer(
          request,
          new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
              out.write(bytes, offset, length);
              if (!Files.exists(files.resolve("quick"))) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
              }
            }
          });
    };
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
    assertTrue(
        seen.getProperty("address").matches("http://127.*/model.safetensors"),
        seen.getProperty("address"));
    assertTrue(seen.getProperty("check").contains("computes well"), seen.getProperty("check"));
  }

  @Test
  void theHelpLeadsToTheGuide() {
    assertSeen("guide", "# Transfer Style");
  }

  @Test
  void theKeysAloneLeadThroughTheDialog() {
    String order = seen.getProperty("order");
    assertTrue(order.matches("content .*style .*preset .*strength .*size .*cancel ok"), order);
    assertSeen("entered", "true");
  }

  @Test
  void weightsAreHadByTheWindowThatTheMessageLeadsTo() {
    assertSeen("cancelled", "Cancelled. What has arrived is kept.");
    assertSeen("fetched", "All weights are there. 16 of 16 layers");
    assertSeen("verified", "All layers in the cache are as they were when they came.");
    assertSeen(
        "removed",
        "The cache is empty. Weights are fetched again when they are needed. 0 of 16 layers");
    String imported = seen.getProperty("imported");
    assertTrue(
        imported.matches("The weights of .* are in the cache now. 16 of 16 layers"), imported);
  }

  @Test
  void filesCanBeChosen() {
    assertSeen("opened", "true");
    assertTrue(seen.getProperty("openLine").contains("open(\""), seen.getProperty("openLine"));
  }
}
