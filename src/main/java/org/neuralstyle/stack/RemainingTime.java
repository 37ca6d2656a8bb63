package org.neuralstyle.stack;

import org.neuralstyle.synthesis.Progress;

/** Estimates how long a stack still takes, from the frames made last. */
final class RemainingTime {

  /** Weight of the last frame against those before it. */
  private static final double LATEST = 0.3;

  private final int frames;
  private double perFrame = Double.NaN;
  private int measured;
  private long begin;

  RemainingTime(int frames) {
    this.frames = frames;
  }

  /** The first frame of a run takes longer than the others, and is forgotten with the next. */
  void finished(double seconds) {
    measured++;
    perFrame = measured <= 2 ? seconds : (1 - LATEST) * perFrame + LATEST * seconds;
  }

  /** Seconds for what is left of this frame and for the frames after it. */
  double seconds(int finished, Progress progress) {
    long now = System.nanoTime();
    if (progress.evaluation() == 1) {
      begin = now;
    }
    double perEvaluation = (now - begin) / 1e9 / Math.max(1, progress.evaluation() - 1);
    double frame = perEvaluation * (progress.evaluations() - progress.evaluation());
    double later = Double.isNaN(perFrame) ? perEvaluation * progress.evaluations() : perFrame;
    return frame + later * (frames - finished - 1);
  }
}
