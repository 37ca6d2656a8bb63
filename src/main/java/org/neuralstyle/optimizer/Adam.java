package org.neuralstyle.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.neuralstyle.objective.Evaluation;
import org.neuralstyle.objective.Losses;
import org.neuralstyle.objective.Objective;
import org.neuralstyle.optimizer.Outcome.Ending;

/**
 * Adam (Kingma and Ba, 2015), projected onto the box [0,1]. After an explosion it begins again at
 * the best image with a tenth of the rate; after a second one it ends.
 *
 * @param learningRate size of a step in units of the image's values, above 0
 */
public record Adam(double learningRate) implements Optimizer {

  /** Step size by default. */
  public static final double DEFAULT_LEARNING_RATE = 0.02;

  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  /** A loss this many times the best one is an explosion. */
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
      Run run = new Run(x, x.zerosLike(), x.zerosLike(), x.duplicate());
      run.rate = learningRate;
      return run.minimize(objective, evaluations, observer);
    }
  }

  @Override
  public Outcome resume(
      Objective objective,
      NDManager manager,
      DataInputStream state,
      int evaluations,
      Observer observer)
      throws IOException {
    try (NDScope scope = new NDScope()) {
      Run run = Run.read(state, manager);
      return run.minimize(objective, evaluations, observer);
    }
  }

  /** The state of one minimisation; its arrays belong to the caller's scope. */
  private static final class Run implements State {

    private final NDArray x;
    private final NDArray first;
    private final NDArray second;
    private final NDArray best;
    private Losses bestLosses;
    private double rate;
    private double explosion = Double.POSITIVE_INFINITY;
    private boolean exploded;
    private int step;
    private int reached;
    private Optional<Ending> ending = Optional.empty();

    Run(NDArray x, NDArray first, NDArray second, NDArray best) {
      this.x = x;
      this.first = first;
      this.second = second;
      this.best = best;
    }

    Outcome minimize(Objective objective, int evaluations, Observer observer) {
      try {
        while (ending.isEmpty()) {
          if (reached >= evaluations) {
            ending = Optional.of(Ending.EVALUATIONS);
          } else {
            ending = afterStep(objective, observer);
            if (ending.isEmpty()) {
              observer.reached(this);
            }
          }
        }
      } catch (RuntimeException | Error e) {
        if (bestLosses != null) {
          observer.failed(this);
        }
        throw e;
      }
      observer.ended(this, ending.get());
      NDScope.unregister(best);
      return new Outcome(best, bestLosses, ending.get());
    }

    /** Takes a step; tells the reason to end after it if there is one. */
    private Optional<Ending> afterStep(Objective objective, Observer observer) {
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
          move(at.gradient());
        }
      }
      reached++;
      boolean goOn = observer.evaluated(reached, losses, best);
      if (!losses.isFinite() || losses.total() > explosion) {
        if (exploded || bestLosses == null) {
          bestLosses = bestLosses == null ? losses : bestLosses;
          return Optional.of(Ending.DIVERGED);
        }
        exploded = true;
        rate /= 10;
        step = 0;
        x.subi(x).addi(best);
        first.muli(0);
        second.muli(0);
      }
      return goOn ? Optional.empty() : Optional.of(Ending.STOPPED);
    }

    private void move(NDArray gradient) {
      step++;
      first.muli(BETA1).addi(gradient.mul(1 - BETA1));
      second.muli(BETA2).addi(gradient.square().muli(1 - BETA2));
      double scale = rate * Math.sqrt(1 - Math.pow(BETA2, step)) / (1 - Math.pow(BETA1, step));
      NDArray move = first.div(second.sqrt().addi(EPSILON)).muli(scale);
      NDArray next = x.sub(move).clip(0, 1);
      x.subi(x).addi(next);
    }

    @Override
    public int evaluation() {
      return reached;
    }

    @Override
    public NDArray image() {
      return best;
    }

    @Override
    public Losses losses() {
      return bestLosses;
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
      StateData.write(out, x);
      StateData.write(out, first);
      StateData.write(out, second);
      StateData.write(out, best);
      StateData.write(out, bestLosses);
      StateData.write(out, ending);
      out.writeDouble(rate);
      out.writeDouble(explosion);
      out.writeBoolean(exploded);
      out.writeInt(step);
      out.writeInt(reached);
    }

    static Run read(DataInputStream in, NDManager manager) throws IOException {
      NDArray[] arrays = new NDArray[4];
      for (int i = 0; i < arrays.length; i++) {
        arrays[i] = StateData.readArray(in, manager);
        NDScope.register(arrays[i]);
      }
      Run run = new Run(arrays[0], arrays[1], arrays[2], arrays[3]);
      run.bestLosses = StateData.readLosses(in);
      run.ending = StateData.readEnding(in);
      run.rate = in.readDouble();
      run.explosion = in.readDouble();
      run.exploded = in.readBoolean();
      run.step = in.readInt();
      run.reached = in.readInt();
      return run;
    }
  }
}
