package org.neuralstyle.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.macro.Interpreter;
import java.awt.GraphicsEnvironment;
import java.util.concurrent.TimeUnit;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.stack.FrameReport;
import org.neuralstyle.stack.StackListener;
import org.neuralstyle.synthesis.Progress;

/**
 * Shows a stack's progress in ImageJ's status bar and its current frame in a window, and ends it
 * when Escape is pressed.
 */
final class StackStatus implements StackListener, AutoCloseable {

  private static final long BETWEEN_UPDATES = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long BETWEEN_VIEWS = TimeUnit.SECONDS.toNanos(1);

  private final String title;
  private final StatusListener status;
  private final boolean live;
  private long nextUpdate = System.nanoTime();
  private long nextView = nextUpdate;
  private ImagePlus view;

  StackStatus(String title) {
    this.title = title;
    this.status = new StatusListener(title);
    this.live = !GraphicsEnvironment.isHeadless() && !Interpreter.isBatchMode();
  }

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
  public void evaluated(int frame, int frames, Progress progress, double remainingSeconds) {
    long now = System.nanoTime();
    if (now >= nextUpdate) {
      nextUpdate = now + BETWEEN_UPDATES;
      IJ.showStatus(
          "Frame %d/%d, iteration %d/%d, %d:%02d left, Escape stops; %s, loss %.4g"
              .formatted(
                  frame + 1,
                  frames,
                  progress.evaluation(),
                  progress.evaluations(),
                  (long) remainingSeconds / 60,
                  (long) remainingSeconds % 60,
                  StatusListener.shortened(title),
                  progress.losses().total()));
      IJ.showProgress((frame + (double) progress.evaluation() / progress.evaluations()) / frames);
    }
    if (live && now >= nextView) {
      nextView = now + BETWEEN_VIEWS;
      view(progress.preview().get());
    }
  }

  @Override
  public void finished(FrameReport report, RgbImage image) {
    if (live) {
      view(image);
    }
  }

  private void view(RgbImage image) {
    ImagePlus current = DisplayedImage.rgb(image, title + " (live)");
    if (view == null) {
      view = current;
      view.show();
    } else {
      view.setProcessor(current.getProcessor());
    }
  }

  @Override
  public boolean isStopped() {
    return status.isStopped();
  }

  @Override
  public void close() {
    if (view != null) {
      view.changes = false;
      view.close();
    }
  }
}
