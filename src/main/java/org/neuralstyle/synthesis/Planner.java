package org.neuralstyle.synthesis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.tensor.ComputeDevice;
import org.neuralstyle.vgg.PassMemory;
import org.neuralstyle.vgg.Precision;
import org.neuralstyle.vgg.Vgg19;

/** Plans runs on a device: their precision, their memory, and what they are expected to take. */
final class Planner {

  /** Shares of the memory there is that a run takes: on the host other programs need some too. */
  private static final double CPU_SHARE = 0.14;

  private static final double GPU_SHARE = 0.8;

  /** Bytes for each pixel of an image whose feature vectors are compared with others. */
  private static final double NEIGHBOURS = 2 * 168 * Float.BYTES;

  private static final int CPU_TILE = 1024;
  private static final int GPU_TILE = 2048;

  /**
   * Up to so many pixels an image leaves cores idle: two runs at once, each on one of two cores,
   * were faster than one after the other on both; see {@link org.neuralstyle.study.SweepRunner}.
   */
  private static final long SMALL = 128 * 128;

  private final ComputeDevice device;
  private final PrecisionRule precisions;
  private final Map<Precision, Forecast.Trial> trials = new ConcurrentHashMap<>();

  /**
   * A planner.
   *
   * @param device where runs compute; stays the caller's
   */
  Planner(ComputeDevice device) {
    this.device = device;
    this.precisions = PrecisionRule.of(device);
  }

  /** As {@link NeuralStyle#resolved} says. */
  SynthesisSettings resolved(SynthesisSettings settings) {
    return settings.withEngine(engine -> engine.precision(precisions.resolved(settings)));
  }

  /** What the user has to know of a run's precision. */
  Optional<String> warning(SynthesisSettings resolved) {
    return precisions.warning(resolved.engine().precision());
  }

  /** Whether a run with this finest scale gains from others beside it. */
  boolean gainsFromCompany(Scale finest) {
    return device.isCpu() && (long) finest.width() * finest.height() <= SMALL;
  }

  /** Side of a tile, in pixels, where memory is not short. */
  int tileSize() {
    return device.isCpu() ? CPU_TILE : GPU_TILE;
  }

  /** Bytes that a run should stay within. */
  long budget() {
    return (long) ((device.isCpu() ? CPU_SHARE : GPU_SHARE) * device.memory());
  }

  /** How a run uses memory at each scale. */
  List<MemoryPlan> memory(Scales scales, SynthesisSettings settings, Vgg19 vgg) {
    return scales.all().stream().map(scale -> memory(scale, scales, settings, vgg)).toList();
  }

  private MemoryPlan memory(Scale scale, Scales scales, SynthesisSettings settings, Vgg19 vgg) {
    PassMemory passes = vgg.memory();
    double contentBytes =
        settings.losses().contentLayers().stream()
            .mapToDouble(layer -> passes.map(layer.layer()))
            .sum();
    if (scale.phase() != Phase.STATISTICS) {
      contentBytes += NEIGHBOURS;
    }
    return MemoryPlan.of(
        scale, scales.deepest(), passes, contentBytes, budget(), tileSize(), vgg.grain());
  }

  /** What each scale takes, in relation to the others. */
  List<Effort> efforts(
      Inputs inputs, SynthesisSettings settings, List<MemoryPlan> plans, Vgg19 vgg) {
    return efforts(inputs, settings, plans, vgg, DeviceTrial.unit(device, vgg));
  }

  /** What the trial of the device took, which is an effort of 1; NaN if there was none. */
  double secondsPerEffort(Vgg19 vgg) {
    Forecast.Trial trial = trials.get(vgg.precision());
    return trial == null ? Double.NaN : trial.seconds();
  }

  private static List<Effort> efforts(
      Inputs inputs,
      SynthesisSettings settings,
      List<MemoryPlan> plans,
      Vgg19 vgg,
      Effort.Unit unit) {
    Scales scales = Scales.of(inputs, settings);
    int regions = inputs.guidance().regions().size();
    List<Effort> efforts = new ArrayList<>();
    for (int i = 0; i < plans.size(); i++) {
      Scale scale = scales.all().get(i);
      double comparisons =
          inputs.styles().size() * ScaleObjectives.comparisons(vgg, settings, scale, plans.get(i));
      Effort effort =
          Effort.of(scale.phase(), plans.get(i), scales.deepest(), comparisons, unit).with(regions);
      boolean weighed =
          scale.phase() == Phase.STATISTICS && settings.losses().strength().isPresent();
      efforts.add(weighed ? effort.withStrength() : effort);
    }
    return efforts;
  }

  /** What a run is expected to take. */
  Forecast forecast(Inputs inputs, SynthesisSettings wanted, Networks networks)
      throws IOException, InterruptedException {
    inputs.check(wanted);
    SynthesisSettings settings = resolved(wanted);
    Scales scales = Scales.of(inputs, settings);
    return networks.with(
        DeviceTrial.deepest(scales.deepest()),
        RunListener.NONE,
        network -> {
          Vgg19 vgg = network.vgg(settings);
          return forecast(inputs, settings, memory(scales, settings, vgg), vgg);
        });
  }

  /** The same; tries the device when it first plans in a precision. */
  Forecast forecast(Inputs inputs, SynthesisSettings settings, List<MemoryPlan> plans, Vgg19 vgg) {
    Forecast.Trial trial =
        trials.computeIfAbsent(vgg.precision(), precision -> DeviceTrial.of(device, vgg));
    return Forecast.of(
        Scales.of(inputs, settings).all(),
        plans,
        efforts(inputs, settings, plans, vgg, trial.unit()),
        trial,
        !device.isCpu());
  }
}
