package org.neuralstyle.loss;

import ai.djl.ndarray.NDArray;

/**
 * How far Gram matrices, means and standard deviations of all channels are from those of a style
 * (Galerne, Raad, Lezama and Morel, 2024), in the authors' proportions:
 *
 * <pre>  L = 1/C^2 sum_ij (G_ij - A_ij)^2 + 10/C sum_i ((m_i - a_i)^2 + (s_i - b_i)^2)</pre>
 *
 * with {@code G = F^T F / (C P)}, so that the first part is that of {@link GramLoss}. A channel
 * that is the same everywhere has no derivative of s, and gets none.
 */
public final class GramMeanDeviationLoss implements StyleLoss {

  /** What means and deviations count beside the Gram matrix. */
  private static final double OTHERS = 10;

  /** Variances below so much of the mean square are rounding. */
  private static final double ROUNDING = 1e-6;

  private final Moments moments = new Moments();
  private final NDArray target;

  /**
   * A loss for a style.
   *
   * @param target normalised moments of the style; owned by this loss from now on
   */
  public GramMeanDeviationLoss(NDArray target) {
    this.target = target;
  }

  @Override
  public Statistic statistic() {
    return moments;
  }

  @Override
  public Slope at(NDArray sum, double positions) {
    NDArray own = moments.normalized(sum, positions);
    double channels = own.getShape().get(1);
    NDArray mean = Moments.sums(own);
    NDArray deviation = deviation(own);
    NDArray gram = Moments.products(own).sub(Moments.products(target)).divi(channels);
    NDArray means = mean.sub(Moments.sums(target));
    NDArray deviations = deviation.sub(deviation(target));
    NDArray others = means.square().addi(deviations.square()).mean().muli(OTHERS);
    NDArray value = gram.square().mean().addi(others);
    NDArray flat = deviation.eq(0).toType(deviation.getDataType(), false);
    double scale = 2 * OTHERS / channels / positions;
    // Of half the squared deviation.
    NDArray ofVariance = deviations.div(deviation.add(flat)).muli(flat.neg().addi(1)).muli(scale);
    NDArray ofProducts = gram.muli(2 / (channels * channels) / (channels * positions));
    ofProducts.diagonal().addi(ofVariance.div(2));
    NDArray ofSums = means.muli(scale).subi(ofVariance.mul(mean));
    return new Slope(value, Moments.joined(ofProducts, ofSums));
  }

  private static NDArray deviation(NDArray moments) {
    NDArray squares = Moments.products(moments).diagonal();
    NDArray variance = squares.sub(Moments.sums(moments).square());
    NDArray known = variance.gt(squares.mul(ROUNDING)).toType(variance.getDataType(), false);
    return variance.mul(known).sqrt();
  }

  @Override
  public void close() {
    target.close();
  }
}
