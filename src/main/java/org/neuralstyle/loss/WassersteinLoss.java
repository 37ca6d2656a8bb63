package org.neuralstyle.loss;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.neuralstyle.tensor.TorchScript;

/**
 * The squared 2-Wasserstein distance of normal distributions with the means m and covariances S of
 * the features (Dowson and Landau, 1982; Olkin and Pukelsheim, 1982), for each channel:
 *
 * <pre>  L = 1/C (|m - a|^2 + tr A + tr B - 2 tr (A^1/2 B A^1/2)^1/2),   B = S + e I</pre>
 *
 * with a and A of the style likewise and e = 1e-4. The roots are exact, by eigenvalues in float64
 * on the CPU: iterations need not converge for covariances of few positions.
 */
public final class WassersteinLoss implements StyleLoss {

  private static final double EPSILON = 1e-4;

  private final Moments moments = new Moments();
  private final TorchScript script;
  private final NDArray mean;

  /** A^1/2. */
  private final NDArray root;

  private final double trace;

  /**
   * A loss for a style.
   *
   * @param target normalised moments of the style; owned by this loss from now on
   */
  public WassersteinLoss(NDArray target) {
    try (NDScope scope = new NDScope()) {
      NDArray exact = exact(target);
      script =
          TorchScript.load(
              WassersteinLoss.class, "WassersteinLoss.torchscript", exact.getManager());
      NDArray covariance = covariance(exact);
      mean = Moments.sums(exact).duplicate();
      root = script.call("root", covariance);
      trace = covariance.diagonal().sum().getDouble();
      NDScope.unregister(mean, root);
    }
    target.close();
  }

  private static NDArray exact(NDArray array) {
    return array.toDevice(Device.cpu(), false).toType(DataType.FLOAT64, false);
  }

  private static NDArray covariance(NDArray moments) {
    NDArray mean = Moments.sums(moments);
    NDArray covariance =
        Moments.products(moments).sub(mean.expandDims(1).matMul(mean.expandDims(0)));
    covariance.diagonal().addi(EPSILON);
    return covariance;
  }

  @Override
  public Statistic statistic() {
    return moments;
  }

  @Override
  public Slope at(NDArray sum, double positions) {
    NDArray own = moments.normalized(exact(sum), positions);
    double channels = own.getShape().get(1);
    NDArray covariance = covariance(own);
    // Both covariances are at least e, and so are the roots of their products.
    List<NDArray> overlap = script.callForList("overlap", root, covariance, EPSILON * EPSILON);
    NDArray ownMean = Moments.sums(own);
    NDArray difference = ownMean.sub(mean);
    NDArray value =
        difference
            .square()
            .sum()
            .addi(covariance.diagonal().sum())
            .addi(trace)
            .subi(overlap.get(0).mul(2))
            .divi(channels);
    NDArray ofProducts = overlap.get(1).mul(-2);
    ofProducts.diagonal().addi(1);
    NDArray throughMean = ofProducts.matMul(ownMean.expandDims(1)).squeeze(1);
    NDArray ofSums = difference.subi(throughMean).muli(2);
    NDArray sensitivity = Moments.joined(ofProducts, ofSums).divi(channels * positions);
    return new Slope(like(value, sum), like(sensitivity, sum));
  }

  private static NDArray like(NDArray exact, NDArray sum) {
    return exact.toType(sum.getDataType(), false).toDevice(sum.getDevice(), false);
  }

  @Override
  public void close() {
    script.close();
    mean.close();
    root.close();
  }
}
