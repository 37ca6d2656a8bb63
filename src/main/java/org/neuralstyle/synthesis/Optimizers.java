package org.neuralstyle.synthesis;

import org.neuralstyle.optimizer.Adam;
import org.neuralstyle.optimizer.InitialEstimate;
import org.neuralstyle.optimizer.Lbfgs;
import org.neuralstyle.optimizer.Optimizer;
import org.neuralstyle.settings.SynthesisSettings;

/** The optimisers that settings ask for. */
final class Optimizers {

  private Optimizers() {}

  /**
   * The optimiser for a run. Where memory is too short for the usual history, it is for a filter of
   * the gradient too.
   *
   * @param history how many steps there is memory for
   */
  static Optimizer of(SynthesisSettings settings, int history) {
    return switch (settings.engine().method()) {
      case LBFGS ->
          new Lbfgs(
              history,
              !settings.losses().styleLayers().isEmpty() && history >= Lbfgs.DEFAULT_HISTORY
                  ? InitialEstimate.SMOOTH
                  : InitialEstimate.BOLD);
      case CLASSIC -> new Lbfgs(history, InitialEstimate.CLASSIC);
      case ADAM -> new Adam(Adam.DEFAULT_LEARNING_RATE, settings.engine().normalized());
    };
  }
}
