package org.neuralstyle.loss;

import ai.djl.ndarray.NDArray;

/**
 * The mean squared difference of Gram matrices (Gatys, Ecker and Bethge, 2016), each divided by the
 * number of its feature map's values:
 *
 * <pre>  L = 1/C^2 sum_ij (G_ij - A_ij)^2,   G = F^T F / (C P)</pre>
 */
public final class GramLoss implements StyleLoss {

  private final GramMatrix gram = new GramMatrix();
  private final NDArray target;

  /**
   * A loss for a style.
   *
   * @param target normalised Gram matrix of the style, {@code C x C}; owned by this loss from now
   *     on
   */
  public GramLoss(NDArray target) {
    this.target = target;
  }

  @Override
  public Statistic statistic() {
    return gram;
  }

  @Override
  public NDArray value(NDArray sum, long positions) {
    return gram.normalized(sum, positions).subi(target).square().mean();
  }

  @Override
  public NDArray sensitivity(NDArray sum, long positions) {
    double channels = sum.getShape().get(0);
    double scale = 2 / (channels * channels) / (channels * positions);
    return gram.normalized(sum, positions).subi(target).muli(scale);
  }

  @Override
  public void close() {
    target.close();
  }
}
