package org.neuralstyle.optimizer;

import ai.djl.ndarray.NDArray;

/**
 * What is minimised: a function of an image with a gradient.
 *
 * @param <V> its values
 */
@FunctionalInterface
public interface Objective<V extends Value> {

  /**
   * Computes the function and its gradient.
   *
   * @param image {@code 1 x 3 x H x W} in 0..1; not changed
   * @return value and gradient, to be closed by the caller
   */
  Evaluation<V> evaluate(NDArray image);
}
