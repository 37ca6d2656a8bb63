package org.neuralstyle.optimizer;

import ai.djl.ndarray.NDArray;

/**
 * What a minimisation came to.
 *
 * @param image the best image, {@code 1 x 3 x H x W} in 0..1
 * @param value at that image
 * @param ending why it ended
 * @param <V> the objective's values
 */
public record Outcome<V extends Value>(NDArray image, V value, Ending ending)
    implements AutoCloseable {

  /** Why a minimisation ended. */
  public enum Ending {
    /** All evaluations were used. */
    EVALUATIONS,
    /** The loss no longer falls. */
    CONVERGED,
    /** The observer stopped it. */
    STOPPED,
    /** The loss was not finite or exploded, and did so again after a step back. */
    DIVERGED
  }

  @Override
  public void close() {
    image.close();
  }
}
