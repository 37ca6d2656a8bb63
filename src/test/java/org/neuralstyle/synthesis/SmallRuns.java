package org.neuralstyle.synthesis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Optional;
import java.util.Random;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.settings.PrecisionChoice;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.vgg.WeightedLayer;
import org.neuralstyle.weights.WeightsChoice;
import org.neuralstyle.weights.WeightsSettings;

/** Images and runs that take a moment, with random weights on the CPU. */
final class SmallRuns {

  static final RgbImage CONTENT = random(40, 36, 1);
  static final RgbImage STYLE = random(36, 40, 2);
  static final Inputs INPUTS = Inputs.of(CONTENT, STYLE);

  /** In float32, so that nothing has to be measured. */
  static final SynthesisSettings TRANSFER =
      SynthesisSettings.transfer()
          .withSchedule(schedule -> schedule.iterations(14))
          .withLosses(
              losses -> losses.styleWeight(1e5).styleLayers(WeightedLayer.parse("conv1_1,conv2_1")))
          .withEngine(engine -> engine.precision(PrecisionChoice.FLOAT32));

  private SmallRuns() {}

  static RgbImage random(int width, int height, long seed) {
    Random random = new Random(seed);
    float[] planes = new float[3 * width * height];
    for (int i = 0; i < planes.length; i++) {
      planes[i] = random.nextFloat();
    }
    return new RgbImage(width, height, planes);
  }

  static NeuralStyle open() {
    return open(Probe.NONE);
  }

  static NeuralStyle open(Probe probe) {
    return new NeuralStyle(
        new WeightsChoice.Untrained(), DeviceChoice.CPU, WeightsSettings.defaults(), probe);
  }

  static SynthesisResult run(
      NeuralStyle neuralStyle,
      SynthesisSettings settings,
      Optional<Checkpoint> checkpoint,
      RunListener listener)
      throws IOException, InterruptedException {
    return neuralStyle.run(INPUTS, settings, checkpoint, listener);
  }

  /** To the last bit. */
  static void assertSame(SynthesisResult expected, SynthesisResult actual, String message) {
    assertEquals(expected.evaluations(), actual.evaluations(), message);
    assertEquals(expected.losses(), actual.losses(), message);
    assertEquals(expected.ending(), actual.ending(), message);
    float[] planes = expected.image().planes();
    assertEquals(planes.length, actual.image().planes().length, message);
    int[] bits = new int[planes.length];
    int[] others = new int[planes.length];
    for (int i = 0; i < planes.length; i++) {
      bits[i] = Float.floatToRawIntBits(planes[i]);
      others[i] = Float.floatToRawIntBits(actual.image().planes()[i]);
    }
    assertArrayEquals(bits, others, message);
  }
}
