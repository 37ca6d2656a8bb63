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
   * @param difference features minus target at some positions, {@code P x C}
   * @param size number of values of the whole feature map
   * @return a scalar
   */
  public static NDArray value(NDArray difference, long size) {
    return difference.square().sum().divi(size);
  }

  /**
   * The derivative of the loss with respect to the features.
   *
   * @param difference features minus target at some positions, {@code P x C}; overwritten
   * @param size number of values of the whole feature map
   * @param weight factor of the loss in the objective
   * @return {@code P x C}
   */
  public static NDArray gradient(NDArray difference, long size, double weight) {
    return difference.muli(2 * weight / size);
  }
}
