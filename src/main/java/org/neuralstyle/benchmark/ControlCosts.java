package org.neuralstyle.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.neuralstyle.image.Labels;
import org.neuralstyle.image.Mask;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.settings.ColorMode;
import org.neuralstyle.settings.StyleLossKind;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.synthesis.Finish;
import org.neuralstyle.synthesis.Guidance;
import org.neuralstyle.synthesis.Inputs;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.synthesis.Progress;
import org.neuralstyle.synthesis.RunListener;
import org.neuralstyle.tensor.Resampling;

/**
 * What regions, several styles, colours and other losses cost, in relation to evaluations without
 * them. Short runs of all kinds take turns, and the least time of each counts, since what disturbs
 * makes them longer. A plain run that takes part like the others shows the noise.
 */
final class ControlCosts {

  private static final int WARM_UP = 2;
  private static final int EVALUATIONS = 6;
  private static final int REPETITIONS = 50;

  private final NeuralStyle neuralStyle;
  private final Resampling resampling;
  private final LongSupplier clock;
  private final SynthesisSettings plain;
  private final Inputs inputs;
  private final Map<String, Run> runs = new LinkedHashMap<>();

  /** A run to be timed. */
  private record Run(Inputs inputs, SynthesisSettings settings) {}

  /**
   * Costs for two images.
   *
   * @param neuralStyle stays the caller's
   * @param resampling stays the caller's
   * @param isCpu whether all is computed by the processor, whose time then counts; otherwise it is
   *     that of the clock
   * @param preset the settings without controls
   * @param content of any size
   * @param style of the same size
   */
  ControlCosts(
      NeuralStyle neuralStyle,
      Resampling resampling,
      boolean isCpu,
      SynthesisSettings preset,
      RgbImage content,
      RgbImage style) {
    this.neuralStyle = neuralStyle;
    this.resampling = resampling;
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    this.clock = isCpu ? system::getProcessCpuTime : System::nanoTime;
    this.plain =
        preset.withSchedule(schedule -> schedule.scales(1).iterations(WARM_UP + EVALUATIONS));
    this.inputs = Inputs.of(content, style);
    Labels halves = halves(content.width(), content.height());
    Optional<Labels> labels = Optional.of(halves);
    Mask half = halves.mask(1);
    runs.put("nothing", new Run(inputs, plain));
    guide("mask", new Guidance(List.of(), Optional.of(half), Optional.empty(), Optional.empty()));
    guide("two_labels", new Guidance(List.of(), Optional.empty(), labels, labels));
    guide("second_style", Guidance.NONE.with(List.of(content)));
    loss("gram_mean_std", StyleLossKind.GRAM_MEAN_STD);
    loss("w2", StyleLossKind.W2);
  }

  private void guide(String name, Guidance guidance) {
    runs.put(name, new Run(inputs.withGuidance(guidance), plain));
  }

  private void loss(String name, StyleLossKind kind) {
    runs.put(name, new Run(inputs, plain.withLosses(losses -> losses.styleBy(kind))));
  }

  /** 1 above and 0 below a slanted horizon. */
  private static Labels halves(int width, int height) {
    int[] values = new int[width * height];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / width < height / 2 + (i % width - width / 2) / 4 ? 1 : 0;
    }
    return new Labels(width, height, values);
  }

  /**
   * Measures.
   *
   * @param turns how many times each run takes part
   * @return by names: of each control its evaluations' time in relation to that of plain ones; of
   *     colours, which are given once in a run, their time in relation to one evaluation's
   */
  Map<String, Double> measure(int turns) throws IOException, InterruptedException {
    double plainly = Double.POSITIVE_INFINITY;
    Map<String, Double> least = new LinkedHashMap<>();
    Finish finish = new Finish(inputs, coloured(ColorMode.CONTENT), resampling);
    RgbImage painted = inputs.style().orElseThrow();
    for (int turn = 0; turn < turns; turn++) {
      plainly = Math.min(plainly, perEvaluation(new Run(inputs, plain)));
      for (Map.Entry<String, Run> run : runs.entrySet()) {
        least.merge(run.getKey(), perEvaluation(run.getValue()), Math::min);
      }
      least.merge("colour_content", time(() -> finish.of(painted)), Math::min);
      least.merge("colour_matched", time(inputs::matched), Math::min);
    }
    double evaluation = plainly;
    least.replaceAll((name, time) -> time / evaluation);
    return least;
  }

  private SynthesisSettings coloured(ColorMode colour) {
    return plain.withBlending(blending -> blending.colour(colour));
  }

  /** Of one go; clocks of processor time tick slowly. */
  private double time(Runnable work) {
    long begin = clock.getAsLong();
    for (int i = 0; i < REPETITIONS; i++) {
      work.run();
    }
    return (double) (clock.getAsLong() - begin) / REPETITIONS;
  }

  private double perEvaluation(Run run) throws IOException, InterruptedException {
    List<Long> times = new ArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void evaluated(Progress progress) {
            times.add(clock.getAsLong());
          }
        };
    neuralStyle.run(run.inputs(), run.settings(), listener);
    int timed = times.size() - WARM_UP;
    return (double) (times.get(times.size() - 1) - times.get(WARM_UP - 1)) / timed;
  }
}
