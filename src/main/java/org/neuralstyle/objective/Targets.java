package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.List;

/**
 * What the vectors at the places of a grid are to become like.
 *
 * @param layers some vectors, for each layer {@code U x C}
 * @param squares of their lengths, {@code U x 1}
 * @param index which of them belongs to each place
 */
record Targets(List<NDArray> layers, NDArray squares, long[] index) implements AutoCloseable {

  /** Some rows, {@code N x C}, of an array. */
  static NDArray rows(NDArray array, NDArray index) {
    return array.get(new NDIndex("{}", index));
  }

  @Override
  public void close() {
    layers.forEach(NDArray::close);
    squares.close();
  }
}
