package org.neuralstyle.imagej;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.neuralstyle.study.Run;
import org.neuralstyle.study.Sweep;
import org.neuralstyle.study.SweepListener;
import org.neuralstyle.synthesis.ForwardingListener;
import org.neuralstyle.synthesis.Progress;

/** Shows the progress of sweeps, and ends them when the user stops them. */
final class SweepStatus extends ForwardingListener implements SweepListener {

  private static final long BETWEEN_UPDATES = TimeUnit.MILLISECONDS.toNanos(100);

  private final RunDisplay display;
  private Run latest;
  private String place = "";
  private long next = System.nanoTime();
  private boolean stopped;

  SweepStatus(RunDisplay display) {
    super(new StatusListener("", display));
    this.display = display;
  }

  @Override
  public void found(int finished, int runs, Path folder) {
    display.status(
        String.format(
            Locale.ROOT, "%d of %d runs are found finished in %s", finished, runs, folder));
  }

  @Override
  public void begun(Sweep sweep, Run run, int before, int runs) {
    latest = run;
    place = String.format(Locale.ROOT, "Run %d of %d", before + 1, runs);
    display.status(place + "; " + run.label());
  }

  @Override
  public void progressed(Run run, double fraction, double remainingSeconds, Progress progress) {
    long now = System.nanoTime();
    // There is one line: of runs at once it is the latest one's.
    if (now < next || !run.equals(latest)) {
      return;
    }
    next = now + BETWEEN_UPDATES;
    display.status(
        String.format(
            Locale.ROOT,
            "%s%s, Esc stops; %s; %d of %d; loss %.4g",
            place,
            StatusListener.left(remainingSeconds),
            run.label(),
            progress.evaluation(),
            progress.evaluations(),
            progress.losses().total()));
    display.progress(fraction);
  }

  /** Once Escape was pressed, all that follows is stopped too. */
  @Override
  public boolean isStopped() {
    stopped = stopped || super.isStopped();
    return stopped;
  }
}
