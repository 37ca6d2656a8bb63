package org.neuralstyle.stack;

import java.util.List;

/**
 * When the frames of a film are shown.
 *
 * @param numerator of a tick in seconds, at least 1
 * @param denominator of a tick in seconds, at least 1
 * @param starts when each frame begins, in ticks, increasing; empty if frame i begins at tick i
 * @param end when the last frame ends, in ticks; without meaning if {@code starts} is empty
 * @param rate frames for each second; where it varies, that on whose grid the times lie, nearly
 */
public record FrameTimes(int numerator, int denominator, List<Long> starts, long end, double rate) {

  /** The highest rate, in frames for each second. */
  private static final double HIGHEST_RATE = 1000;

  /** Fine enough for a rate of 30000/1001. */
  private static final int DENOMINATOR = 1001;

  /**
   * Checks the rate and copies the times.
   *
   * @throws IllegalArgumentException if the rate makes no sense
   */
  public FrameTimes {
    if (!(rate > 0) || !(rate <= HIGHEST_RATE)) {
      throw new IllegalArgumentException(
          "A film needs a frame rate from above 0 to 1000 frames for each second, not "
              + rate
              + ".");
    }
    starts = List.copyOf(starts);
  }

  /**
   * Frames that all last equally long.
   *
   * @param rate frames for each second, above 0, at most 1000
   * @return times of any number of frames
   * @throws IllegalArgumentException if the rate makes no sense
   */
  public static FrameTimes constant(double rate) {
    int numerator = DENOMINATOR;
    for (int candidate = 1; candidate <= DENOMINATOR; candidate++) {
      double frames = rate * candidate;
      if (Math.abs(frames - Math.rint(frames)) <= 1e-4 * candidate && Math.rint(frames) >= 1) {
        numerator = candidate;
        break;
      }
    }
    return new FrameTimes(
        numerator, (int) Math.max(1, Math.round(rate * numerator)), List.of(), 0, rate);
  }

  /** When a frame begins, in ticks. */
  long start(int index) {
    return starts.isEmpty() ? index : starts.get(index);
  }

  /** When a frame ends, in ticks. */
  long end(int index) {
    return starts.isEmpty() || index + 1 < starts.size() ? start(index + 1) : end;
  }

  /** A time in seconds. */
  double seconds(long ticks) {
    return (double) ticks * numerator / denominator;
  }

  /** Whether a frame is the last. */
  boolean isLast(int index) {
    return !starts.isEmpty() && index == starts.size() - 1;
  }
}
