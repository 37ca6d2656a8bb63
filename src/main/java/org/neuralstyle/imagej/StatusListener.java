package org.neuralstyle.imagej;

import ij.IJ;
import java.util.concurrent.TimeUnit;
import org.neuralstyle.synthesis.Progress;
import org.neuralstyle.synthesis.RunListener;

/** Shows a run in ImageJ's status bar, and ends it when Escape is pressed. */
final class StatusListener implements RunListener {

  private static final long BETWEEN_UPDATES = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int LONGEST_TITLE = 30;
  private static final double MEBIBYTE = 1 << 20;

  private final String title;
  private final long begin = System.nanoTime();
  private long next = begin;

  StatusListener(String title) {
    this.title = shortened(title);
    IJ.resetEscape();
  }

  /** The status bar cuts long lines, so titles leave room for what matters. */
  static String shortened(String title) {
    return title.length() <= LONGEST_TITLE ? title : title.substring(0, LONGEST_TITLE) + "…";
  }

  @Override
  public void status(String message) {
    IJ.showStatus(message);
  }

  @Override
  public void warning(String message) {
    IJ.log("Neural Style: " + message);
  }

  @Override
  public void downloaded(long done, long total) {
    if (isDue()) {
      IJ.showStatus(
          "VGG-19 weights: %.1f of %.1f MB (Escape to cancel)"
              .formatted(done / MEBIBYTE, total / MEBIBYTE));
      IJ.showProgress((double) done / total);
    }
  }

  @Override
  public void evaluated(Progress progress) {
    if (isDue()) {
      double seconds = (System.nanoTime() - begin) / 1e9;
      double left =
          seconds / progress.evaluation() * (progress.evaluations() - progress.evaluation());
      // The status bar cuts long lines, so what matters most comes first.
      String scale =
          progress.scales() == 1
              ? ""
              : ", scale %d of %d".formatted(progress.scale(), progress.scales());
      IJ.showStatus(
          "%s: %d of %d%s, at most %s left, Escape stops; loss %.4g"
              .formatted(
                  title,
                  progress.evaluation(),
                  progress.evaluations(),
                  scale,
                  duration(left),
                  progress.losses().total()));
      IJ.showProgress(progress.evaluation(), progress.evaluations());
    }
  }

  /** A time as people say it. */
  static String duration(double seconds) {
    return seconds < 120
        ? "%.0f s".formatted(seconds)
        : "%.0f min".formatted(Math.ceil(seconds / 60));
  }

  private boolean isDue() {
    long now = System.nanoTime();
    if (now < next) {
      return false;
    }
    next = now + BETWEEN_UPDATES;
    return true;
  }

  @Override
  public boolean isStopped() {
    return IJ.escapePressed();
  }
}
