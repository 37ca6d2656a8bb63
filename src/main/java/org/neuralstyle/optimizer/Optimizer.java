package org.neuralstyle.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.DataInputStream;
import java.io.IOException;
import org.neuralstyle.objective.Objective;

/** A method that minimises an objective over images with values in 0..1. */
public interface Optimizer {

  /**
   * Minimises.
   *
   * @param objective the function
   * @param start where to start, {@code 1 x 3 x H x W}, clipped to 0..1; not changed
   * @param evaluations how often the objective may be evaluated, at least 1
   * @param observer is told of each evaluation and may stop the run
   * @return the best image found and why the run ended, to be closed by the caller
   */
  Outcome minimize(Objective objective, NDArray start, int evaluations, Observer observer);

  /**
   * Goes on with a minimisation of the same function by the same method, as if it had never been
   * interrupted. One that had converged or diverged stays where it is.
   *
   * @param objective the function
   * @param manager makes the arrays
   * @param state what {@link State#write} wrote
   * @param evaluations how often the objective may be evaluated in all, with those before
   * @param observer is told of each evaluation from here on, and may stop the run
   * @return the best image found and why the run ended, to be closed by the caller
   * @throws IOException if the state cannot be read
   */
  Outcome resume(
      Objective objective,
      NDManager manager,
      DataInputStream state,
      int evaluations,
      Observer observer)
      throws IOException;
}
