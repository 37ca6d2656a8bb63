package org.neuralstyle.loss;

import ai.djl.ndarray.NDArray;

/**
 * The mean squared difference of Gram matrices (Gatys, Ecker and Bethge, 2016), each divided by the
 * number of its feature map's values:
 *
 * <pre>  L = 1/C^2 sum_ij (G_ij - A_ij)^2,   G = F^T F / (C P)</pre>
 */
public final class GramLoss implements StyleLoss {

  private final NDArray target;

  /**
   * A loss for a style.
   *
   * @param target Gram matrix of the style, {@code C x C}, as {@link #gram} returns it; owned by
   *     this loss from now on
   */
  public GramLoss(NDArray target) {
    this.target = target;
  }

  /**
   * The normalised Gram matrix from the sum over all positions.
   *
   * @param statistic {@code F^T F}, {@code C x C}
   * @param positions number of positions P
   * @return {@code F^T F / (C P)}
   */
  public static NDArray gram(NDArray statistic, long positions) {
    return statistic.div((double) statistic.getShape().get(0) * positions);
  }

  @Override
  public NDArray statistic(FeatureArray features) {
    return features.gram();
  }

  @Override
  public NDArray value(NDArray statistic, long positions) {
    return gram(statistic, positions).subi(target).square().mean();
  }

  @Override
  public NDArray sensitivity(NDArray statistic, long positions) {
    double channels = statistic.getShape().get(0);
    double scale = 2 / (channels * channels) / (channels * positions);
    return gram(statistic, positions).subi(target).muli(scale);
  }

  /** With a symmetric sensitivity S the differential of F^T F gives 2 F S. */
  @Override
  public void addGradient(FeatureArray features, NDArray sensitivity, FeatureArray gradient) {
    gradient.addProduct(features, sensitivity.mul(2));
  }

  @Override
  public void close() {
    target.close();
  }
}
