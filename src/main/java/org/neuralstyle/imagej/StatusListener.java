package org.neuralstyle.imagej;

import ij.IJ;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.neuralstyle.synthesis.Forecast;
import org.neuralstyle.synthesis.Progress;
import org.neuralstyle.synthesis.RunListener;

/** Shows a run's progress, and ends it when the user stops it. */
final class StatusListener implements RunListener {

  private static final long BETWEEN_UPDATES = TimeUnit.MILLISECONDS.toNanos(100);

  /** Seconds from which on a run is begun only after asking. */
  private static final double LONG = 600;

  private static final double MEBIBYTE = 1 << 20;

  private final String title;
  private final RunDisplay display;
  private final Optional<LiveResult> live;
  private long next = System.nanoTime();

  StatusListener(String title, RunDisplay display) {
    this(title, display, Optional.empty());
  }

  /**
   * A listener.
   *
   * @param title of what is made
   * @param display of the command
   * @param live the window in which it is shown, if there is one
   */
  StatusListener(String title, RunDisplay display, Optional<LiveResult> live) {
    this.title = title;
    this.display = display;
    this.live = live;
  }

  @Override
  public void status(String message) {
    display.status(message);
  }

  @Override
  public void warning(String message) {
    IJ.log("Neural Style: " + message);
  }

  /** Asks before a long run; macros go on. */
  @Override
  public void expected(Forecast forecast) {
    String message = "The run is expected to take " + forecast + ".";
    status(message);
    if (forecast.seconds() > LONG) {
      ask(message, message + "\nStart it?");
    }
  }

  @Override
  public void shortOfMemory(Forecast forecast, long available) {
    String message = forecast.shortage(available);
    warning(message);
    ask(message, message + "\nTry it all the same?");
  }

  private void ask(String message, String question) {
    if (display.audience() == RunDisplay.Audience.PERSON
        && !IJ.showMessageWithCancel("Neural Style", question)) {
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
    live.ifPresent(window -> window.show(progress));
    if (isDue()) {
      String scale =
          progress.scales() == 1
              ? ""
              : String.format(
                  Locale.ROOT, " (scale %d of %d)", progress.scale(), progress.scales());
      display.status(
          String.format(
              Locale.ROOT,
              "%d of %d%s, Esc stops; %s%s; loss %.4g",
              progress.evaluation(),
              progress.evaluations(),
              left(progress.secondsLeft()),
              title,
              scale,
              progress.losses().total()));
      display.progress(progress.part());
    }
  }

  /** A time as people say it, after a comma; nothing if it is not known. */
  static String left(double seconds) {
    return Double.isNaN(seconds)
        ? ""
        : seconds < 120
            ? String.format(Locale.ROOT, ", %.0f s left", seconds)
            : String.format(Locale.ROOT, ", %.0f min left", Math.ceil(seconds / 60));
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
