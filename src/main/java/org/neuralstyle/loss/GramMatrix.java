package org.neuralstyle.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.neuralstyle.vgg.FeatureArray;

/**
 * The products of all channels (Gatys, Ecker and Bethge, 2015): the sum is {@code F^T F}, {@code C
 * x C}, with the P positions as the rows of F; normalised it is divided by {@code C P}.
 */
public record GramMatrix() implements Statistic {

  @Override
  public Shape shape(int channels) {
    return new Shape(channels, channels);
  }

  @Override
  public NDArray of(FeatureArray features) {
    return features.gram();
  }

  @Override
  public NDArray normalized(NDArray sum, double positions) {
    return sum.div(sum.getShape().get(0) * positions);
  }

  /** With a symmetric sensitivity S the differential of F^T F gives 2 F S. */
  @Override
  public void addGradient(FeatureArray features, NDArray sensitivity, FeatureArray gradient) {
    gradient.addProduct(features, sensitivity.mul(2));
  }
}
