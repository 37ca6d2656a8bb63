package org.neuralstyle.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.neuralstyle.objective.Losses;
import org.neuralstyle.synthesis.Forecast;
import org.neuralstyle.synthesis.Progress;
import org.neuralstyle.synthesis.RunListener;
import picocli.CommandLine.Help.Ansi;

/**
 * Shows the progress of a run on standard error, and ends it on Ctrl-C: the program goes on until
 * this is closed, so that the image so far can be saved.
 */
public final class Console implements RunListener, AutoCloseable {

  /** How much is shown besides warnings. */
  enum Detail {
    /** Nothing. */
    WARNINGS,
    /** A line now and then. */
    LINES,
    /** A progress bar. */
    BAR
  }

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
  private static final long MEBIBYTE = 1 << 20;

  private final PrintWriter err;
  private final Detail detail;
  private final int width;
  private final boolean forced;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "stop on Ctrl-C");
  private volatile boolean stopped;
  private ProgressBar bar;
  private boolean downloading;
  private long nextLine = System.nanoTime();

  /** With the width of the terminal in characters, and whether to run short of memory. */
  Console(PrintWriter err, Detail detail, int width, boolean forced) {
    this.err = err;
    this.detail = detail;
    this.width = width;
    this.forced = forced;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Java is shutting down, and does so when this returns. */
  private void stop() {
    if (closed.getCount() > 0) {
      stopped = true;
      err.println();
      err.println("Stopping after this evaluation; what there is will be saved.");
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isStopped() {
    return stopped;
  }

  @Override
  public void status(String message) {
    closeBar();
    if (detail != Detail.WARNINGS) {
      err.println(message);
    }
  }

  @Override
  public void warning(String message) {
    closeBar();
    warn(err, message);
  }

  /** Shows a warning where there is no run yet. */
  static void warn(PrintWriter err, String message) {
    err.println(Ansi.AUTO.string("@|bold,yellow Warning:|@ ") + message);
  }

  @Override
  public void shortOfMemory(Forecast forecast, long available) {
    warning(shortage(forecast, available, forced));
  }

  /**
   * What to warn of before a run that is short of memory.
   *
   * @param forecast of the run
   * @param available bytes
   * @param forced whether it is to run all the same
   * @return a sentence
   * @throws IllegalArgumentException if it is not; the message names the options that help
   */
  public static String shortage(Forecast forecast, long available, boolean forced) {
    String message = forecast.shortage(available);
    if (!forced) {
      throw new IllegalArgumentException(
          message + " Use a smaller --size, or --force to try it all the same.");
    }
    return message;
  }

  @Override
  public void downloaded(long done, long total) {
    if (detail == Detail.BAR) {
      if (bar == null || !downloading) {
        openBar(builder("weights", total).setUnit(" MiB", MEBIBYTE));
        downloading = true;
      }
      bar.stepTo(done);
    } else if (detail == Detail.LINES && (isTimeForLine() || done == total)) {
      err.printf(
          Locale.ROOT,
          "weights: %.1f of %.1f MiB%n",
          done / (double) MEBIBYTE,
          total / (double) MEBIBYTE);
    }
  }

  @Override
  public void evaluated(Progress progress) {
    switch (detail) {
      case BAR -> {
        if (bar == null || downloading) {
          openBar(builder("", progress.evaluations()));
          downloading = false;
        }
        bar.maxHint(progress.evaluations());
        bar.stepTo(progress.evaluation());
        bar.setExtraMessage(" " + losses(progress.losses()) + scale(progress));
      }
      case LINES -> {
        if (isTimeForLine() || progress.evaluation() == progress.evaluations()) {
          err.printf(
              "evaluation %s/%s, %s%s, %s s left%n",
              progress.evaluation(),
              progress.evaluations(),
              losses(progress.losses()),
              scale(progress),
              Double.isNaN(progress.secondsLeft()) ? "?" : Math.round(progress.secondsLeft()));
        }
      }
      case WARNINGS -> {}
    }
  }

  private static String losses(Losses losses) {
    return String.format(
        Locale.ROOT,
        "total %.3g, content %.3g, style %.3g",
        losses.total(),
        losses.content(),
        losses.style());
  }

  private static String scale(Progress progress) {
    return progress.scales() == 1
        ? ""
        : ", scale %s/%s".formatted(progress.scale(), progress.scales());
  }

  private boolean isTimeForLine() {
    long now = System.nanoTime();
    boolean time = now - nextLine >= 0;
    if (time) {
      nextLine = now + BETWEEN_LINES.toNanos();
    }
    return time;
  }

  private ProgressBarBuilder builder(String name, long max) {
    return new ProgressBarBuilder()
        .setTaskName(name)
        .setInitialMax(max)
        .setUpdateIntervalMillis(200)
        .setStyle(ProgressBarStyle.ASCII)
        // Without a width, this library opens a terminal that takes Ctrl-C away from Java.
        .setConsumer(new ConsoleProgressBarConsumer(System.err, width - 1));
  }

  private void openBar(ProgressBarBuilder builder) {
    closeBar();
    bar = builder.build();
  }

  private void closeBar() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  /** Ends the bar, so that something else can be written. */
  void finish() {
    closeBar();
    err.flush();
  }

  @Override
  public void close() {
    finish();
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // Then the hook itself has nothing left to wait for.
      stopped = true;
    }
  }
}
