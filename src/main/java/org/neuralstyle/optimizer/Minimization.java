package org.neuralstyle.optimizer;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.neuralstyle.optimizer.Outcome.Ending;

/** A minimisation under way: steps until there is a reason to end. */
abstract class Minimization<V extends Value> implements State<V> {

  private final Objective<V> objective;
  private final int evaluations;
  private final Observer<V> observer;
  private int evaluation;
  private int reached;
  private boolean stopped;
  private Optional<Ending> ending = Optional.empty();

  Minimization(Objective<V> objective, int evaluations, Observer<V> observer) {
    this.objective = objective;
    this.evaluations = evaluations;
    this.observer = observer;
  }

  /** Goes on from where another one was. */
  final void goOn(int fromEvaluation, Optional<Ending> ended) {
    evaluation = fromEvaluation;
    reached = fromEvaluation;
    ending = ended;
  }

  final Outcome<V> run() {
    try {
      begin();
      while (ending.isEmpty()) {
        reached = evaluation;
        if (value() != null) {
          observer.reached(this);
        }
        ending = isExhausted() ? exhausted() : step();
      }
      if (ending.get() == Ending.CONVERGED || ending.get() == Ending.DIVERGED) {
        // These are not gone on from, so that the last step counts.
        reached = evaluation;
      }
    } catch (RuntimeException | Error e) {
      if (value() != null) {
        observer.failed(this);
      }
      throw e;
    }
    observer.ended(this, ending.get());
    return new Outcome<>(takeImage(), value(), ending.get());
  }

  /** What comes before the first step. */
  void begin() {}

  /** Takes a step; tells the reason to end after it if there is one. */
  abstract Optional<Ending> step();

  /** The best image, the caller's from now on. */
  abstract NDArray takeImage();

  /** Evaluates and counts. */
  final Evaluation<V> evaluate(NDArray image) {
    Evaluation<V> result = objective.evaluate(image);
    evaluation++;
    return result;
  }

  /** Tells the observer of the last evaluation. */
  final void tell(V value, NDArray best) {
    stopped = !observer.evaluated(evaluation, value, best);
  }

  final void end(Ending because) {
    ending = Optional.of(because);
  }

  final boolean isExhausted() {
    return stopped || evaluation >= evaluations;
  }

  final Optional<Ending> exhausted() {
    return Optional.of(stopped ? Ending.STOPPED : Ending.EVALUATIONS);
  }

  final Optional<Ending> ending() {
    return ending;
  }

  @Override
  public final int evaluation() {
    return reached;
  }
}
