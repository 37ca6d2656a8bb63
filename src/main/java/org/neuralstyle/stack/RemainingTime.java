package org.neuralstyle.stack;

import org.neuralstyle.synthesis.Progress;

/** Estimates how long a stack still takes, from the frames made last. */
final class RemainingTime {

  /** Weight of the last frame against those before it. */
  private static final double LATEST = 0.3;

  private final int frames;
  private double perFrame = Double.NaN;
  private int measured;

  RemainingTime(int frames) {
    this.frames = frames;
  }

  /** The first frame of a run takes longer than the others, and is forgotten with the next. */
  void finished(double seconds) {
    measured++;
    perFrame = measured <= 2 ? seconds : (1 - LATEST) * perFrame + LATEST * seconds;
  }

  /** Seconds for what is left of this frame and for the frames after it; NaN at first. */
  double seconds(int finished, Progress progress) {
    double left = progress.secondsLeft();
    double later = Double.isNaN(perFrame) ? left / (1 - progress.part()) : perFrame;
    return left + later * (frames - finished - 1);
  }
}
