package org.neuralstyle.loss;

import ai.djl.ndarray.NDArray;
import org.neuralstyle.vgg.FeatureArray;

/**
 * The mean squared difference of two feature maps (Gatys, Ecker and Bethge, 2016, with the mean for
 * their half sum), tile by tile.
 */
public final class ContentLoss {

  private ContentLoss() {}

  /**
   * A tile's part of the loss, and its derivative with respect to the features.
   *
   * @param features at some positions, {@code R x Q x C}
   * @param target {@code R x Q x C}, of the same positions
   * @param size number of values of the whole feature map
   * @param weight factor of the loss in the objective
   * @param gradient of the same positions, to which weight times the derivative is added
   * @return the loss, not weighted, a scalar
   */
  public static NDArray addTo(
      FeatureArray features, NDArray target, long size, double weight, FeatureArray gradient) {
    return gradient.addDifference(features, target, 2 * weight / size).div(size);
  }
}
