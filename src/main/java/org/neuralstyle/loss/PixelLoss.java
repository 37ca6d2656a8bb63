package org.neuralstyle.loss;

import ai.djl.ndarray.NDArray;

/** A loss of an image's values themselves, which needs no network. */
public interface PixelLoss extends AutoCloseable {

  /** What a loss is reported as. */
  enum Kind {
    /** How much neighbours differ. */
    TOTAL_VARIATION,
    /** How much an image differs from the one before. */
    TEMPORAL
  }

  /**
   * What the loss is reported as.
   *
   * @return its kind
   */
  Kind kind();

  /**
   * The loss; its gradient is added to a given one.
   *
   * @param image {@code 1 x 3 x H x W}; not changed
   * @param weight factor of the loss in the objective
   * @param gradient {@code 1 x 3 x H x W}, changed in place
   * @return the unweighted loss, a scalar
   */
  NDArray addTo(NDArray image, double weight, NDArray gradient);

  @Override
  default void close() {}
}
