package org.neuralstyle.synthesis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neuralstyle.synthesis.SmallRuns.CONTENT;
import static org.neuralstyle.synthesis.SmallRuns.STYLE;
import static org.neuralstyle.synthesis.SmallRuns.TRANSFER;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.settings.StyleLossKind;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.tensor.Resampling;

/** Images at a run's scales. */
class PyramidTest {

  private static final Scale COARSE = new Scale(20, 18, 8, 0.5, 10);
  private static final Scale FINE = new Scale(40, 36, 8, 1, 10);

  private final Resampling resampling = new Resampling();

  @AfterEach
  void close() {
    resampling.close();
  }

  private Pyramid pyramid(Inputs inputs, SynthesisSettings settings) {
    return new Pyramid(inputs, settings, resampling);
  }

  /** What starts at the content, and tries again with less memory, resamples it once. */
  @Test
  void eachImageIsResampledOnceForEachScale() {
    Pyramid pyramid = pyramid(Inputs.of(CONTENT, STYLE), TRANSFER);
    RgbImage coarse = pyramid.start(COARSE);
    assertEquals(20 + 16, coarse.width());
    assertEquals(18 + 16, coarse.height());
    assertSame(coarse, pyramid.content(COARSE));
    RgbImage fine = pyramid.content(FINE);
    assertEquals(40 + 16, fine.width());
    assertSame(fine, pyramid.content(FINE));
  }

  /** Frames of films start from what they are to stay close to. */
  @Test
  void oneImageInTwoRolesIsResampledOnce() {
    float[] confidence = new float[40 * 36];
    for (int i = 0; i < confidence.length; i++) {
      confidence[i] = i / (float) confidence.length;
    }
    RgbImage expected = SmallRuns.random(40, 36, 9);
    Pyramid pyramid =
        pyramid(
            Inputs.of(CONTENT, STYLE)
                .withStart(expected)
                .withTemporal(new TemporalTarget(expected, confidence, 1)),
            TRANSFER.withStart(start -> start.initialization(Initialization.IMAGE)));
    RgbImage start = pyramid.start(COARSE);
    assertSame(start, pyramid.expected(COARSE).orElseThrow());
    assertNotSame(start, pyramid.content(COARSE));
    RgbImage reliance = pyramid.confidence(COARSE).orElseThrow();
    assertSame(reliance, pyramid.confidence(COARSE).orElseThrow());
    float[] planes = reliance.planes();
    int third = planes.length / 3;
    assertEquals(36 * 34, third);
    for (int c = 1; c < 3; c++) {
      assertArrayEquals(
          Arrays.copyOf(planes, third), Arrays.copyOfRange(planes, c * third, (c + 1) * third));
    }
  }

  /** What is painted so far is the more of it, the stronger the style. */
  @Test
  void theStrongerTheStyleTheLessTheContentChooses() {
    RgbImage begin = SmallRuns.random(40 + 16, 36 + 16, 5);
    RgbImage content = pyramid(Inputs.of(CONTENT, STYLE), TRANSFER).content(FINE);
    RgbImage all = choosing(begin, 1);
    for (double strength : new double[] {0, 0.5, 0.75}) {
      float part = (float) (0.8 * (1 - strength));
      float[] expected = all.planes().clone();
      for (int i = 0; i < expected.length; i++) {
        expected[i] += part * (content.planes()[i] - expected[i]);
      }
      assertArrayEquals(expected, choosing(begin, strength).planes(), 1e-5f);
    }
  }

  private RgbImage choosing(RgbImage begin, double strength) {
    SynthesisSettings settings =
        TRANSFER.withLosses(losses -> losses.strength(Optional.of(strength)));
    return pyramid(Inputs.of(CONTENT, STYLE), settings).choosing(FINE, begin);
  }

  @Test
  void theStyleFollowsTheScalesAndIsNoLargerThanTheResult() {
    Inputs inputs = Inputs.of(CONTENT, SmallRuns.random(100, 50, 1));
    assertEquals(
        new Pyramid.Size(50, 25),
        pyramid(inputs, TRANSFER).styleSize(inputs.styles().get(0), COARSE));
    assertEquals(
        new Pyramid.Size(100, 50),
        pyramid(inputs, TRANSFER).styleSize(inputs.styles().get(0), FINE));
    SynthesisSettings sized = TRANSFER.withSchedule(schedule -> schedule.size(40));
    assertEquals(
        new Pyramid.Size(20, 10), pyramid(inputs, sized).styleSize(inputs.styles().get(0), COARSE));
    assertEquals(
        new Pyramid.Size(40, 20), pyramid(inputs, sized).styleSize(inputs.styles().get(0), FINE));
    SynthesisSettings large = TRANSFER.withSchedule(schedule -> schedule.size(400));
    assertEquals(
        new Pyramid.Size(100, 50), pyramid(inputs, large).styleSize(inputs.styles().get(0), FINE));
  }

  /** So that strokes form where the picture is flat; what a coarser scale found stays. */
  @Test
  void aFinerScaleBeginsWithAsMuchOfTheStylesDetailAsTheStyleIsStrong() {
    RgbImage coarser = SmallRuns.random(20, 18, 7);
    Inputs inputs = Inputs.of(CONTENT, STYLE);
    float[] none = start(inputs, TRANSFER.withLosses(l -> l.strength(Optional.of(0.0))), coarser);
    float[] half = start(inputs, TRANSFER.withLosses(l -> l.strength(Optional.of(0.5))), coarser);
    assertArrayEquals(resampling.resize(coarser, 40, 36).mirrored(8).planes(), none);
    double detail = 0;
    for (int i = 0; i < none.length; i++) {
      detail += Math.pow(half[i] - none[i], 2) / none.length;
    }
    assertTrue(detail > 1e-4, "detail " + detail);
    assertArrayEquals(half, start(inputs, TRANSFER, coarser));
  }

  @Test
  void framesOfFilmsAndNeighboursBeginWithWhatThereIs() {
    RgbImage coarser = SmallRuns.random(20, 18, 7);
    float[] plain = resampling.resize(coarser, 40, 36).mirrored(8).planes();
    Inputs inputs = Inputs.of(CONTENT, STYLE);
    TemporalTarget target = new TemporalTarget(coarser, new float[20 * 18], 1);
    assertArrayEquals(plain, start(inputs.withTemporal(target), TRANSFER, coarser));
    assertArrayEquals(
        plain,
        start(inputs, TRANSFER.withLosses(l -> l.styleBy(StyleLossKind.NEIGHBOURS)), coarser));
    assertArrayEquals(plain, start(inputs, TRANSFER.withLosses(l -> l.styleWeight(0)), coarser));
  }

  private float[] start(Inputs inputs, SynthesisSettings settings, RgbImage coarser) {
    return pyramid(inputs, settings).start(coarser, FINE).planes();
  }
}
