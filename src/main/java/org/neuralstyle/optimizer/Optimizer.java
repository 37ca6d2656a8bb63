package org.neuralstyle.optimizer;

import ai.djl.ndarray.NDArray;
import java.io.IOException;

/** A method that minimises an objective over images with values in 0..1. */
public interface Optimizer {

  /**
   * Minimises.
   *
   * @param objective the function
   * @param start where to start, {@code 1 x 3 x H x W}, clipped to 0..1; not changed
   * @param evaluations how often the objective may be evaluated, at least 1
   * @param observer is told of each evaluation and may stop the run
   * @param <V> the objective's values
   * @return the best image found and why the run ended, to be closed by the caller
   */
  <V extends Value> Outcome<V> minimize(
      Objective<V> objective, NDArray start, int evaluations, Observer<V> observer);

  /**
   * Goes on with a minimisation of the same function by the same method, as if it had never been
   * interrupted. One that had converged or diverged stays where it is.
   *
   * @param objective the function
   * @param state where the minimisation was
   * @param evaluations how often the objective may be evaluated in all, with those before
   * @param observer is told of each evaluation from here on, and may stop the run
   * @param <V> the objective's values
   * @return the best image found and why the run ended, to be closed by the caller
   * @throws IOException if the state cannot be read
   */
  <V extends Value> Outcome<V> resume(
      Objective<V> objective, SavedState<V> state, int evaluations, Observer<V> observer)
      throws IOException;
}
