package org.neuralstyle.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.reference.ReferenceData;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.weights.WeightsChoice;

/** The sizes that runs go through, and what they make of edges. */
class ScaleTest {

  private static final SynthesisSettings TRANSFER = SynthesisSettings.transfer();

  private static List<Scale> schedule(int width, SynthesisSettings settings) {
    return Scale.schedule(width, width * 3 / 4, settings);
  }

  private static List<Integer> evaluations(int width, SynthesisSettings settings) {
    return schedule(width, settings).stream().map(Scale::evaluations).toList();
  }

  @Test
  void eachSizeIsHalfTheNextDownTo128() {
    assertEquals(
        List.of(128, 256, 512, 1024), schedule(1024, TRANSFER).stream().map(Scale::width).toList());
    assertEquals(
        List.of(96, 192, 384, 768), schedule(1024, TRANSFER).stream().map(Scale::height).toList());
    assertEquals(1, schedule(255, TRANSFER).size());
    assertEquals(2, schedule(256, TRANSFER).size());
    assertEquals(2, schedule(511, TRANSFER).size());
  }

  @Test
  void transfersTakeMostEvaluationsWhereTheyAreCheap() {
    assertEquals(List.of(200, 150, 100), evaluations(512, TRANSFER));
    assertEquals(List.of(200, 200, 200, 150, 100), evaluations(2048, TRANSFER));
    assertEquals(List.of(300, 240, 192), evaluations(512, SynthesisSettings.texture()));
    assertEquals(List.of(3, 3), evaluations(256, TRANSFER.withIterations(3)));
  }

  /**
   * 0.1.0 took 75 evaluations at a quarter of 512 px, 60 at half of it and 192 at the full size.
   */
  @Test
  void takesNoLongerThanTheFirstVersion() {
    double before = 384 * 512 * (192 + 60 / 4.0 + 75 / 16.0);
    double now =
        schedule(512, TRANSFER).stream()
            .mapToDouble(s -> (double) s.evaluations() * s.canvasWidth() * s.canvasHeight())
            .sum();
    assertTrue(now <= before, now + " and " + before);
  }

  /** Columns: width, scales asked for, start, scales, evaluations of the finest, margin. */
  @ParameterizedTest
  @CsvSource({
    "1024, 1, CONTENT, 1, 300, 0",
    "1024, 1, IMAGE,   1, 300, 0",
    "1024, 0, IMAGE,   1, 300, 8",
    "1024, 2, IMAGE,   2, 100, 8",
    "128,  0, CONTENT, 1, 300, 0",
    "128,  0, IMAGE,   1, 300, 0",
    "128,  2, CONTENT, 2, 100, 8",
  })
  void oneScaleIsThePublishedAlgorithm(
      int width, int wanted, Initialization start, int scales, int evaluations, int margin) {
    List<Scale> schedule = schedule(width, TRANSFER.withScales(wanted).withInitialization(start));
    assertEquals(scales, schedule.size());
    Scale finest = schedule.get(scales - 1);
    assertEquals(evaluations, finest.evaluations());
    assertEquals(width + 2 * margin, finest.canvasWidth());
    assertEquals(1, finest.factor());
  }

  @Test
  void aRunStoppedAtACoarseScaleSaysSo() throws Exception {
    int[] seen = new int[1];
    RunListener stopping =
        new RunListener() {
          @Override
          public void evaluated(Progress progress) {
            seen[0]++;
            assertEquals(
                progress.scale() == 1 ? 16 : 32, progress.preview().get().width(), "preview");
          }

          @Override
          public boolean isStopped() {
            return seen[0] == 14;
          }
        };
    SynthesisSettings settings = TRANSFER.withScales(3).withIterations(10);
    try (NeuralStyle neuralStyle =
        new NeuralStyle(new WeightsChoice.Untrained(), DeviceChoice.CPU)) {
      SynthesisResult result =
          neuralStyle.transfer(noise(64, 48, 1), noise(50, 60, 2), settings, stopping);
      assertEquals("it was stopped at scale 2 of 3 (32 px)", result.ending());
      assertEquals(64, result.image().width());
      assertEquals(48, result.image().height());
    }
  }

  private static RgbImage noise(int width, int height, long seed) {
    Random random = new Random(seed);
    float[] planes = new float[3 * width * height];
    for (int i = 0; i < planes.length; i++) {
      planes[i] = random.nextFloat();
    }
    return new RgbImage(width, height, planes);
  }

  /**
   * A grey area in the style of grey noise is as rough at the edges as inside. At one scale, zero
   * padding makes them differ.
   */
  @Test
  void edgesAreLikeTheInside() throws Exception {
    ReferenceData.assumePresent();
    double with = edge(0);
    double without = edge(1);
    System.out.println("EDGE " + with + " " + without);
    assertEquals(1, with, 0.15);
  }

  /** Mean difference of neighbours in the outer 2 px in relation to that of the 16 px inside. */
  private static double edge(int scales) throws IOException, InterruptedException {
    float[] grey = new float[3 * 256 * 64];
    java.util.Arrays.fill(grey, 0.5f);
    try (NeuralStyle neuralStyle =
        new NeuralStyle(ReferenceData.weightsChoice(), DeviceChoice.CPU)) {
      RgbImage image =
          neuralStyle
              .transfer(
                  new RgbImage(256, 64, grey),
                  noise(256, 64, 3),
                  TRANSFER.withScales(scales).withIterations(30),
                  RunListener.NONE)
              .image();
      return roughness(image, 0, 2) / roughness(image, 2, 18);
    }
  }

  private static double roughness(RgbImage image, int from, int to) {
    double sum = 0;
    int count = 0;
    for (int y = 0; y < image.height() - 1; y++) {
      for (int x = 0; x < image.width() - 1; x++) {
        int depth =
            Math.min(Math.min(x, image.width() - 2 - x), Math.min(y, image.height() - 2 - y));
        if (depth >= from && depth < to) {
          int i = y * image.width() + x;
          float[] p = image.planes();
          sum += Math.hypot(p[i + 1] - p[i], p[i + image.width()] - p[i]);
          count++;
        }
      }
    }
    return sum / count;
  }
}
