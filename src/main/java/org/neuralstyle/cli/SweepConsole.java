package org.neuralstyle.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.neuralstyle.study.Run;
import org.neuralstyle.study.Sweep;
import org.neuralstyle.study.SweepListener;
import org.neuralstyle.synthesis.ForwardingListener;
import org.neuralstyle.synthesis.Progress;

/** Shows the progress of sweeps: a line for each run, and what the console shows of a run. */
final class SweepConsole extends ForwardingListener implements SweepListener {

  private final Console console;
  private Run latest;
  private double remaining = Double.NaN;

  SweepConsole(Console console) {
    super(console);
    this.console = console;
  }

  @Override
  public void found(int finished, int runs, Path folder) {
    console.status("%s of %s runs are found finished in %s".formatted(finished, runs, folder));
  }

  @Override
  public void begun(Sweep sweep, Run run, int before, int runs) {
    latest = run;
    console.status(
        "Run %s of %s, %s: %s%s"
            .formatted(
                before + 1,
                runs,
                sweep.name(),
                run.label(),
                Double.isNaN(remaining)
                    ? ""
                    : String.format(Locale.ROOT, "; about %.0f s left for all", remaining)));
  }

  @Override
  public void progressed(Run run, double fraction, double remainingSeconds, Progress progress) {
    remaining = remainingSeconds;
    // There is one bar: of runs at once it is the latest one's.
    if (run.equals(latest)) {
      console.evaluated(progress);
    }
  }
}
