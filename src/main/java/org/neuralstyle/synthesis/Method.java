package org.neuralstyle.synthesis;

import org.neuralstyle.optimizer.Adam;
import org.neuralstyle.optimizer.InitialEstimate;
import org.neuralstyle.optimizer.Lbfgs;
import org.neuralstyle.optimizer.Optimizer;

/** The optimisers to choose from. */
public enum Method {
  /** {@link Lbfgs}, from an estimate that suits the losses. */
  LBFGS,
  /** {@link Lbfgs} from {@link InitialEstimate#CLASSIC}. */
  CLASSIC,
  /** {@link Adam}. */
  ADAM;

  /**
   * The optimiser for a run. Where memory is too short for the usual history, it is for a filter of
   * the gradient too.
   *
   * @param history how many steps there is memory for
   * @param statistics whether statistics of features are among the losses
   */
  Optimizer optimizer(int history, boolean statistics) {
    return switch (this) {
      case LBFGS ->
          new Lbfgs(
              history,
              statistics && history >= Lbfgs.DEFAULT_HISTORY
                  ? InitialEstimate.SMOOTH
                  : InitialEstimate.BOLD);
      case CLASSIC -> new Lbfgs(history, InitialEstimate.CLASSIC);
      case ADAM -> new Adam(Adam.DEFAULT_LEARNING_RATE);
    };
  }
}
