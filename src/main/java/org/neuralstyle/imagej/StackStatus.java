package org.neuralstyle.imagej;

import ij.ImagePlus;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.stack.FrameReport;
import org.neuralstyle.stack.StackListener;
import org.neuralstyle.synthesis.Forecast;
import org.neuralstyle.synthesis.ForwardingListener;
import org.neuralstyle.synthesis.PictureTime;
import org.neuralstyle.synthesis.Progress;

/**
 * Shows a stack's progress and its current frame in a window, and ends it when the user stops it.
 */
final class StackStatus extends ForwardingListener implements StackListener, AutoCloseable {

  private static final long BETWEEN_UPDATES = TimeUnit.MILLISECONDS.toNanos(100);

  private final String title;
  private final int sequences;
  private final RunDisplay display;
  private final boolean live;
  private long nextUpdate = System.nanoTime();
  private final PictureTime pictures = new PictureTime(System::nanoTime);
  private boolean foretold;
  private ImagePlus view;
  private ResultWindow window;

  /**
   * A status.
   *
   * @param title of the result
   * @param sequences of frames, which are done one after another
   * @param display of the command
   */
  StackStatus(String title, int sequences, RunDisplay display) {
    super(new StatusListener(title, display));
    this.title = title;
    this.sequences = sequences;
    this.display = display;
    this.live = display.audience() != RunDisplay.Audience.NONE;
  }

  /** Asked once, for all sequences of frames. */
  @Override
  public void expected(Forecast forecast) {
    if (!foretold) {
      foretold = true;
      super.expected(Forecast.sum(Collections.nCopies(sequences, forecast)));
    }
  }

  /** Told with its frame. */
  @Override
  public void evaluated(Progress progress) {}

  @Override
  public void evaluated(int frame, int frames, Progress progress, double remainingSeconds) {
    long now = System.nanoTime();
    if (now >= nextUpdate) {
      nextUpdate = now + BETWEEN_UPDATES;
      display.status(
          String.format(
              Locale.ROOT,
              "Frame %d of %d%s, Esc stops; %d of %d; %s; loss %.4g",
              frame + 1,
              frames,
              StatusListener.left(remainingSeconds),
              progress.evaluation(),
              progress.evaluations(),
              title,
              progress.losses().total()));
      double part = (frame + progress.part()) / frames;
      display.progress(part);
      if (window != null) {
        window.tell(title, part, remainingSeconds);
      }
    }
    if (live) {
      pictures.take(() -> view(progress.preview().get()));
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
      window = new ResultWindow(view, display.control(), Optional.empty());
      display.in(window);
    } else if (image.width() < view.getWidth()) {
      // A coarser scale is shown as large as the frame before it.
      view.setProcessor(current.getProcessor().resize(view.getWidth(), view.getHeight()));
    } else {
      view.setProcessor(current.getProcessor());
    }
  }

  /** Whether nothing is to be left. */
  boolean isCancelled() {
    return display.control().isCancelled();
  }

  @Override
  public void close() {
    if (window != null) {
      window.discard();
    }
  }
}
