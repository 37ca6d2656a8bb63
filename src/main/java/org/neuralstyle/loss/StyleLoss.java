package org.neuralstyle.loss;

import ai.djl.ndarray.NDArray;

/**
 * A loss that sees a feature map only through a statistic that adds up over its positions, so that
 * it can be computed tile by tile and still be exact.
 *
 * <p>Results belong to the caller's {@link ai.djl.ndarray.NDScope}.
 */
public interface StyleLoss extends AutoCloseable {

  /**
   * The statistic of some of the positions.
   *
   * @param features at these positions
   * @return the positions' sum
   */
  NDArray statistic(FeatureArray features);

  /**
   * The loss.
   *
   * @param statistic summed over all positions
   * @param positions their number
   * @return a scalar
   */
  NDArray value(NDArray statistic, long positions);

  /**
   * What {@link #addGradient} needs to know of the whole feature map.
   *
   * @param statistic summed over all positions
   * @param positions their number
   * @return the derivative of the loss with respect to the statistic
   */
  NDArray sensitivity(NDArray statistic, long positions);

  /**
   * Adds the derivative of the loss with respect to some of the positions.
   *
   * @param features at these positions
   * @param sensitivity of the whole feature map, possibly scaled
   * @param gradient of the same positions
   */
  void addGradient(FeatureArray features, NDArray sensitivity, FeatureArray gradient);

  @Override
  void close();
}
