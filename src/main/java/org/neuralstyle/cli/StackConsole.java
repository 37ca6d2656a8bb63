package org.neuralstyle.cli;

import java.util.Locale;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.stack.FrameReport;
import org.neuralstyle.stack.StackListener;
import org.neuralstyle.synthesis.ForwardingListener;
import org.neuralstyle.synthesis.Progress;

/** Shows a film's progress on a console: each frame's, and a line when it is finished. */
final class StackConsole extends ForwardingListener implements StackListener {

  private final Console console;
  private final int frames;
  private double remaining;

  StackConsole(Console console, int frames) {
    super(console);
    this.console = console;
    this.frames = frames;
  }

  @Override
  public void evaluated(int frame, int count, Progress progress, double remainingSeconds) {
    remaining = remainingSeconds;
  }

  @Override
  public void finished(FrameReport report, RgbImage image) {
    console.status(
        report.restored()
            ? "frame %s/%s was finished before".formatted(report.frame() + 1, frames)
            : String.format(
                Locale.ROOT,
                "frame %d/%d: %d evaluations in %.1f s, total loss %.4g, %s; about %.0f s left",
                report.frame() + 1,
                frames,
                report.evaluations(),
                report.seconds(),
                report.losses().total(),
                report.sceneStart() == report.frame()
                    ? "on its own"
                    : Math.round(100 * report.known()) + " % known",
                remaining));
  }
}
