package org.neuralstyle.synthesis;

import org.neuralstyle.optimizer.Adam;
import org.neuralstyle.optimizer.Lbfgs;
import org.neuralstyle.optimizer.Optimizer;

/** The optimisers to choose from. */
public enum Method {
  /** {@link Lbfgs}. */
  LBFGS,
  /** {@link Adam}. */
  ADAM;

  Optimizer optimizer(int history) {
    return switch (this) {
      case LBFGS -> new Lbfgs(history, true);
      case ADAM -> new Adam(Adam.DEFAULT_LEARNING_RATE);
    };
  }
}
