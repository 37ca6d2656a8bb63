package org.neuralstyle.optimizer;

import ai.djl.ndarray.NDArray;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Where a minimisation is before one of its steps, all that the rest of it depends on. Only valid
 * during the call that it is passed to.
 *
 * @param <V> the objective's values
 */
public interface State<V extends Value> {

  /**
   * How many evaluations led here.
   *
   * @return their number; those of a step that has not been finished are not counted
   */
  int evaluation();

  /**
   * The best image so far.
   *
   * @return {@code 1 x 3 x H x W} in 0..1, not to be closed
   */
  NDArray image();

  /**
   * The objective's value at that image.
   *
   * @return from its evaluation
   */
  V value();

  /**
   * Writes what a {@link SavedState} reads, to the last bit.
   *
   * @param out where to
   * @throws IOException if it cannot be written
   */
  void write(DataOutputStream out) throws IOException;
}
