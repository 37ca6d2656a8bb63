package org.neuralstyle.optimizer;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.util.function.UnaryOperator;

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

  /** Checks the history. */
  public Lbfgs {
    if (history < 1) {
      throw new IllegalArgumentException(
          "The history of L-BFGS must be at least 1 step, not " + history + ".");
    }
  }

  @Override
  public <V extends Value> Outcome<V> minimize(
      Objective<V> objective, NDArray start, int evaluations, Observer<V> observer) {
    // The largest array first: where it does not fit, little else has been taken yet.
    try (SpectralPreconditioner filter = filter(start);
        CurvaturePairs pairs = pairs(start, filter);
        LbfgsRun<V> run =
            new LbfgsRun<>(
                objective, evaluations, observer, pairs, LbfgsRun.kept(() -> start.clip(0, 1)))) {
      return run.run();
    }
  }

  @Override
  public <V extends Value> Outcome<V> resume(
      Objective<V> objective, SavedState<V> state, int evaluations, Observer<V> observer)
      throws IOException {
    NDArray x = state.array();
    try (SpectralPreconditioner filter = filter(x);
        CurvaturePairs pairs = pairs(x, filter);
        LbfgsRun<V> run = new LbfgsRun<>(objective, evaluations, observer, pairs, x)) {
      run.read(state);
      return run.run();
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
}
