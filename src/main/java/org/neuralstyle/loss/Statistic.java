package org.neuralstyle.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.neuralstyle.vgg.FeatureArray;

/**
 * What a style loss sees of a feature map: an array that adds up over the map's positions, so that
 * it can be computed tile by tile and still be exact.
 *
 * <p>Results belong to the caller's {@link ai.djl.ndarray.NDScope}.
 */
public interface Statistic {

  /**
   * The shape of the array.
   *
   * @param channels C of the feature map
   * @return the same for any number of positions
   */
  Shape shape(int channels);

  /**
   * The share of some of the positions.
   *
   * @param features at these positions
   * @return the positions' sum
   */
  NDArray of(FeatureArray features);

  /**
   * What does not depend on the number of positions any more.
   *
   * @param sum over all positions
   * @param positions their number, or where some count less, the sum of what they count
   * @return of the same shape
   */
  NDArray normalized(NDArray sum, double positions);

  /**
   * Adds the derivative of a function of the sum with respect to some of the positions.
   *
   * @param features at these positions
   * @param sensitivity derivative of the function with respect to the sum
   * @param gradient of the same positions, to which is added in place
   */
  void addGradient(FeatureArray features, NDArray sensitivity, FeatureArray gradient);
}
