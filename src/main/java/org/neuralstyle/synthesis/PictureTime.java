package org.neuralstyle.synthesis;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Shows pictures of a run a few times a second, and in a small part of its time. */
public final class PictureTime {

  /** The part, at most; the first picture is shown at once. */
  static final double SHARE = 0.03;

  private static final long BETWEEN = TimeUnit.MILLISECONDS.toNanos(300);

  private final LongSupplier clock;
  private final long begin;
  private long next;
  private long quickest;
  private long spent;

  /**
   * Before a run.
   *
   * @param clock in nanoseconds
   */
  public PictureTime(LongSupplier clock) {
    this.clock = clock;
    begin = clock.getAsLong();
    next = begin;
  }

  /**
   * Shows a picture, if there is time for it.
   *
   * @param picture shows it
   */
  public void take(Runnable picture) {
    long now = clock.getAsLong();
    if (now >= next && spent + quickest <= SHARE * (now - begin)) {
      picture.run();
      long end = clock.getAsLong();
      quickest = quickest == 0 ? end - now : Math.min(quickest, end - now);
      spent += end - now;
      next = end + BETWEEN;
    }
  }

  /**
   * What pictures cost.
   *
   * @return the time of the run until now, in relation to what it would have been without them
   */
  public double cost() {
    double all = clock.getAsLong() - begin;
    return all / (all - spent);
  }
}
