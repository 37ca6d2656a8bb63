package org.neuralstyle.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.Consumer;
import org.neuralstyle.tensor.TorchScript;

/**
 * Some positions of a feature map, or of the gradient of an objective with respect to them, in any
 * {@link org.neuralstyle.vgg.Precision}; what is summed up over positions is in float32 at least.
 * Losses add their shares to gradients in place, since each copy of a feature map costs about as
 * much as what it is for.
 *
 * @param script from {@link #script}
 * @param values {@code R x Q x C}, possibly a view of a part of a larger map
 */
public record FeatureArray(TorchScript script, NDArray values) {

  /**
   * Loads the functions that arrays are computed with.
   *
   * @param manager on whose device they are to run
   * @return the functions, to be closed by the caller
   */
  public static TorchScript script(NDManager manager) {
    return TorchScript.load(FeatureArray.class, "FeatureArray.torchscript", manager);
  }

  /**
   * The Gram matrix, not normalised.
   *
   * @return {@code F^T F}, {@code C x C}, with the positions as the rows of F
   */
  public NDArray gram() {
    return script.call("gram", values);
  }

  /**
   * The features after ReLU.
   *
   * @return a copy
   */
  public FeatureArray rectified() {
    return new FeatureArray(script, script.call("rectified", values));
  }

  /**
   * Adds a multiple of the difference of features from others.
   *
   * @param features of the same positions
   * @param target of the same positions
   * @param factor the multiple
   * @return the sum of the squared differences, a scalar in float32, or in float64 if they are
   */
  public NDArray addDifference(FeatureArray features, FeatureArray target, double factor) {
    return script.call("add_difference", values, features.values, target.values, factor);
  }

  /**
   * Adds a linear function of features.
   *
   * @param features of the same positions
   * @param matrix {@code C x C}, multiplied from the right
   */
  public void addProduct(FeatureArray features, NDArray matrix) {
    script.call("add_product", values, features.values, matrix).close();
  }

  /**
   * Adds the gradient of a loss of rectified features.
   *
   * @param rectified the features after ReLU
   * @param loss adds its gradient with respect to these
   */
  public void addThroughRelu(FeatureArray rectified, Consumer<FeatureArray> loss) {
    try (NDArray gradient = script.call("zeros", rectified.values)) {
      loss.accept(new FeatureArray(script, gradient));
      script.call("add_where_positive", values, gradient, rectified.values).close();
    }
  }
}
