package org.neuralstyle.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import org.neuralstyle.vgg.FeatureArray;

/**
 * The products of all channels, and below them the channels' sums: {@code C + 1 x C}; normalised
 * they are divided by the number of positions, which makes them the second and first moments.
 */
public record Moments() implements Statistic {

  @Override
  public Shape shape(int channels) {
    return new Shape(channels + 1, channels);
  }

  @Override
  public NDArray of(FeatureArray features) {
    return joined(features.gram(), features.sum());
  }

  @Override
  public NDArray normalized(NDArray sum, double positions) {
    return sum.div(positions);
  }

  /** With a symmetric derivative S of the products and s of the sums, 2 F S + s. */
  @Override
  public void addGradient(FeatureArray features, NDArray sensitivity, FeatureArray gradient) {
    gradient.addProduct(features, products(sensitivity).mul(2));
    gradient.addToEach(features, sums(sensitivity));
  }

  static NDArray joined(NDArray products, NDArray sums) {
    return NDArrays.concat(new NDList(products, sums.expandDims(0)), 0);
  }

  /** The upper part, {@code C x C}. */
  static NDArray products(NDArray moments) {
    return moments.get(new NDIndex().addSliceDim(0, moments.getShape().get(1)));
  }

  /** The last row, {@code C} values. */
  static NDArray sums(NDArray moments) {
    return moments.get(moments.getShape().get(1));
  }
}
