package org.neuralstyle.optimizer;

import ai.djl.ndarray.NDArray;
import org.neuralstyle.objective.Objective;

/** A method that minimises an objective over images with values in 0..1. */
public interface Optimizer {

  /**
   * Minimises.
   *
   * @param objective the function
   * @param start where to start, {@code 1 x 3 x H x W}, clipped to 0..1; not changed
   * @param evaluations how often the objective may be evaluated, at least 1
   * @param observer is told of each evaluation and may stop the run
   * @return the best image found and why the run ended, to be closed by the caller
   */
  Outcome minimize(Objective objective, NDArray start, int evaluations, Observer observer);
}
