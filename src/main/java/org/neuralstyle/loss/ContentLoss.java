package org.neuralstyle.loss;

import ai.djl.ndarray.NDArray;

/**
 * The mean squared difference of two feature maps (Gatys, Ecker and Bethge, 2016, with the mean for
 * their half sum), tile by tile.
 */
public final class ContentLoss {

  private ContentLoss() {}

  /**
   * A tile's part of the loss.
   *
   * @param difference features minus target at some positions, {@code R x Q x C}
   * @param size number of values of the whole feature map
   * @return a scalar
   */
  public static NDArray value(NDArray difference, long size) {
    return difference.square().sum().divi(size);
  }

  /**
   * Adds the derivative of the loss with respect to the features.
   *
   * @param difference features minus target at some positions, {@code R x Q x C}
   * @param size number of values of the whole feature map
   * @param weight factor of the loss in the objective
   * @param gradient of the same positions
   */
  public static void addGradient(
      NDArray difference, long size, double weight, FeatureArray gradient) {
    gradient.add(difference, 2 * weight / size);
  }
}
