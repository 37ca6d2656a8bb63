package org.neuralstyle.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.synthesis.Ending;
import org.neuralstyle.synthesis.EvaluatedLosses;
import org.neuralstyle.synthesis.SynthesisResult;
import org.neuralstyle.vgg.WeightedLayer;

/**
 * What a run of a sweep came to.
 *
 * @param run the run
 * @param result its result, empty if it failed
 * @param failure why it failed, empty if it did not
 * @param secondsPerEvaluation median time from one evaluation to the next, which the first, slower
 *     one does not shift; longer for runs that went on at once, with fewer threads each; 0 if
 *     unknown
 * @param kept true if the result was found in the sweep's folder or among the other runs
 */
public record RunResult(
    Run run,
    Optional<SynthesisResult> result,
    Optional<String> failure,
    double secondsPerEvaluation,
    boolean kept) {

  /** Over so large a last part of a run its loss must have come to rest. */
  private static final double LAST_PART = 0.1;

  /** A relative fall of the loss up to which it is at rest. */
  private static final double AT_REST = 0.01;

  /** Of so few evaluations a tenth tells nothing. */
  private static final int FEWEST = 50;

  /**
   * A result that another program has left in a folder.
   *
   * @param run the run
   * @param folder of a {@link SweepRunner}
   * @param key of the run
   * @return the result
   * @throws IOException if it is not there, or damaged; the message says so
   */
  public static RunResult read(Run run, Path folder, String key) throws IOException {
    return RunFile.in(folder, key).read(run);
  }

  /**
   * What a result is kept under in a folder.
   *
   * @param sweep that the run is one of
   * @return a key; empty if the run failed, which is not kept
   */
  public Optional<String> key(Sweep sweep) {
    return result.map(r -> RunFile.key(run, SweepTask.inputs(sweep, run), r.environment()));
  }

  /**
   * A run that failed.
   *
   * @param run the run
   * @param message why
   * @return a result without an image
   */
  public static RunResult failed(Run run, String message) {
    return new RunResult(run, Optional.empty(), Optional.of(message), 0, false);
  }

  /**
   * The same result for a run that is the same in all but its label.
   *
   * @param same that run
   * @return found, not computed
   */
  public RunResult keptFor(Run same) {
    return new RunResult(same, result, failure, secondsPerEvaluation, true);
  }

  RunResult withResult(SynthesisResult other) {
    return new RunResult(run, Optional.of(other), failure, secondsPerEvaluation, kept);
  }

  /**
   * The image.
   *
   * @return empty if the run failed
   */
  public Optional<RgbImage> image() {
    return result.map(SynthesisResult::image);
  }

  /**
   * By how much the best loss fell over the last tenth of the evaluations.
   *
   * @return relative to the loss before them, 0 .. 1; not a number if the run failed or had too few
   *     evaluations to tell
   */
  public double lastChange() {
    List<EvaluatedLosses> evaluations =
        result.map(SynthesisResult::evaluations).orElseGet(List::of);
    int last = (int) Math.ceil(LAST_PART * evaluations.size());
    double before = best(evaluations.subList(0, evaluations.size() - last));
    double after = best(evaluations);
    return Double.isFinite(before) ? (before - after) / before : Double.NaN;
  }

  private static double best(List<EvaluatedLosses> evaluations) {
    return evaluations.stream()
        .mapToDouble(e -> e.losses().total())
        .filter(Double::isFinite)
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /**
   * Whether the optimisation came to an end.
   *
   * @return {@code converged}; {@code not converged} if all evaluations were used and the loss was
   *     still falling, or they were too few to tell; {@code diverged} if it exploded; {@code
   *     failed} if there is no result
   */
  public String state() {
    if (result.isEmpty()) {
      return "failed";
    }
    Ending.Reason reason = result.get().ending().reason();
    if (reason == Ending.Reason.DIVERGED) {
      return "diverged";
    }
    boolean enough = result.get().evaluations().size() >= FEWEST;
    return reason == Ending.Reason.CONVERGED || (enough && lastChange() <= AT_REST)
        ? "converged"
        : "not converged";
  }

  /**
   * The row in the sweep's table, without its label and the columns of a certain sweep. Settings
   * and losses that the run does not have are no columns.
   */
  Map<String, Object> row() {
    SynthesisSettings settings = run.settings();
    Map<String, Object> row = new LinkedHashMap<>();
    boolean content = !settings.losses().contentLayers().isEmpty();
    boolean style = !settings.losses().styleLayers().isEmpty();
    row.put("state", state());
    result.ifPresent(
        r -> {
          if (content) {
            row.put("contentLoss", r.losses().content());
          }
          if (style) {
            row.put("styleLoss", r.losses().style());
          }
          row.put("totalLoss", r.losses().total());
          r.scores().ifPresent(scores -> row.putAll(scores.values()));
          row.put("lastChange", lastChange());
          row.put("evaluations", r.evaluations().size());
          row.put("seconds", r.seconds());
          row.put("secondsPerEvaluation", secondsPerEvaluation);
          row.put("threads", r.environment().threads());
        });
    if (content) {
      row.put("contentLayers", WeightedLayer.format(settings.losses().contentLayers()));
    }
    if (style) {
      row.put("styleLayers", WeightedLayer.format(settings.losses().styleLayers()));
      row.put("styleWeight", settings.losses().styleWeight());
    }
    row.put("init", settings.start().initialization().name().toLowerCase(Locale.ROOT));
    row.put("seed", settings.start().seed());
    run.content().ifPresent(name -> row.put("content", name));
    run.style().ifPresent(name -> row.put("style", name));
    row.put("message", failure.or(() -> result.map(r -> r.ending().toString())).orElse(""));
    return row;
  }
}
