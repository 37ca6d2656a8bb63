package org.neuralstyle.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.synthesis.Initialization;
import org.neuralstyle.synthesis.SynthesisSettings;

/**
 * The same transfer from noise and from the content. The runs are repeated by turns, in an order
 * that gives both the same share of a machine that becomes slower or faster.
 *
 * @param content the content
 * @param style the style
 * @param repetitions how often each is done, at least 1
 * @param settings of a transfer; the initialisation is replaced, and all evaluations are done at
 *     one scale
 */
public record InitializationComparison(
    Source content, Source style, int repetitions, SynthesisSettings settings) implements Sweep {

  /** Checks the number of repetitions. */
  public InitializationComparison {
    if (repetitions < 1) {
      throw new IllegalArgumentException(
          "The number of repetitions must be 1 or more, not " + repetitions + ".");
    }
    settings = settings.withScales(1);
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

  private Run run(Initialization initialization, int repetition) {
    String from = initialization == Initialization.NOISE ? "noise" : "content";
    return Run.transfer(
            "from " + from + " " + repetition,
            content,
            style,
            settings.withInitialization(initialization))
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
        .filter(r -> r.run().settings().initialization() == initialization)
        .filter(r -> r.result().isPresent())
        .findFirst();
  }

  /**
   * The time of an evaluation.
   *
   * @param results of this sweep
   * @param initialization noise or content
   * @return in seconds, of each repetition its fastest, which other programs disturb least, and of
   *     these the median, which a lucky one does not shift; not a number if there is no result
   */
  public static double secondsPerEvaluation(
      List<RunResult> results, Initialization initialization) {
    double[] fastest =
        results.stream()
            .filter(r -> r.run().settings().initialization() == initialization)
            .filter(r -> r.result().isPresent())
            .mapToDouble(RunResult::fastestEvaluation)
            .sorted()
            .toArray();
    int n = fastest.length;
    return n == 0 ? Double.NaN : (fastest[(n - 1) / 2] + fastest[n / 2]) / 2;
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
