package org.neuralstyle.imagej;

import ij.IJ;
import java.awt.GraphicsEnvironment;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.neuralstyle.synthesis.Forecast;
import org.neuralstyle.synthesis.Progress;
import org.neuralstyle.synthesis.RunListener;

/** Shows a run's progress, and ends it when the user stops it. */
final class StatusListener implements RunListener {

  private static final long BETWEEN_UPDATES = TimeUnit.MILLISECONDS.toNanos(100);
  private static final double MEBIBYTE = 1 << 20;

  private final String title;
  private final RunDisplay display;
  private long next = System.nanoTime();

  StatusListener(String title, RunDisplay display) {
    this.title = title;
    this.display = display;
  }

  @Override
  public void status(String message) {
    display.status(message);
  }

  @Override
  public void warning(String message) {
    IJ.log("Neural Style: " + message);
  }

  /** Asks; macros go on. */
  @Override
  public void shortOfMemory(Forecast forecast, long available) {
    String message = forecast.shortage(available);
    warning(message);
    if (!GraphicsEnvironment.isHeadless()
        && !IJ.showMessageWithCancel("Neural Style", message + "\nTry it all the same?")) {
      throw new CancellationException(message);
    }
  }

  @Override
  public void downloaded(long done, long total) {
    if (isDue()) {
      display.status(
          String.format(
              Locale.ROOT,
              "%.1f of %.1f MB, Esc cancels; VGG-19 weights",
              done / MEBIBYTE,
              total / MEBIBYTE));
      display.progress((double) done / total);
    }
  }

  @Override
  public void evaluated(Progress progress) {
    if (isDue()) {
      String scale =
          progress.scales() == 1
              ? ""
              : " (scale %s of %s)".formatted(progress.scale(), progress.scales());
      display.status(
          String.format(
              Locale.ROOT,
              "%d of %d, %s left, Esc stops; %s%s; loss %.4g",
              progress.evaluation(),
              progress.evaluations(),
              duration(progress.secondsLeft()),
              title,
              scale,
              progress.losses().total()));
      display.progress(progress.part());
    }
  }

  /** A time as people say it. */
  static String duration(double seconds) {
    return seconds < 120
        ? String.format(Locale.ROOT, "%.0f s", seconds)
        : String.format(Locale.ROOT, "%.0f min", Math.ceil(seconds / 60));
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
    return display.isStopped();
  }
}
