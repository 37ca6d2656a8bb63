package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;

/**
 * The value of an objective at an image, and its gradient.
 *
 * @param losses the value and its parts
 * @param gradient of the total, {@code 1 x 3 x H x W}
 */
public record Evaluation(Losses losses, NDArray gradient) implements AutoCloseable {

  @Override
  public void close() {
    gradient.close();
  }
}
