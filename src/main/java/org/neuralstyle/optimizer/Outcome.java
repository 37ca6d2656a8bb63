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
    EVALUATIONS("all evaluations were used"),
    /** The loss no longer falls. */
    CONVERGED("the loss no longer falls"),
    /** The observer stopped it. */
    STOPPED("it was stopped"),
    /** The loss was not finite or exploded, and did so again after a step back. */
    DIVERGED("the loss exploded; the best image so far was kept");

    private final String text;

    Ending(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  @Override
  public void close() {
    image.close();
  }
}
