package org.neuralstyle.vgg;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Sees features on the way forward. */
public interface FeatureVisitor {

  /**
   * How far it looks.
   *
   * @return the number of the deepest convolution whose features it needs, 0 for none
   */
  int depth();

  /**
   * Called once for each part of each convolution's output, for several parts at once.
   *
   * @param rows the features, valid during the call
   * @return what {@link #take} is to have
   */
  List<NDArray> visit(FeatureRows rows);

  /**
   * Called for one visit after the other, of each convolution from the top to the bottom.
   *
   * @param rows whose features are no longer valid
   * @param arrays what the visit returned, owned by the visitor from now on
   */
  void take(FeatureRows rows, List<NDArray> arrays);
}
