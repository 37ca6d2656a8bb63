package org.neuralstyle.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.neuralstyle.optimizer.Outcome.Ending;

/**
 * Adam (Kingma and Ba, 2015), projected onto the box [0,1]. A loss that is not finite, or 1e4 times
 * the best one, is an explosion: after the first one it begins again at the best image with a tenth
 * of the rate; with a second one, or where there is no good image yet, it ends.
 *
 * @param learningRate size of a step in units of the image's values, above 0
 * @param latest whether the latest image counts in place of the best, for directions that are the
 *     gradient of no function and so need not make any smaller
 */
public record Adam(double learningRate, boolean latest) implements Optimizer {

  /** Step size by default. */
  public static final double DEFAULT_LEARNING_RATE = 0.02;

  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;
  private static final double EXPLOSION = 1e4;

  /** Checks the learning rate. */
  public Adam {
    if (!(learningRate > 0) || !Double.isFinite(learningRate)) {
      throw new IllegalArgumentException(
          "The learning rate of Adam must be above 0, not " + learningRate + ".");
    }
  }

  @Override
  public <V extends Value> Outcome<V> minimize(
      Objective<V> objective, NDArray start, int evaluations, Observer<V> observer) {
    try (NDScope scope = new NDScope()) {
      NDArray x = start.clip(0, 1);
      Run<V> run = new Run<>(objective, evaluations, observer, x);
      run.rate = learningRate;
      run.latest = latest;
      return run.run();
    }
  }

  @Override
  public <V extends Value> Outcome<V> resume(
      Objective<V> objective, SavedState<V> state, int evaluations, Observer<V> observer)
      throws IOException {
    try (NDScope scope = new NDScope()) {
      Run<V> run = new Run<>(objective, evaluations, observer, state);
      run.latest = latest;
      return run.run();
    }
  }

  /** The state of one minimisation; its arrays belong to the caller's scope. */
  private static final class Run<V extends Value> extends Minimization<V> {

    private final NDArray x;
    private final NDArray first;
    private final NDArray second;
    private final NDArray best;
    private V bestValue;
    private double rate;
    private boolean latest;
    private double explosion = Double.POSITIVE_INFINITY;
    private boolean exploded;
    private int step;

    Run(Objective<V> objective, int evaluations, Observer<V> observer, NDArray x) {
      super(objective, evaluations, observer);
      this.x = x;
      first = x.zerosLike();
      second = x.zerosLike();
      best = x.duplicate();
    }

    /** Reads what {@link #write} wrote. */
    Run(Objective<V> objective, int evaluations, Observer<V> observer, SavedState<V> state)
        throws IOException {
      super(objective, evaluations, observer);
      x = inScope(state.array());
      first = inScope(state.array());
      second = inScope(state.array());
      best = inScope(state.array());
      bestValue = state.value();
      Optional<Ending> ending = state.ending();
      DataInputStream in = state.in();
      rate = in.readDouble();
      explosion = in.readDouble();
      exploded = in.readBoolean();
      step = in.readInt();
      goOn(in.readInt(), ending);
    }

    private static NDArray inScope(NDArray array) {
      NDScope.register(array);
      return array;
    }

    @Override
    Optional<Ending> step() {
      V value;
      boolean usable;
      try (NDScope inner = new NDScope();
          Evaluation<V> at = evaluate(x)) {
        value = at.value();
        boolean better = bestValue == null || latest || value.total() < bestValue.total();
        if (value.isFinite() && better) {
          bestValue = value;
          best.subi(best).addi(x);
          explosion = bestValue.total() * EXPLOSION;
        }
        usable = value.isFinite() && value.total() <= explosion;
        if (usable) {
          move(at.gradient());
        }
      }
      tell(value, best);
      if (!usable) {
        if (exploded || bestValue == null) {
          bestValue = bestValue == null ? value : bestValue;
          return Optional.of(Ending.DIVERGED);
        }
        exploded = true;
        rate /= 10;
        step = 0;
        x.subi(x).addi(best);
        first.muli(0);
        second.muli(0);
      }
      return Optional.empty();
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
    NDArray takeImage() {
      NDScope.unregister(best);
      return best;
    }

    @Override
    public NDArray image() {
      return best;
    }

    @Override
    public V value() {
      return bestValue;
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
      StateData.write(out, x);
      StateData.write(out, first);
      StateData.write(out, second);
      StateData.write(out, best);
      bestValue.write(out);
      StateData.write(out, ending());
      out.writeDouble(rate);
      out.writeDouble(explosion);
      out.writeBoolean(exploded);
      out.writeInt(step);
      out.writeInt(evaluation());
    }
  }
}
