package org.neuralstyle.badexample.cli;

import ai.djl.ndarray.NDArray;
import org.neuralstyle.badexample.imagej.Neighbour;

/**
 * Breaks rules of {@link org.neuralstyle.ArchitectureTest}: has a tensor in a signature, and knows
 * the other front end.
 */
public final class Leaking {
  Neighbour neighbour;

  /**
   * A tensor.
   *
   * @return nothing
   */
  public NDArray tensor() {
    return null;
  }
}
