package org.neuralstyle.synthesis;

import java.util.List;
import java.util.function.LongSupplier;

/**
 * How far a run is and how long it still takes, where an evaluation at a finer scale takes longer.
 * Rates are measured between evaluations, so that what a listener takes, a pause of hours for
 * instance, does not count.
 */
final class Pace {

  /** Evaluations over which a rate is averaged: as a history fills, they take longer. */
  private static final int WINDOW = 10;

  private final int[] planned;
  private final int[] done;
  private final double[] efforts;
  private final double[] preparations;
  private final LongSupplier clock;
  private int scale;
  private boolean going;
  private long since;
  private double secondsPerEffort = Double.NaN;
  private int measured;

  /**
   * Before a run.
   *
   * @param planned evaluations at each scale
   * @param done those done before, of a run that goes on
   * @param efforts what an evaluation takes at each scale, in relation to the others
   * @param preparations what comes before the first evaluation at each, in the same unit
   * @param clock in nanoseconds
   */
  Pace(
      List<Integer> planned,
      List<Integer> done,
      List<Double> efforts,
      List<Double> preparations,
      LongSupplier clock) {
    this.planned = planned.stream().mapToInt(Integer::intValue).toArray();
    this.done = done.stream().mapToInt(Integer::intValue).toArray();
    this.efforts = efforts.stream().mapToDouble(Double::doubleValue).toArray();
    this.preparations = preparations.stream().mapToDouble(Double::doubleValue).toArray();
    this.clock = clock;
  }

  /** Begins a scale, or goes on with it. */
  void begin(int index) {
    scale = index;
    going = false;
    // What a coarser scale told is soon known better.
    measured = Math.min(measured, 1);
  }

  /** An evaluation is done. */
  void evaluated() {
    done[scale]++;
    if (going) {
      double seconds = (clock.getAsLong() - since) / 1e9 / efforts[scale];
      measured++;
      secondsPerEffort =
          measured == 1
              ? seconds
              : secondsPerEffort + (seconds - secondsPerEffort) / Math.min(measured, WINDOW);
    }
  }

  /** The listener has heard of the evaluation, and the run goes on. */
  void goOn() {
    going = true;
    since = clock.getAsLong();
  }

  /** How much is done, 0..1. */
  double part() {
    double past = 0;
    for (int i = 0; i <= scale; i++) {
      past += preparations[i] + done[i] * efforts[i];
    }
    return past / (past + left());
  }

  /** Seconds expected from now on; NaN as long as nothing has been measured. */
  double secondsLeft() {
    return left() * secondsPerEffort;
  }

  private double left() {
    double left = Math.max(0, planned[scale] - done[scale]) * efforts[scale];
    for (int i = scale + 1; i < planned.length; i++) {
      left += preparations[i] + planned[i] * efforts[i];
    }
    return left;
  }
}
