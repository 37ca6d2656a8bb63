package org.neuralstyle.vgg;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.neuralstyle.tensor.TorchScript;

/**
 * Some positions of a feature map, or of the gradient of an objective with respect to them, in any
 * {@link Precision}; what is summed up over positions is in float32 at least. Losses add their
 * shares to gradients in place, since each copy of a feature map costs about as much as what it is
 * for.
 *
 * @param script the network's functions for such arrays
 * @param values {@code R x Q x C}, possibly a view of a part of a larger map
 * @param top row of the first position in the feature map of the whole image
 * @param left column of the first position there
 * @param guide how much each position counts in sums and gradients; empty if all count alike
 */
public record FeatureArray(
    TorchScript script, NDArray values, int top, int left, Optional<Guided> guide) {

  /**
   * How much positions count.
   *
   * @param factors in 0..1, {@code R x Q x 1}, by which features are multiplied (Gatys et al.,
   *     2017)
   * @param spans outside of which all are 0, in the form that the network's functions take
   */
  record Guided(NDArray factors, long[] spans) {}

  /**
   * Loads the functions that arrays are computed with.
   *
   * @param manager on whose device they are to run
   * @return the functions, to be closed by the caller
   */
  static TorchScript script(NDManager manager) {
    return TorchScript.load(FeatureArray.class, "FeatureArray.torchscript", manager);
  }

  /**
   * The same features under a guide.
   *
   * @param factors in 0..1, {@code R x Q x 1}
   * @param spans of the whole image's map, outside of which all factors are 0
   * @return an array whose Gram matrix is that of the features times the factors
   */
  public FeatureArray guidedBy(NDArray factors, List<Span> spans) {
    int bottom = top + (int) values.getShape().get(0);
    int right = left + (int) values.getShape().get(1);
    Positions here = new Positions(top, bottom, left, right);
    long[] own = spans.stream().flatMapToLong(span -> span.in(here)).toArray();
    return new FeatureArray(script, values, top, left, Optional.of(new Guided(factors, own)));
  }

  /**
   * The Gram matrix, not normalised.
   *
   * @return {@code F^T F}, {@code C x C}, with the positions as the rows of F
   */
  public NDArray gram() {
    return guide
        .map(own -> script.call("gram_guided", values, own.factors, own.spans))
        .orElseGet(() -> script.call("gram", values));
  }

  /**
   * The sum over the positions, each of which counts by the square of the guide as in the Gram
   * matrix.
   *
   * @return {@code C} values
   */
  public NDArray sum() {
    return guide
        .map(own -> script.call("sum_guided", values, own.factors, own.spans))
        .orElseGet(() -> script.call("sum", values));
  }

  /**
   * The features after ReLU.
   *
   * @return a copy
   */
  public FeatureArray rectified() {
    return with(script.call("rectified", values));
  }

  /**
   * Adds values in place, which DJL itself cannot do to the network's arrays.
   *
   * @param addend {@code R x Q x C}, or 1 in place of a number for the same at all
   */
  public void add(NDArray addend) {
    script.call("add", values, addend).close();
  }

  /**
   * Adds a multiple of the difference of features from others.
   *
   * @param features of the same positions
   * @param target {@code R x Q x C}, of the same positions
   * @param factor the multiple
   * @return the sum of the squared differences, a scalar in float32, or in float64 if they are
   */
  public NDArray addDifference(FeatureArray features, NDArray target, double factor) {
    return script.call("add_difference", values, features.values, target, factor);
  }

  /**
   * Adds a linear function of features, each as much as it counts in their Gram matrix.
   *
   * @param features of the same positions
   * @param matrix {@code C x C}, multiplied from the right
   */
  public void addProduct(FeatureArray features, NDArray matrix) {
    NDArray sum =
        features
            .guide
            .map(
                own ->
                    script.call(
                        "add_guided", values, features.values, own.factors, own.spans, matrix))
            .orElseGet(() -> script.call("add_product", values, features.values, matrix));
    sum.close();
  }

  /**
   * Adds the same at all positions, as much as they count in the sum of features.
   *
   * @param features of the same positions
   * @param vector {@code C} values
   */
  public void addToEach(FeatureArray features, NDArray vector) {
    NDArray sum =
        features
            .guide
            .map(own -> script.call("add_to_each_guided", values, own.factors, own.spans, vector))
            .orElseGet(() -> script.call("add", values, vector));
    sum.close();
  }

  /**
   * Adds the gradient of a loss of a layer's features, through the ReLU where the layer is after
   * it.
   *
   * @param layer of this convolution
   * @param features its features at these positions
   * @param loss adds its gradient with respect to them
   */
  public void addFrom(Layer layer, FeatureArray features, Consumer<FeatureArray> loss) {
    if (!layer.rectified()) {
      loss.accept(this);
      return;
    }
    try (NDArray gradient = script.call("zeros", features.values)) {
      loss.accept(with(gradient));
      script.call("add_where_positive", values, gradient, features.values).close();
    }
  }

  /**
   * Features at places between the positions.
   *
   * @param rectified whether they are taken after ReLU
   * @param rows how the places' rows are made of these
   * @param columns how their columns are
   * @return in float32 at least, rows x columns x C
   */
  public NDArray interpolated(boolean rectified, Interpolation rows, Interpolation columns) {
    if (rows.isSlice() && columns.isSlice()) {
      return script.call("sliced", values, rectified, rows.slice(), columns.slice());
    }
    return script.call("interpolated", values, rectified, arrays(rows), matrix(columns));
  }

  /**
   * The adjoint of {@link #interpolated}: adds to a gradient with respect to the positions what one
   * with respect to the places makes of it.
   *
   * @param features of the same positions
   * @param rectified as there
   * @param rows as there
   * @param columns as there
   * @param gradient rows x columns x C
   */
  public void addInterpolated(
      FeatureArray features,
      boolean rectified,
      Interpolation rows,
      Interpolation columns,
      NDArray gradient) {
    NDArray map = features.values;
    NDArray sum =
        rows.isSlice() && columns.isSlice()
            ? script.call(
                "add_sliced", values, map, rectified, rows.slice(), columns.slice(), gradient)
            : script.call(
                "add_interpolated",
                values,
                map,
                rectified,
                arrays(rows),
                matrix(columns),
                gradient);
    sum.close();
  }

  private NDArray matrix(Interpolation columns) {
    return columns.matrix(values.getManager(), (int) values.getShape().get(1));
  }

  private List<NDArray> arrays(Interpolation lines) {
    return lines.arrays(values.getManager());
  }

  /**
   * The same positions with other values.
   *
   * @param others {@code R x Q x C}
   * @return the values at these positions
   */
  FeatureArray with(NDArray others) {
    return new FeatureArray(script, others, top, left, guide);
  }
}
