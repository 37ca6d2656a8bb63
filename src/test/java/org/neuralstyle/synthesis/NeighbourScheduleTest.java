package org.neuralstyle.synthesis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neuralstyle.image.Mask;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.settings.Preset;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.tensor.Resampling;

/** The scales of runs with nearest neighbours, and what they begin with. */
class NeighbourScheduleTest {

  private static final SynthesisSettings SETTINGS =
      Preset.NEIGHBOURS
          .on(SynthesisSettings.transfer())
          .withStart(start -> start.initialization(Initialization.IMAGE));

  private static List<Scale> later(int width, int iterations, boolean fresh) {
    return NeighbourSchedule.of(
        width,
        width / 2,
        SETTINGS.withSchedule(schedule -> schedule.iterations(iterations)),
        Optional.of(new Mask(1, 1, new float[] {fresh ? 1 : 0})));
  }

  /** With the last choice of a first frame, at whose places it is compared with that. */
  @Test
  void aFrameInWhichNothingIsNewIsPaintedAlready() {
    List<Scale> later = later(512, 28, false);
    assertEquals(1, later.size());
    assertEquals(28, later.get(0).evaluations());
    List<Scale> first =
        NeighbourSchedule.of(
            512,
            256,
            SETTINGS.withStart(start -> start.initialization(Initialization.CONTENT)),
            Optional.empty());
    Scale last = first.get(first.size() - 1);
    assertEquals(last.phase(), later.get(0).phase());
    assertEquals(last.choice(), later.get(0).choice());
    assertEquals(last.canvasWidth(), later.get(0).canvasWidth());
  }

  @Test
  void whatIsNewGoesThroughAllSizes() {
    List<Scale> later = later(512, 28, true);
    assertEquals(List.of(64, 128, 256, 512, 512), later.stream().map(Scale::width).toList());
    assertEquals(List.of(19, 19, 19, 7, 14), later.stream().map(Scale::evaluations).toList());
    assertEquals(Phase.LAYERS, later.get(4).phase());
    assertEquals(Phase.HYPERCOLUMNS, later.get(3).phase());
  }

  /** In evaluations of the full size. */
  @ParameterizedTest
  @ValueSource(ints = {64, 128, 256, 1024})
  void itTakesNoMoreThanItMay(int width) {
    double work =
        later(width, 30, true).stream()
            .mapToDouble(scale -> scale.evaluations() * Math.pow(scale.factor(), 2))
            .sum();
    assertTrue(work <= 30 && work > 20, "work " + work);
  }

  @Test
  void aStillThatStartsFromAnImageGoesOnAtItsSize() {
    List<Scale> scales = NeighbourSchedule.of(512, 256, SETTINGS, Optional.empty());
    assertEquals(List.of(512, 512, 512, 512), scales.stream().map(Scale::width).toList());
  }

  /** At each size what has been seen is put back, to the last bit, and chooses by itself. */
  @Test
  void whatHasBeenSeenStaysAtEachSize() {
    RgbImage expected = SmallRuns.random(40, 36, 9);
    float[] mask = new float[40 * 36];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = i % 40 < 30 ? 0 : 1;
    }
    Inputs inputs = SmallRuns.INPUTS.withStart(expected).withFresh(new Mask(40, 36, mask));
    Scale scale = new Scale(40, 36, 8, 1, 10);
    RgbImage coarser = SmallRuns.random(20, 18, 7);
    try (Resampling resampling = new Resampling()) {
      Pyramid pyramid = new Pyramid(inputs, SETTINGS, resampling);
      RgbImage begin = pyramid.start(coarser, scale);
      assertSides(resampling.resize(coarser, 40, 36).mirrored(8), expected.mirrored(8), begin);
      RgbImage all = new Pyramid(SmallRuns.INPUTS, SETTINGS, resampling).choosing(scale, begin);
      assertSides(all, begin, pyramid.choosing(scale, begin));
    }
  }

  /** What is new lies at the right, in columns 30 to 47 of 56 of the canvas. */
  private static void assertSides(RgbImage fresh, RgbImage seen, RgbImage image) {
    float[] sides = seen.planes().clone();
    for (int i = 0; i < sides.length; i++) {
      int x = i % 56 - 8;
      int mirrored = x < 40 ? Math.abs(x) : 2 * 39 - x;
      sides[i] = mirrored < 30 ? sides[i] : fresh.planes()[i];
    }
    assertArrayEquals(sides, image.planes(), 1e-6f);
  }
}
