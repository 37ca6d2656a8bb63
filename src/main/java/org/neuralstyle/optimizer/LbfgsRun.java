package org.neuralstyle.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.neuralstyle.optimizer.Outcome.Ending;

/** A minimisation by {@link Lbfgs}; owns its arrays but the pairs. */
final class LbfgsRun<V extends Value> extends Minimization<V> implements AutoCloseable {

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

  private enum Step {
    ACCEPTED,
    NO_DECREASE,
    EXPLODED,
    OUT_OF_EVALUATIONS
  }

  private final CurvaturePairs pairs;
  private final List<Double> accepted = new ArrayList<>();
  private NDArray x;
  private Evaluation<V> at;
  private boolean exploded;
  private double initial;

  /** Takes the start over. */
  LbfgsRun(
      Objective<V> objective,
      int evaluations,
      Observer<V> observer,
      CurvaturePairs pairs,
      NDArray start) {
    super(objective, evaluations, observer);
    this.pairs = pairs;
    this.x = start;
  }

  @Override
  void begin() {
    if (at == null) {
      at = evaluated(x);
      initial = at.value().total();
      if (!at.value().isFinite()) {
        end(Ending.DIVERGED);
      }
    }
  }

  @Override
  Optional<Ending> step() {
    switch (search()) {
      case ACCEPTED -> {
        accepted.add(at.value().total());
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
        return exhausted();
      }
    }
    return Optional.empty();
  }

  @Override
  NDArray takeImage() {
    NDArray image = x;
    x = null;
    return image;
  }

  @Override
  public NDArray image() {
    return x;
  }

  @Override
  public V value() {
    return at == null ? null : at.value();
  }

  @Override
  public void write(DataOutputStream out) throws IOException {
    StateData.write(out, x);
    StateData.write(out, ending());
    out.writeInt(evaluation());
    out.writeDouble(initial);
    out.writeBoolean(exploded);
    at.value().write(out);
    StateData.write(out, at.gradient());
    int n = Math.min(accepted.size(), WINDOW + 1);
    out.writeInt(n);
    for (double loss : accepted.subList(accepted.size() - n, accepted.size())) {
      out.writeDouble(loss);
    }
    pairs.write(out);
  }

  /** Reads what {@link #write} wrote, but for the image, which is there already. */
  void read(SavedState<V> state) throws IOException {
    DataInputStream in = state.in();
    Optional<Ending> ending = state.ending();
    goOn(in.readInt(), ending);
    initial = in.readDouble();
    exploded = in.readBoolean();
    at = new Evaluation<>(state.value(), state.array());
    int n = in.readInt();
    for (int i = 0; i < n; i++) {
      accepted.add(in.readDouble());
    }
    pairs.read(in);
  }

  /** One direction and the search along it. */
  private Step search() {
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
        if (isExhausted()) {
          return Step.OUT_OF_EVALUATIONS;
        }
        double factor = length;
        NDArray candidate = kept(() -> direction.mul(factor).addi(x).clip(0, 1));
        double expected = expected(candidate);
        Evaluation<V> next = evaluated(candidate);
        double decrease = at.value().total() - next.value().total();
        if (decrease >= -SUFFICIENT_DECREASE * expected) {
          accept(candidate, next);
          return Step.ACCEPTED;
        }
        double total = next.value().total();
        next.close();
        candidate.close();
        if (!(total <= Math.max(initial, EXPLOSION * at.value().total()))) {
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
    double loss = at.value().total();
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

  private void accept(NDArray candidate, Evaluation<V> next) {
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

  private Evaluation<V> evaluated(NDArray image) {
    Evaluation<V> result = evaluate(image);
    boolean better = at == null || result.value().total() < at.value().total();
    tell(result.value(), better ? image : x);
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

  /** The result of a computation, in the caller's scope, without what it took on the way. */
  static NDArray kept(Supplier<NDArray> computation) {
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
