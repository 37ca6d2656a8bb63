package org.neuralstyle.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;

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

  /**
   * The target of several styles. The sum of their losses, with shares w_k that add up to 1, is the
   * loss to the mean of their matrices and a constant:
   *
   * <pre>  sum_k w_k |G - A_k|^2 = |G - A|^2 + sum_k w_k |A_k|^2 - |A|^2,   A = sum_k w_k A_k</pre>
   *
   * @param targets normalised Gram matrices, at least one; closed here
   * @param shares of the styles, which add up to 1
   * @return the mean, owned by the caller
   */
  public static NDArray mean(List<NDArray> targets, List<Double> shares) {
    NDArray mean = targets.get(0).mul(shares.get(0));
    for (int i = 1; i < targets.size(); i++) {
      try (NDArray part = targets.get(i).mul(shares.get(i))) {
        mean.addi(part);
      }
    }
    targets.forEach(NDArray::close);
    return mean;
  }

  @Override
  public Statistic statistic() {
    return gram;
  }

  @Override
  public Slope at(NDArray sum, double positions) {
    double channels = sum.getShape().get(0);
    double scale = 2 / (channels * channels) / (channels * positions);
    NDArray difference = gram.normalized(sum, positions).subi(target);
    return new Slope(difference.square().mean(), difference.muli(scale));
  }

  @Override
  public void close() {
    target.close();
  }
}
