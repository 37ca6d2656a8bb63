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

  /** After so many evaluations, of any scales, the trial of the device counts no longer. */
  private static final double MANY = 100;

  private final int[] planned;
  private final int[] done;
  private final List<Effort> efforts;
  private final double foretold;
  private final LongSupplier clock;
  private int scale;
  private boolean going;
  private long since;
  private double secondsPerEffort = Double.NaN;
  private int measured;

  /** Of all scales. */
  private int measuredInAll;

  /** Seconds from the beginning of the scale to the end of its first evaluation. */
  private double opening = Double.NaN;

  /**
   * Before a run.
   *
   * @param planned evaluations at each scale
   * @param done those done before, of a run that goes on
   * @param efforts what each scale takes, in relation to the others
   * @param foretold seconds for an effort of 1; NaN if unknown
   * @param clock in nanoseconds
   */
  Pace(
      List<Integer> planned,
      List<Integer> done,
      List<Effort> efforts,
      double foretold,
      LongSupplier clock) {
    this.planned = planned.stream().mapToInt(Integer::intValue).toArray();
    this.done = done.stream().mapToInt(Integer::intValue).toArray();
    this.efforts = List.copyOf(efforts);
    this.foretold = foretold;
    this.clock = clock;
  }

  /** Begins a scale, or goes on with it. */
  void begin(int index) {
    scale = index;
    going = false;
    since = clock.getAsLong();
    opening = Double.NaN;
    // What a coarser scale told is soon known better.
    measured = Math.min(measured, 1);
  }

  /** An evaluation is done. */
  void evaluated() {
    done[scale]++;
    double passed = (clock.getAsLong() - since) / 1e9;
    if (!going) {
      opening = passed;
    } else {
      double seconds = passed / efforts.get(scale).evaluation();
      measured++;
      measuredInAll++;
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
      past += preparation(i) + done[i] * efforts.get(i).evaluation();
    }
    return past / (past + leftHere() + leftLater());
  }

  /** As long as it took just now, if the scale is like this one. */
  private double preparation(int index) {
    Effort effort = efforts.get(index);
    double known = opening / secondsPerEffort - effort.evaluation();
    return effort.equals(efforts.get(scale)) && known > 0 ? known : effort.preparation();
  }

  /** Seconds expected from now on; NaN as long as nothing is known. */
  double secondsLeft() {
    double trust = Math.max(part(), measuredInAll / MANY);
    double here = Math.max(trust, (double) measured / WINDOW);
    return leftHere() * secondsPerEffort(here) + leftLater() * secondsPerEffort(trust);
  }

  /**
   * The first evaluations, of small images, tell less of large ones than the trial of the device.
   *
   * @param trust in what was measured, where 0 is none
   */
  private double secondsPerEffort(double trust) {
    if (measured == 0 || Double.isNaN(foretold)) {
      return measured == 0 ? foretold : secondsPerEffort;
    }
    return foretold * Math.pow(secondsPerEffort / foretold, Math.min(1, trust));
  }

  private double leftHere() {
    return Math.max(0, planned[scale] - done[scale]) * efforts.get(scale).evaluation();
  }

  private double leftLater() {
    double left = 0;
    for (int i = scale + 1; i < planned.length; i++) {
      left += preparation(i) + planned[i] * efforts.get(i).evaluation();
    }
    return left;
  }
}
