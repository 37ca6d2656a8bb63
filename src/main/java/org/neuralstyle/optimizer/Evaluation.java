package org.neuralstyle.optimizer;

import ai.djl.ndarray.NDArray;

/**
 * The value of an objective at an image, and its gradient.
 *
 * @param value at the image
 * @param gradient of the value's total, {@code 1 x 3 x H x W}
 * @param <V> the objective's values
 */
public record Evaluation<V extends Value>(V value, NDArray gradient) implements AutoCloseable {

  @Override
  public void close() {
    gradient.close();
  }
}
