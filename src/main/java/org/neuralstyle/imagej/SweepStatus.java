package org.neuralstyle.imagej;

import ij.IJ;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.neuralstyle.study.Run;
import org.neuralstyle.study.Sweep;
import org.neuralstyle.study.SweepListener;
import org.neuralstyle.synthesis.Progress;

/** Shows sweeps in ImageJ's status bar, and ends them when Escape is pressed. */
final class SweepStatus implements SweepListener {

  private static final long BETWEEN_UPDATES = TimeUnit.MILLISECONDS.toNanos(100);

  private final StatusListener status = new StatusListener("Neural Style");
  private Run latest;
  private String title = "";
  private long next = System.nanoTime();
  private boolean stopped;

  @Override
  public void status(String message) {
    status.status(message);
  }

  @Override
  public void warning(String message) {
    status.warning(message);
  }

  @Override
  public void downloaded(long done, long total) {
    status.downloaded(done, total);
  }

  @Override
  public void found(int finished, int runs, Path folder) {
    IJ.showStatus("%d of %d runs are found finished in %s".formatted(finished, runs, folder));
  }

  @Override
  public void begun(Sweep sweep, Run run, int before, int runs) {
    latest = run;
    title = "Run %d of %d, %s".formatted(before + 1, runs, run.label());
    IJ.showStatus(title);
  }

  @Override
  public void progressed(Run run, double fraction, double remainingSeconds, Progress progress) {
    long now = System.nanoTime();
    // There is one line: of runs at once it is the latest one's.
    if (now < next || !run.equals(latest)) {
      return;
    }
    next = now + BETWEEN_UPDATES;
    IJ.showStatus(
        "%s: %d of %d, about %s left for all, Escape stops; loss %.4g"
            .formatted(
                title,
                progress.evaluation(),
                progress.evaluations(),
                StatusListener.duration(remainingSeconds),
                progress.losses().total()));
    IJ.showProgress(fraction);
  }

  /** Once Escape was pressed, all that follows is stopped too. */
  @Override
  public boolean isStopped() {
    stopped = stopped || status.isStopped();
    return stopped;
  }
}
