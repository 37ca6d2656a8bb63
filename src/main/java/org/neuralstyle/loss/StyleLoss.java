package org.neuralstyle.loss;

import ai.djl.ndarray.NDArray;

/**
 * How far a feature map is from a style, of both of which it only knows a statistic.
 *
 * <p>Results belong to the caller's {@link ai.djl.ndarray.NDScope}.
 */
public interface StyleLoss extends AutoCloseable {

  /**
   * What it sees of feature maps.
   *
   * @return the statistic, the style's and that of what is to become like it
   */
  Statistic statistic();

  /**
   * The loss at some features.
   *
   * @param value of the loss, a scalar
   * @param sensitivity its derivative with respect to the sum, for {@link Statistic#addGradient};
   *     of the statistic's shape, the caller's own, who may scale it in place
   */
  record Slope(NDArray value, NDArray sensitivity) {}

  /**
   * The loss and its derivative.
   *
   * @param sum the statistic of all positions
   * @param positions their number, or where some count less, the sum of what they count
   * @return both
   */
  Slope at(NDArray sum, double positions);

  @Override
  void close();
}
