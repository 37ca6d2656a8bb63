package org.neuralstyle.optimizer;

import ai.djl.ndarray.NDArray;
import org.neuralstyle.objective.Losses;

/** Watches a minimisation. */
@FunctionalInterface
public interface Observer {

  /**
   * Is called after each evaluation.
   *
   * @param evaluation its number, from 1
   * @param losses at the image that was evaluated
   * @param best the best image so far, {@code 1 x 3 x H x W} in 0..1; only valid during the call
   * @return false to stop
   */
  boolean evaluated(int evaluation, Losses losses, NDArray best);
}
