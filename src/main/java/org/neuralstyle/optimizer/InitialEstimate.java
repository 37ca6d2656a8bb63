package org.neuralstyle.optimizer;

/**
 * The inverse Hessian from which L-BFGS begins, before the steps it remembers correct it.
 *
 * <p>The usual one is the identity times s y / y y of the newest step s and change of the gradient
 * y. That is the curvature along a step, mostly one of the steeper directions; the steps that are
 * remembered know those, so that the first estimate only matters for the flatter rest, where it may
 * be larger.
 */
public enum InitialEstimate {
  /** The identity with the usual scale. */
  CLASSIC(1, false),
  /** The identity with a larger scale. */
  BOLD(3, false),
  /**
   * A filter that lets low spatial frequencies through more than high ones, with a larger scale;
   * see {@link SpectralPreconditioner}. For losses of statistics; reconstructions from early layers
   * need all frequencies alike.
   */
  SMOOTH(3, true);

  private final double boldest;
  private final boolean filtered;

  InitialEstimate(double boldest, boolean filtered) {
    this.boldest = boldest;
    this.filtered = filtered;
  }

  boolean isFiltered() {
    return filtered;
  }

  /**
   * Factor of the usual scale.
   *
   * @param pairs how many steps are remembered, at least 1
   */
  double boldness(int pairs) {
    return Math.min(boldest, 1 + pairs / boldest);
  }
}
