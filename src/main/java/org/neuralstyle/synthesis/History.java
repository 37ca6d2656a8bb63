package org.neuralstyle.synthesis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.objective.Losses;
import org.neuralstyle.optimizer.Outcome;

/** The losses and warnings so far, and the listener they are passed to. */
final class History {

  private final List<EvaluatedLosses> evaluations;
  private final List<String> warnings = new ArrayList<>();
  private final List<Scale> scales;
  private final RunListener listener;
  private int scale;

  /** Evaluations of the scales before this one. */
  private int before;

  private int planned;
  private Pace pace;
  private boolean enough;
  private UnaryOperator<RgbImage> finish = UnaryOperator.identity();

  /**
   * A history.
   *
   * @param scales of the run
   * @param done the evaluations of a run that goes on, otherwise none
   * @param listener is told of all that follows
   */
  History(List<Scale> scales, List<EvaluatedLosses> done, RunListener listener) {
    this.scales = scales;
    this.listener = listener;
    evaluations = new ArrayList<>(done);
  }

  /**
   * Before the first scale.
   *
   * @param efforts what each takes, in relation to the others
   * @param foretold seconds for an effort of 1; NaN if unknown
   */
  void expect(List<Effort> efforts, double foretold) {
    pace =
        new Pace(
            scales.stream().map(Scale::evaluations).toList(),
            IntStream.rangeClosed(1, scales.size()).mapToObj(this::evaluatedAt).toList(),
            efforts,
            foretold,
            System::nanoTime);
  }

  /** What becomes of the images that the listener sees. */
  void finishedBy(UnaryOperator<RgbImage> other) {
    finish = other;
  }

  private int evaluatedAt(int ofScale) {
    return (int) evaluations.stream().filter(e -> e.scale() == ofScale).count();
  }

  /** Begins a scale, or goes on with it. */
  void begin(Scale next) {
    scale = scales.indexOf(next) + 1;
    pace.begin(scale - 1);
    before = (int) evaluations.stream().filter(e -> e.scale() < scale).count();
    // Scales that converged early are no longer counted on.
    planned = before + scales.stream().skip(scale - 1L).mapToInt(Scale::evaluations).sum();
  }

  /** The scale, from 1, the coarsest. */
  int scale() {
    return scale;
  }

  boolean isLastScale() {
    return scale == scales.size();
  }

  /** How many evaluations were done at this scale. */
  int atScale() {
    return evaluations.size() - before;
  }

  List<EvaluatedLosses> evaluations() {
    return evaluations;
  }

  /** All evaluations of scales before this one, and some of this one. */
  List<EvaluatedLosses> evaluations(int ofScale) {
    return evaluations.subList(0, before + ofScale);
  }

  List<String> warnings() {
    return warnings;
  }

  /** What the user has to know about the result; told once. */
  void warn(String warning) {
    if (!warnings.contains(warning)) {
      warnings.add(warning);
      listener.warning(warning);
    }
  }

  /** The scale that goes on, of which the picture does not tell if its size is the result's. */
  private String where() {
    Scale now = scales.get(scale - 1);
    return now.width() == scales.get(scales.size() - 1).width()
        ? ""
        : String.format(
            Locale.ROOT,
            " at scale %d of %d (%d px)",
            scale,
            scales.size(),
            Math.max(now.width(), now.height()));
  }

  /** Adds an evaluation; tells whether another is wanted. */
  boolean add(Losses losses, Supplier<RgbImage> best) {
    evaluations.add(new EvaluatedLosses(evaluations.size() + 1, scale, losses));
    pace.evaluated();
    listener.evaluated(
        new Progress(
            evaluations.size(),
            planned,
            scale,
            scales.size(),
            pace.part(),
            pace.secondsLeft(),
            losses,
            () -> finish.apply(best.get())));
    boolean stopped = listener.isStopped();
    enough = !stopped && listener.isEnough();
    pace.goOn();
    return !stopped && !enough;
  }

  /**
   * The user stopped before a scale's first evaluation; what a listener throws is another thing.
   */
  static final class Stopped extends CancellationException {
    private static final long serialVersionUID = 1;
  }

  /**
   * Ends what is done between evaluations if the user wants no more and there is a picture.
   *
   * @throws Stopped if so
   */
  void checkStopped() {
    if (!evaluations.isEmpty() && listener.isStopped()) {
      throw new Stopped();
    }
  }

  /** Why a run ends at the scale that goes on. */
  Ending ending(Outcome.Ending ofScale) {
    return switch (ofScale) {
      case EVALUATIONS -> new Ending(Ending.Reason.EVALUATIONS);
      case CONVERGED -> new Ending(Ending.Reason.CONVERGED);
      case DIVERGED -> new Ending(Ending.Reason.DIVERGED);
      case STOPPED -> new Ending(enough ? Ending.Reason.ENOUGH : Ending.Reason.STOPPED, where());
    };
  }
}
