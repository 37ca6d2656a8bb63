package org.neuralstyle.badexample.cli;

import ai.djl.ndarray.NDArray;

/** Breaks a rule of {@link org.neuralstyle.ArchitectureTest}: has a tensor in a signature. */
public final class Leaking {
  /**
   * A tensor.
   *
   * @return nothing
   */
  public NDArray tensor() {
    return null;
  }
}
