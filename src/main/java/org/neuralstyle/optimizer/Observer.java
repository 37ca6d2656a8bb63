package org.neuralstyle.optimizer;

import ai.djl.ndarray.NDArray;

/**
 * Watches a minimisation.
 *
 * @param <V> the objective's values
 */
@FunctionalInterface
public interface Observer<V extends Value> {

  /**
   * Is called after each evaluation.
   *
   * @param evaluation its number, from 1
   * @param value at the image that was evaluated
   * @param best the best image so far, {@code 1 x 3 x H x W} in 0..1; only valid during the call
   * @return false to stop
   */
  boolean evaluated(int evaluation, V value, NDArray best);

  /**
   * Is called between steps.
   *
   * @param state where the minimisation is
   */
  default void reached(State<V> state) {}

  /**
   * Is called at the end. A step that was not finished is to be done again by who goes on from it.
   *
   * @param state where the minimisation ended
   * @param ending why
   */
  default void ended(State<V> state, Outcome.Ending ending) {}

  /**
   * Is called when an evaluation fails, before its exception is passed on, if there was another
   * before.
   *
   * @param state where the minimisation was
   */
  default void failed(State<V> state) {}
}
