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
   * The loss.
   *
   * @param sum the statistic of all positions
   * @param positions their number
   * @return a scalar
   */
  NDArray value(NDArray sum, long positions);

  /**
   * The derivative of the loss with respect to the sum, for {@link Statistic#addGradient}.
   *
   * @param sum the statistic of all positions
   * @param positions their number
   * @return of the statistic's shape, the caller's own, who may scale it in place
   */
  NDArray sensitivity(NDArray sum, long positions);

  @Override
  void close();
}
