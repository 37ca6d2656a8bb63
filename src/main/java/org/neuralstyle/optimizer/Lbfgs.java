package org.neuralstyle.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.neuralstyle.objective.Evaluation;
import org.neuralstyle.objective.Losses;
import org.neuralstyle.objective.Objective;
import org.neuralstyle.optimizer.Outcome.Ending;

/**
 * L-BFGS by the two-loop recursion (Nocedal, 1980; Liu and Nocedal, 1989) within the box [0,1].
 *
 * <p>Values that lie on a bound and that the gradient pushes outwards are held for the step; steps
 * are projected onto the box (Bertsekas, 1982) and shortened by quadratic interpolation until they
 * give a sufficient decrease (Armijo, 1966), so that no accepted image is worse than the one
 * before.
 *
 * @param history how many steps the curvature is estimated from, at least 1
 * @param estimate the inverse Hessian to begin from
 */
public record Lbfgs(int history, InitialEstimate estimate) implements Optimizer {

  /** Number of steps remembered by default; more are better where there is memory for them. */
  public static final int DEFAULT_HISTORY = 10;

  /** Number of steps beyond which more do not pay. */
  public static final int LONGEST_HISTORY = 100;

  /** Largest change of a value in the first step, when nothing is known of the curvature. */
  private static final double FIRST_STEP = 0.1;

  /** Largest part of the loss by which the first step may fall if the loss were linear. */
  private static final double FIRST_FALL = 0.3;

  private static final double SUFFICIENT_DECREASE = 1e-4;
  private static final int SHORTENINGS = 12;

  /**
   * A loss this many times the best one, and above that of the start, is an explosion and not
   * merely too long a step.
   */
  private static final double EXPLOSION = 1e4;

  /** Relative decrease over {@link #WINDOW} steps below which a run has converged. */
  private static final double CONVERGENCE = 1e-7;

  private static final int WINDOW = 10;

  /** Checks the history. */
  public Lbfgs {
    if (history < 1) {
      throw new IllegalArgumentException(
          "The history of L-BFGS must be at least 1 step, not " + history + ".");
    }
  }

  @Override
  public Outcome minimize(Objective objective, NDArray start, int evaluations, Observer observer) {
    // The largest array first: where it does not fit, little else has been taken yet.
    try (SpectralPreconditioner filter = filter(start);
        CurvaturePairs pairs = pairs(start, filter);
        Run run = new Run(objective, kept(() -> start.clip(0, 1)), evaluations, observer, pairs)) {
      return run.minimize();
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
    NDArray x = StateData.readArray(state, manager);
    try (SpectralPreconditioner filter = filter(x);
        CurvaturePairs pairs = pairs(x, filter);
        Run run = new Run(objective, x, evaluations, observer, pairs)) {
      run.read(state);
      return run.minimize();
    } catch (IOException | RuntimeException | Error e) {
      x.close();
      throw e;
    }
  }

  private SpectralPreconditioner filter(NDArray like) {
    return estimate.isFiltered() ? new SpectralPreconditioner(like) : null;
  }

  private CurvaturePairs pairs(NDArray like, SpectralPreconditioner filter) {
    return new CurvaturePairs(
        like, history, estimate, filter == null ? UnaryOperator.identity() : filter::apply);
  }

  /** The state of one minimisation; owns its arrays but the pairs. */
  private static final class Run implements State, AutoCloseable {

    private final Objective objective;
    private final int evaluations;
    private final Observer observer;
    private final CurvaturePairs pairs;
    private final List<Double> accepted = new ArrayList<>();
    private NDArray x;
    private Evaluation at;
    private int evaluation;
    private int reached;
    private boolean stopped;
    private boolean exploded;
    private double initial;
    private Optional<Ending> ending = Optional.empty();

    /** Takes the start over. */
    Run(
        Objective objective,
        NDArray start,
        int evaluations,
        Observer observer,
        CurvaturePairs pairs) {
      this.objective = objective;
      this.evaluations = evaluations;
      this.observer = observer;
      this.pairs = pairs;
      this.x = start;
    }

    Outcome minimize() {
      try {
        if (at == null) {
          at = evaluate(x);
          reached = evaluation;
          initial = at.losses().total();
          if (!at.losses().isFinite()) {
            ending = Optional.of(Ending.DIVERGED);
          }
        }
        while (ending.isEmpty()) {
          reached = evaluation;
          observer.reached(this);
          ending = afterStep();
        }
        if (ending.get() == Ending.CONVERGED || ending.get() == Ending.DIVERGED) {
          // These are not gone on from, so that the last step counts.
          reached = evaluation;
        }
      } catch (RuntimeException | Error e) {
        if (at != null) {
          observer.failed(this);
        }
        throw e;
      }
      observer.ended(this, ending.get());
      Outcome outcome = new Outcome(x, at.losses(), ending.get());
      x = null;
      return outcome;
    }

    /** Takes a step, unless there is a reason to end before or after it. */
    private Optional<Ending> afterStep() {
      if (stopped || evaluation >= evaluations) {
        return outOfEvaluations();
      }
      switch (step()) {
        case ACCEPTED -> {
          accepted.add(at.losses().total());
          if (hasConverged()) {
            return Optional.of(Ending.CONVERGED);
          }
        }
        case EXPLODED -> {
          if (exploded) {
            return Optional.of(Ending.DIVERGED);
          }
          exploded = true;
          pairs.clear();
        }
        case NO_DECREASE -> {
          if (pairs.isEmpty()) {
            return Optional.of(Ending.CONVERGED);
          }
          pairs.clear();
        }
        case OUT_OF_EVALUATIONS -> {
          return outOfEvaluations();
        }
      }
      return Optional.empty();
    }

    private Optional<Ending> outOfEvaluations() {
      return Optional.of(stopped ? Ending.STOPPED : Ending.EVALUATIONS);
    }

    @Override
    public int evaluation() {
      return reached;
    }

    @Override
    public NDArray image() {
      return x;
    }

    @Override
    public Losses losses() {
      return at.losses();
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
      StateData.write(out, x);
      StateData.write(out, ending);
      out.writeInt(reached);
      out.writeDouble(initial);
      out.writeBoolean(exploded);
      StateData.write(out, at.losses());
      StateData.write(out, at.gradient());
      int n = Math.min(accepted.size(), WINDOW + 1);
      out.writeInt(n);
      for (double loss : accepted.subList(accepted.size() - n, accepted.size())) {
        out.writeDouble(loss);
      }
      pairs.write(out);
    }

    /** Reads what {@link #write} wrote, but for the image, which is there already. */
    void read(DataInputStream in) throws IOException {
      ending = StateData.readEnding(in);
      reached = in.readInt();
      evaluation = reached;
      initial = in.readDouble();
      exploded = in.readBoolean();
      at = new Evaluation(StateData.readLosses(in), StateData.readArray(in, x.getManager()));
      int n = in.readInt();
      for (int i = 0; i < n; i++) {
        accepted.add(in.readDouble());
      }
      pairs.read(in);
    }

    /** One direction and the search along it. */
    private Step step() {
      try (NDScope scope = new NDScope()) {
        NDArray direction = kept(this::direction);
        if (direction == null) {
          return Step.NO_DECREASE;
        }
        double length = 1;
        if (pairs.isEmpty()) {
          length = firstLength(direction);
        }
        for (int i = 0; i < SHORTENINGS; i++) {
          if (stopped || evaluation >= evaluations) {
            return Step.OUT_OF_EVALUATIONS;
          }
          double factor = length;
          NDArray candidate = kept(() -> direction.mul(factor).addi(x).clip(0, 1));
          double expected = expected(candidate);
          Evaluation next = evaluate(candidate);
          double decrease = at.losses().total() - next.losses().total();
          if (decrease >= -SUFFICIENT_DECREASE * expected) {
            accept(candidate, next);
            return Step.ACCEPTED;
          }
          double total = next.losses().total();
          next.close();
          candidate.close();
          if (!(total <= Math.max(initial, EXPLOSION * at.losses().total()))) {
            return Step.EXPLODED;
          }
          length *= shortening(-decrease, expected);
        }
        return Step.NO_DECREASE;
      }
    }

    /** A direction of descent, {@code null} if there is none. */
    private NDArray direction() {
      NDArray free = free();
      NDArray gradient = at.gradient().mul(free);
      if (!pairs.isEmpty()) {
        NDArray direction = pairs.direction(gradient).muli(free);
        if (dot(direction, gradient) < 0) {
          return direction;
        }
        pairs.clear();
      }
      return dot(gradient, gradient) > 0 ? pairs.firstDirection(gradient).muli(free) : null;
    }

    /**
     * As long as nothing is known of the curvature; short where the loss, which is not below 0, has
     * little to fall.
     */
    private double firstLength(NDArray direction) {
      double length = FIRST_STEP / largest(direction);
      double loss = at.losses().total();
      double slope = -dot(direction, at.gradient());
      return loss > 0 ? Math.min(length, FIRST_FALL * loss / slope) : length;
    }

    /** The change of the loss on the way to a candidate if it were linear. */
    private double expected(NDArray candidate) {
      try (NDScope scope = new NDScope()) {
        return dot(candidate.sub(x), at.gradient());
      }
    }

    /** Where the parabola through value and slope here and the value there is lowest. */
    private static double shortening(double rise, double slope) {
      return Math.min(0.5, Math.max(0.1, slope / (2 * (slope - rise))));
    }

    private void accept(NDArray candidate, Evaluation next) {
      try (NDScope scope = new NDScope()) {
        NDArray s = candidate.sub(x);
        NDArray y = next.gradient().sub(at.gradient());
        double sy = dot(s, y);
        if (sy > 1e-10 * dot(y, y)) {
          pairs.add(s, y);
        }
      }
      NDScope.unregister(candidate);
      x.close();
      at.close();
      x = candidate;
      at = next;
    }

    /** 1 for the values that may move, 0 for those held at a bound. */
    private NDArray free() {
      NDArray gradient = at.gradient();
      NDArray held =
          x.lte(0).logicalAnd(gradient.gt(0)).logicalOr(x.gte(1).logicalAnd(gradient.lt(0)));
      return held.logicalNot().toType(x.getDataType(), false);
    }

    private Evaluation evaluate(NDArray image) {
      Evaluation result = objective.evaluate(image);
      evaluation++;
      boolean better = at == null || result.losses().total() < at.losses().total();
      stopped = !observer.evaluated(evaluation, result.losses(), better ? image : x);
      NDScope.unregister(result.gradient());
      return result;
    }

    private boolean hasConverged() {
      int n = accepted.size();
      if (n <= WINDOW) {
        return false;
      }
      double before = accepted.get(n - 1 - WINDOW);
      return before - accepted.get(n - 1) <= CONVERGENCE * Math.abs(before);
    }

    @Override
    public void close() {
      if (x != null) {
        x.close();
      }
      if (at != null) {
        at.close();
      }
    }
  }

  private enum Step {
    ACCEPTED,
    NO_DECREASE,
    EXPLODED,
    OUT_OF_EVALUATIONS
  }

  /** The result of a computation, in the caller's scope, without what it took on the way. */
  private static NDArray kept(Supplier<NDArray> computation) {
    NDArray result;
    try (NDScope scope = new NDScope()) {
      result = computation.get();
      if (result != null) {
        NDScope.unregister(result);
      }
    }
    if (result != null) {
      NDScope.register(result);
    }
    return result;
  }

  private static double largest(NDArray values) {
    try (NDScope scope = new NDScope()) {
      return toDouble(values.abs().max());
    }
  }

  private static double dot(NDArray a, NDArray b) {
    try (NDScope scope = new NDScope()) {
      return toDouble(a.flatten().dot(b.flatten()));
    }
  }

  private static double toDouble(NDArray scalar) {
    return scalar.getDataType() == DataType.FLOAT64 ? scalar.getDouble() : scalar.getFloat();
  }
}
