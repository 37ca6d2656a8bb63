package org.neuralstyle.imagej;

import java.io.IOException;
import java.util.Locale;
import java.util.Random;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.settings.PrecisionChoice;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.synthesis.Forecaster;
import org.neuralstyle.synthesis.Inputs;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.synthesis.RunListener;
import org.neuralstyle.tensor.ComputeDevice;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.weights.WeightsChoice;

/**
 * How a device compares with the CPU.
 *
 * @param device its name
 * @param difference of the losses of a texture's first evaluation, in relation to the CPU's
 * @param rate evaluations in a second, of a texture with 512 x 512 px
 */
record DeviceCheck(String device, double difference, double rate) {

  private static final int SIDE = 64;
  private static final int RATED_SIDE = 512;
  private static final int RATED_EVALUATIONS = 100;

  /** Above it, a device computes something else. */
  private static final double TOLERANCE = 1e-3;

  /** Computes on a device, and the same on the CPU, with an untrained network. */
  static DeviceCheck of(DeviceChoice choice) throws IOException, InterruptedException {
    String name;
    try (ComputeDevice device = ComputeDevice.open(choice)) {
      name = device.name();
    }
    double there = loss(choice);
    double onCpu = loss(DeviceChoice.CPU);
    try (Forecaster forecaster = new Forecaster(choice)) {
      double seconds =
          forecaster
              .forecast(
                  noise(RATED_SIDE),
                  SynthesisSettings.texture()
                      .withSchedule(s -> s.iterations(RATED_EVALUATIONS).scales(1)))
              .seconds();
      return new DeviceCheck(
          name, Math.abs(there - onCpu) / Math.abs(onCpu), RATED_EVALUATIONS / seconds);
    }
  }

  private static double loss(DeviceChoice choice) throws IOException, InterruptedException {
    SynthesisSettings settings =
        SynthesisSettings.texture()
            .withSchedule(s -> s.iterations(1).scales(1))
            .withEngine(e -> e.precision(PrecisionChoice.FLOAT32));
    try (NeuralStyle neuralStyle = new NeuralStyle(new WeightsChoice.Untrained(), choice)) {
      return neuralStyle
          .run(noise(SIDE), settings, RunListener.NONE)
          .evaluations()
          .get(0)
          .losses()
          .total();
    }
  }

  private static Inputs noise(int side) {
    Random random = new Random(1);
    float[] planes = new float[3 * side * side];
    for (int i = 0; i < planes.length; i++) {
      planes[i] = random.nextFloat();
    }
    return Inputs.style(new RgbImage(side, side, planes));
  }

  boolean isGood() {
    return difference <= TOLERANCE;
  }

  /** For people. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s %s: its loss differs from the CPU's by %.1e. It does about %.1f evaluations in a second at %d x %d px.",
        device,
        isGood() ? "computes well" : "computes something else",
        difference,
        rate,
        RATED_SIDE,
        RATED_SIDE);
  }
}
