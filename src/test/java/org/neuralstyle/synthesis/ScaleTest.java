package org.neuralstyle.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.settings.PrecisionChoice;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.tensor.Resampling;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Pooling;
import org.neuralstyle.vgg.Precision;
import org.neuralstyle.vgg.WeightedLayer;
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
    assertEquals(
        List.of(3, 3), evaluations(256, TRANSFER.withSchedule(schedule -> schedule.iterations(3))));
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
    List<Scale> schedule =
        schedule(
            width,
            TRANSFER.withSchedule(s -> s.scales(wanted)).withStart(s -> s.initialization(start)));
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
    SynthesisSettings settings =
        TRANSFER.withSchedule(schedule -> schedule.scales(3).iterations(10));
    try (NeuralStyle neuralStyle =
        new NeuralStyle(new WeightsChoice.Untrained(), DeviceChoice.CPU)) {
      SynthesisResult result =
          neuralStyle.transfer(noise(64, 48, 1), noise(50, 60, 2), settings, stopping);
      assertEquals("it was stopped at scale 2 of 3 (32 px)", result.ending().toString());
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

  /** A picture with a margin is cut out of what one scale makes of the mirrored images. */
  @Test
  void theCanvasIsTheMirroredImage() throws Exception {
    RgbImage content = noise(256, 24, 3);
    RgbImage start = noise(256, 24, 4);
    RgbImage style = noise(40, 30, 5);
    SynthesisSettings settings =
        TRANSFER
            .withStart(s -> s.initialization(Initialization.IMAGE))
            // Style statistics are without the canvas's edges, which one scale counts.
            .withLosses(losses -> losses.styleWeight(0))
            .withSchedule(schedule -> schedule.iterations(3))
            .withEngine(engine -> engine.precision(PrecisionChoice.FLOAT32));
    try (NeuralStyle neuralStyle =
        new NeuralStyle(new WeightsChoice.Untrained(), DeviceChoice.CPU)) {
      SynthesisResult result =
          neuralStyle.run(Inputs.of(content, style).withStart(start), settings, RunListener.NONE);
      SynthesisResult whole =
          neuralStyle.run(
              Inputs.of(mirrored(content), style).withStart(mirrored(start)),
              settings.withSchedule(schedule -> schedule.scales(1)),
              RunListener.NONE);
      assertEquals(whole.losses().content(), result.losses().content());
      for (int c = 0; c < 3; c++) {
        for (int y = 0; y < 24; y++) {
          for (int x = 0; x < 256; x++) {
            assertEquals(
                whole.image().planes()[(c * 40 + y + 8) * 272 + x + 8],
                result.image().planes()[(c * 24 + y) * 256 + x]);
          }
        }
      }
    }
  }

  private static RgbImage mirrored(RgbImage image) {
    int w = image.width();
    int h = image.height();
    float[] planes = new float[3 * (w + 16) * (h + 16)];
    for (int i = 0; i < planes.length; i++) {
      int x = Math.abs(i % (w + 16) - 8);
      int y = Math.abs(i / (w + 16) % (h + 16) - 8);
      int c = i / ((w + 16) * (h + 16));
      x = x < w ? x : 2 * (w - 1) - x;
      y = y < h ? y : 2 * (h - 1) - y;
      planes[i] = image.planes()[(c * h + y) * w + x];
    }
    return new RgbImage(w + 16, h + 16, planes);
  }

  /**
   * The style loss at the beginning of a run with several scales, computed here from feature maps
   * without the positions that padding reaches: two at conv1_2, of 36 x 34 and of 18 x 20.
   */
  @Test
  void severalScalesLeaveEdgesOut() throws Exception {
    SynthesisSettings settings =
        SmallRuns.TRANSFER
            .withLosses(losses -> losses.styleLayers(WeightedLayer.parse("conv1_2")))
            .withSchedule(schedule -> schedule.scales(2).iterations(10));
    try (NeuralStyle neuralStyle = SmallRuns.open();
        Resampling resampling = new Resampling()) {
      SynthesisResult result = neuralStyle.run(SmallRuns.INPUTS, settings, RunListener.NONE);
      RgbImage content = mirrored(resampling.resize(SmallRuns.CONTENT, 20, 18));
      RgbImage style = resampling.resize(SmallRuns.STYLE, 18, 20);
      double expected =
          neuralStyle
              .networks()
              .with(
                  Layer.conv(2),
                  RunListener.NONE,
                  network -> {
                    double[][] of = gram(network, content);
                    double[][] to = gram(network, style);
                    double sum = 0;
                    for (int i = 0; i < of.length; i++) {
                      for (int j = 0; j < of.length; j++) {
                        sum += Math.pow(of[i][j] - to[i][j], 2);
                      }
                    }
                    return sum / of.length / of.length;
                  });
      double first = result.evaluations().get(0).losses().style();
      assertEquals(expected, first, 1e-4 * expected);
    }
  }

  private static double[][] gram(Network network, RgbImage image) {
    int w = image.width() - 4;
    int h = image.height() - 4;
    try (NDScope scope = new NDScope()) {
      NDArray tensor = network.device().tensor(image);
      NDArray map = network.vgg(Pooling.MAX, Precision.FLOAT32).features(tensor, 2).get(1);
      float[] values = map.get(":, :, 2:-2, 2:-2").toFloatArray();
      int channels = values.length / w / h;
      assertEquals(64, channels);
      double[][] gram = new double[channels][channels];
      for (int i = 0; i < channels; i++) {
        for (int j = 0; j < channels; j++) {
          for (int k = 0; k < w * h; k++) {
            gram[i][j] += (double) values[i * w * h + k] * values[j * w * h + k] / values.length;
          }
        }
      }
      return gram;
    }
  }
}
