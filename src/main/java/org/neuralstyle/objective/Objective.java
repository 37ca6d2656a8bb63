package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;

/** What is minimised: a function of an image with a gradient. */
@FunctionalInterface
public interface Objective {

  /**
   * Computes the function and its gradient.
   *
   * @param image {@code 1 x 3 x H x W} in 0..1; not changed
   * @return losses and gradient, to be closed by the caller
   */
  Evaluation evaluate(NDArray image);
}
