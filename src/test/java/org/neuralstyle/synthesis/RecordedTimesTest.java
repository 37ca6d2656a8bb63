package org.neuralstyle.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.Properties;
import org.neuralstyle.settings.PrecisionChoice;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.tensor.ComputeDevice;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.vgg.Vgg19;
import org.neuralstyle.weights.Vgg19Weights;

/**
 * What runs tell of their time, played with the times that each scale took of real runs on two
 * cores: in bfloat16 those of the processor, which other programs do not count for, in float32
 * those of the clock.
 */
class RecordedTimesTest {

  /** Of the device's trial, by the same clock. */
  private static final double TRIAL = 0.2;

  /** The same in float32. */
  private static final double TRIAL_FLOAT32 = 0.19;

  /** The largest for which the trial tells the time before the start well enough. */
  private static final int KNOWN_SIZE = 512;

  /** From here on the runs in float32 had too little memory to keep all feature maps. */
  private static final int LARGE = 2048;

  private static final double[] PARTS = {0.1, 0.5, 0.9};

  /** Seconds of a scale before its first evaluation, and of each evaluation. */
  private record Took(double preparation, double evaluation) {}

  @Test
  void painterly() throws Exception {
    check("painterly", 256, new Took(1.35, 0.182), new Took(0.82, 0.434));
  }

  @Test
  void study() throws Exception {
    check("study", 256, new Took(0.2, 0.114), new Took(0.43, 0.282));
  }

  /** Finer scales as in the first evaluations of runs, which had other programs beside them. */
  @Test
  void largerSizes() throws Exception {
    check("study", 512, new Took(0.2, 0.114), new Took(0.43, 0.282), new Took(1.47, 0.766));
    check("painterly", 512, new Took(1.35, 0.182), new Took(0.82, 0.434), new Took(5.11, 1.697));
    check(
        "painterly",
        2048,
        new Took(1.35, 0.182),
        new Took(0.82, 0.434),
        new Took(5.11, 1.697),
        new Took(19.14, 6.173),
        new Took(78.2, 27.86));
  }

  /** The choice of neighbours takes half of the time. */
  @Test
  void neighbours() throws Exception {
    check(
        "neighbours",
        256,
        new Took(0.75, 0.147),
        new Took(0.9, 0.227),
        new Took(5.54, 0.579),
        new Took(18.93, 0.715),
        new Took(19.29, 0.715),
        new Took(19.04, 0.715));
  }

  /** On a processor with AVX2 alone, with Winograd's convolutions. */
  @Test
  void float32() throws Exception {
    checkFloat32("draft", 512, new Took(0.45, 0.138), new Took(1, 0.28), new Took(4.2, 0.85));
    checkFloat32("study", 512, new Took(0.2, 0.117), new Took(0.4, 0.25), new Took(1.8, 0.79));
    checkFloat32("painterly", 256, new Took(0.8, 0.25), new Took(2.4, 0.64));
    checkFloat32("painterly", 512, new Took(0.8, 0.24), new Took(1.9, 0.6), new Took(6, 1.68));
  }

  /** With less memory: the finest scale's feature maps are not kept. */
  @Test
  void float32InLittleMemory() throws Exception {
    checkFloat32(
        "draft",
        2048,
        new Took(0.8, 0.143),
        new Took(0.9, 0.29),
        new Took(2.5, 0.86),
        new Took(11.3, 3),
        new Took(45, 18.8));
  }

  private static void checkFloat32(String preset, int size, Took... took) throws Exception {
    try (ComputeDevice device = ComputeDevice.open(DeviceChoice.CPU)) {
      assumeTrue(Vgg19.isFastInFloat32(device.manager()), "no convolutions by Winograd");
    }
    check(preset, size, PrecisionChoice.FLOAT32, TRIAL_FLOAT32, took);
  }

  private static void check(String preset, int size, Took... took) throws Exception {
    check(preset, size, PrecisionChoice.BFLOAT16, TRIAL, took);
  }

  private static void check(
      String preset, int size, PrecisionChoice precision, double trial, Took... took)
      throws Exception {
    RgbImage image = new RgbImage(64, 48, new float[3 * 64 * 48]);
    Inputs inputs = Inputs.of(image, image);
    SynthesisSettings settings =
        Properties.byDefault(Operation.TRANSFER, Optional.of(preset))
            .synthesis()
            .withSchedule(schedule -> schedule.size(size))
            .withEngine(engine -> engine.precision(precision));
    List<Integer> evaluations = new ArrayList<>();
    Scales.of(inputs, settings).all().forEach(scale -> evaluations.add(scale.evaluations()));
    List<Effort> efforts = efforts(inputs, settings);
    assertEquals(took.length, efforts.size());
    double all = 0;
    double foretold = 0;
    for (int i = 0; i < took.length; i++) {
      all += took[i].preparation() + evaluations.get(i) * took[i].evaluation();
      foretold += efforts.get(i).preparation() + evaluations.get(i) * efforts.get(i).evaluation();
    }
    if (size <= KNOWN_SIZE || precision == PrecisionChoice.FLOAT32) {
      assertEquals(all, trial * foretold, 0.2 * all, "foretold before the start");
    }
    play(evaluations, efforts, trial, all, took);
  }

  private static void play(
      List<Integer> evaluations, List<Effort> efforts, double trial, double all, Took... took) {
    double[] now = new double[1];
    int asked = 0;
    List<Integer> none = evaluations.stream().map(n -> 0).toList();
    Pace pace = new Pace(evaluations, none, efforts, trial, () -> Math.round(now[0] * 1e9));
    for (int i = 0; i < took.length; i++) {
      pace.begin(i);
      now[0] += took[i].preparation();
      for (int k = 0; k < evaluations.get(i); k++) {
        now[0] += took[i].evaluation();
        pace.evaluated();
        double left = all - now[0];
        if (asked < PARTS.length && now[0] >= PARTS[asked] * all) {
          asked++;
          assertEquals(left, pace.secondsLeft(), 0.2 * left, "after %.1f s".formatted(now[0]));
        }
        pace.goOn();
      }
    }
    assertEquals(PARTS.length, asked);
  }

  private static List<Effort> efforts(Inputs inputs, SynthesisSettings settings) throws Exception {
    Scales scales = Scales.of(inputs, settings);
    try (ComputeDevice device = ComputeDevice.open(DeviceChoice.CPU);
        Networks networks = new Networks(device, (n, l) -> Vgg19Weights.untrained(n))) {
      Planner planner = new Planner(device);
      return networks.with(
          scales.deepest(),
          RunListener.NONE,
          network -> {
            Vgg19 vgg = network.vgg(settings);
            List<MemoryPlan> plans = planner.memory(scales, settings, vgg);
            // With less memory than the recorded runs had they would have taken longer, with more
            // less.
            boolean half = settings.engine().precision() == PrecisionChoice.BFLOAT16;
            boolean kept = half || settings.schedule().size() < LARGE;
            assumeTrue(plans.get(plans.size() - 1).keepActivations() == kept);
            return planner.efforts(inputs, settings, plans, vgg);
          });
    }
  }
}
