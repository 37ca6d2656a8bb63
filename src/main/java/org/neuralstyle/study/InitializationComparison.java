package org.neuralstyle.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.settings.SynthesisSettings;

/**
 * The same transfer from noise and from the content. To take the time, a third of it is repeated by
 * turns, in an order that gives both the same share of a machine that becomes slower or faster.
 *
 * @param content the content
 * @param style the style
 * @param repetitions how often each is done, all of it the first time; at least 1
 * @param settings of a transfer; the initialisation is replaced, and all evaluations are done at
 *     one scale
 */
public record InitializationComparison(
    Source content, Source style, int repetitions, SynthesisSettings settings) implements Sweep {

  /**
   * The part of a run that is repeated: many short turns meet less that lasts than few long ones.
   */
  private static final double REPEATED = 1 / 3.0;

  private static final int LEAST_EVALUATIONS = 10;

  /** Checks the number of repetitions. */
  public InitializationComparison {
    if (repetitions < 1) {
      throw new IllegalArgumentException(
          "The number of repetitions must be 1 or more, not " + repetitions + ".");
    }
    settings = settings.withSchedule(schedule -> schedule.scales(1));
  }

  @Override
  public String name() {
    return "initialization";
  }

  @Override
  public List<Source> sources() {
    return List.of(content, style);
  }

  @Override
  public List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    for (int i = 1; i <= repetitions; i++) {
      boolean noiseFirst = i % 2 == 1;
      runs.add(run(noiseFirst ? Initialization.NOISE : Initialization.CONTENT, i));
      runs.add(run(noiseFirst ? Initialization.CONTENT : Initialization.NOISE, i));
    }
    return runs;
  }

  /** Repetitions give the same image again; one is enough to look at. */
  @Override
  public List<Panel> panels(List<RunResult> results) {
    List<RunResult> first =
        Stream.of(Initialization.NOISE, Initialization.CONTENT)
            .flatMap(from -> first(results, from).stream())
            .toList();
    return Sweep.super.panels(first);
  }

  @Override
  public List<Panel> summaries(List<RunResult> results) {
    return difference(results).stream()
        .map(image -> Panel.brightened("absolute difference", image))
        .toList();
  }

  private Run run(Initialization initialization, int repetition) {
    String from = initialization == Initialization.NOISE ? "noise" : "content";
    int all = settings.schedule().iterations();
    int part = Math.min(all, Math.max(LEAST_EVALUATIONS, (int) (REPEATED * all)));
    return Run.transfer(
            "from " + from + " " + repetition,
            content,
            style,
            settings
                .withStart(start -> start.initialization(initialization))
                .withSchedule(schedule -> schedule.iterations(repetition == 1 ? all : part)))
        .withRepetition(repetition);
  }

  /**
   * The first result from an initialisation.
   *
   * @param results of this sweep
   * @param initialization noise or content
   * @return empty if there is none
   */
  public static Optional<RunResult> first(List<RunResult> results, Initialization initialization) {
    return results.stream()
        .filter(r -> r.run().settings().start().initialization() == initialization)
        .filter(r -> r.result().isPresent())
        .findFirst();
  }

  /**
   * What an evaluation takes.
   *
   * @param noise in seconds, from noise: of each repetition the median, and of these the median;
   *     not a number if there is none
   * @param content the same from the content
   * @param ratios noise for content in each repetition, whose two runs follow each other, in
   *     ascending order
   */
  public record Times(double noise, double content, double[] ratios) {}

  /**
   * Times of evaluations. Other programs load a machine for seconds, so medians are taken, and the
   * two runs of a repetition are compared.
   *
   * @param results of this sweep
   * @return of the repetitions that have both results
   */
  public static Times times(List<RunResult> results) {
    Map<Integer, List<RunResult>> repetitions =
        results.stream().collect(Collectors.groupingBy(result -> result.run().repetition()));
    return new Times(
        seconds(results, Initialization.NOISE),
        seconds(results, Initialization.CONTENT),
        repetitions.values().stream()
            .mapToDouble(
                both -> seconds(both, Initialization.NOISE) / seconds(both, Initialization.CONTENT))
            .filter(Double::isFinite)
            .sorted()
            .toArray());
  }

  private static double seconds(List<RunResult> results, Initialization initialization) {
    return median(results.stream().mapToDouble(result -> seconds(result, initialization)));
  }

  /** Not a number if the run has no time or another initialisation. */
  private static double seconds(RunResult result, Initialization initialization) {
    return result.run().settings().start().initialization() == initialization
            && result.secondsPerEvaluation() > 0
        ? result.secondsPerEvaluation()
        : Double.NaN;
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.filter(Double::isFinite).sorted().toArray();
    int n = sorted.length;
    return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  /**
   * Where the two results differ.
   *
   * @param results of this sweep
   * @return the absolute differences, empty if one of the two is missing
   */
  public Optional<RgbImage> difference(List<RunResult> results) {
    Optional<RgbImage> noise = first(results, Initialization.NOISE).flatMap(RunResult::image);
    Optional<RgbImage> other = first(results, Initialization.CONTENT).flatMap(RunResult::image);
    if (noise.isEmpty() || other.isEmpty()) {
      return Optional.empty();
    }
    float[] planes = noise.get().planes().clone();
    for (int i = 0; i < planes.length; i++) {
      planes[i] = Math.abs(planes[i] - other.get().planes()[i]);
    }
    return Optional.of(new RgbImage(noise.get().width(), noise.get().height(), planes));
  }
}
