package org.neuralstyle.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import org.neuralstyle.objective.Evaluation;
import org.neuralstyle.objective.Losses;
import org.neuralstyle.objective.Objective;
import org.neuralstyle.optimizer.Outcome.Ending;

/**
 * Adam (Kingma and Ba, 2015), projected onto the box [0,1].
 *
 * @param learningRate size of a step in units of the image's values, above 0
 */
public record Adam(double learningRate) implements Optimizer {

  /** Step size by default. */
  public static final double DEFAULT_LEARNING_RATE = 0.02;

  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  /** A loss this many times the first one is an explosion. */
  private static final double EXPLOSION = 1e4;

  /** Checks the learning rate. */
  public Adam {
    if (!(learningRate > 0) || !Double.isFinite(learningRate)) {
      throw new IllegalArgumentException(
          "The learning rate of Adam must be above 0, not " + learningRate + ".");
    }
  }

  @Override
  public Outcome minimize(Objective objective, NDArray start, int evaluations, Observer observer) {
    try (NDScope scope = new NDScope()) {
      NDArray x = start.clip(0, 1);
      NDArray first = x.zerosLike();
      NDArray second = x.zerosLike();
      NDArray best = x.duplicate();
      Losses bestLosses = null;
      double rate = learningRate;
      double explosion = Double.POSITIVE_INFINITY;
      boolean exploded = false;
      Ending ending = Ending.EVALUATIONS;
      int step = 0;
      for (int evaluation = 1; evaluation <= evaluations; evaluation++) {
        Losses losses;
        try (NDScope inner = new NDScope();
            Evaluation at = objective.evaluate(x)) {
          losses = at.losses();
          if (losses.isFinite() && (bestLosses == null || losses.total() < bestLosses.total())) {
            bestLosses = losses;
            best.subi(best).addi(x);
            explosion = bestLosses.total() * EXPLOSION;
          }
          if (losses.isFinite() && losses.total() <= explosion) {
            step++;
            first.muli(BETA1).addi(at.gradient().mul(1 - BETA1));
            second.muli(BETA2).addi(at.gradient().square().muli(1 - BETA2));
            double scale =
                rate * Math.sqrt(1 - Math.pow(BETA2, step)) / (1 - Math.pow(BETA1, step));
            NDArray move = first.div(second.sqrt().addi(EPSILON)).muli(scale);
            NDArray next = x.sub(move).clip(0, 1);
            x.subi(x).addi(next);
          }
        }
        boolean goOn = observer.evaluated(evaluation, losses, best);
        if (!losses.isFinite() || losses.total() > explosion) {
          if (exploded || bestLosses == null) {
            ending = Ending.DIVERGED;
            bestLosses = bestLosses == null ? losses : bestLosses;
            break;
          }
          exploded = true;
          rate /= 10;
          step = 0;
          x.subi(x).addi(best);
          first.muli(0);
          second.muli(0);
        }
        if (!goOn) {
          ending = Ending.STOPPED;
          break;
        }
      }
      NDScope.unregister(best);
      return new Outcome(best, bestLosses, ending);
    }
  }
}
