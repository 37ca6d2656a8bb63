package org.neuralstyle.vgg;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Adds gradients on the way back. */
public interface GradientVisitor {

  /**
   * Called once for each part of each convolution's output, from the deepest to the first, for
   * several parts at once.
   *
   * @param features the output
   * @param gradient with respect to it, to which is added in place
   * @return what {@link #take} is to have
   */
  List<NDArray> visit(FeatureRows features, FeatureRows gradient);

  /**
   * Called for one part after the other, in an order that is always the same.
   *
   * @param arrays what visits returned, valid during the call
   */
  void take(List<NDArray> arrays);
}
