package org.neuralstyle.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.neuralstyle.synthesis.Forecast;
import org.neuralstyle.synthesis.Progress;
import org.neuralstyle.synthesis.RunListener;

/** Passes the progress of a run on, takes its time, and remembers whether it was stopped. */
final class RunWatch implements RunListener {

  private final List<Long> times = new ArrayList<>();
  private final SweepTask task;
  private final SweepProgress progress;
  private boolean stopped;
  private boolean refused;

  RunWatch(SweepTask task, SweepProgress progress) {
    this.task = task;
    this.progress = progress;
  }

  @Override
  public void status(String message) {
    progress.status(message);
  }

  @Override
  public void warning(String message) {
    progress.warning(message);
  }

  /** A listener that refuses ends the sweep: its runs are of one size. */
  @Override
  public void shortOfMemory(Forecast forecast, long available) {
    refused = true;
    progress.shortOfMemory(forecast, available);
    refused = false;
  }

  @Override
  public void downloaded(long bytes, long total) {
    progress.downloaded(bytes, total);
  }

  @Override
  public void evaluated(Progress evaluation) {
    times.add(System.nanoTime());
    progress.progressed(task, evaluation);
  }

  /** Also when another run's error ends the sweep, which interrupts this thread. */
  @Override
  public boolean isStopped() {
    stopped = stopped || progress.isStopped() || Thread.currentThread().isInterrupted();
    return stopped;
  }

  /** Whether it has ended before its time. */
  boolean wasStopped() {
    return stopped;
  }

  /** Whether the listener would not have it. */
  boolean isRefused() {
    return refused;
  }

  /** Of the times from one evaluation to the next the median; 0 if there is none. */
  double secondsPerEvaluation() {
    double[] intervals = new double[Math.max(0, times.size() - 1)];
    for (int i = 0; i < intervals.length; i++) {
      intervals[i] = (times.get(i + 1) - times.get(i)) / 1e9;
    }
    Arrays.sort(intervals);
    return intervals.length == 0 ? 0 : intervals[intervals.length / 2];
  }
}
