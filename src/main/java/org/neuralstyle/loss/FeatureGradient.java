package org.neuralstyle.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.function.Consumer;
import org.neuralstyle.tensor.TorchScript;

/**
 * The gradient of an objective with respect to some positions of a feature map, to which losses add
 * their shares in place, since each copy of a feature map costs about as much as what it is for.
 *
 * @param script from {@link #script}
 * @param values {@code R x Q x C}, possibly a view of a part of a larger map
 */
public record FeatureGradient(TorchScript script, NDArray values) {

  /**
   * Loads the functions that gradients are changed with.
   *
   * @param manager on whose device they are to run
   * @return the functions, to be closed by the caller
   */
  public static TorchScript script(NDManager manager) {
    return TorchScript.load(FeatureGradient.class, "FeatureGradient.torchscript", manager);
  }

  /**
   * Adds a multiple of an array.
   *
   * @param summand {@code R x Q x C}
   * @param factor the multiple
   */
  public void add(NDArray summand, double factor) {
    script.call("add", values, summand, factor).close();
  }

  /**
   * Adds a linear function of the features.
   *
   * @param features {@code R x Q x C}
   * @param matrix {@code C x C}, multiplied from the right
   */
  public void addProduct(NDArray features, NDArray matrix) {
    script.call("add_product", values, features, matrix).close();
  }

  /**
   * Adds the gradient of a loss of rectified features.
   *
   * @param rectified the features after ReLU, {@code R x Q x C}
   * @param loss adds its gradient with respect to these
   */
  public void addThroughRelu(NDArray rectified, Consumer<FeatureGradient> loss) {
    try (NDScope scope = new NDScope()) {
      FeatureGradient after = new FeatureGradient(script, rectified.zerosLike());
      loss.accept(after);
      NDArray positive = rectified.gt(0).toType(rectified.getDataType(), false);
      add(after.values().mul(positive), 1);
    }
  }
}
