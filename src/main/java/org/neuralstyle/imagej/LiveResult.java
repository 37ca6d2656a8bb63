package org.neuralstyle.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.process.ImageProcessor;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.report.LossPlot;
import org.neuralstyle.synthesis.EvaluatedLosses;
import org.neuralstyle.synthesis.PictureTime;
import org.neuralstyle.synthesis.Progress;
import org.neuralstyle.synthesis.ResultSize;

/**
 * The window of a run: its picture as it forms, and at last the result. Pictures of coarser scales
 * are shown as large as the result. The window's title tells how far the run is; the image's own is
 * that of the result, since ImageJ records it when the window comes to the front.
 */
final class LiveResult {

  private static final long BETWEEN_TITLES = TimeUnit.MILLISECONDS.toNanos(500);

  private final String title;
  private final ResultSize size;
  private final Function<RgbImage, ImagePlus> development;
  private final ImagePlus imp;

  /** The arrays that are shown. A stack forgets its own when its window is closed, at any time. */
  private final List<Object> planes;

  private final RunDisplay display;
  private final ResultWindow window;
  private final List<EvaluatedLosses> losses = Collections.synchronizedList(new ArrayList<>());
  private final PictureTime pictures = new PictureTime(System::nanoTime);
  private long nextTitle = System.nanoTime();

  /**
   * Opens the window.
   *
   * @param title of the result
   * @param size of the result
   * @param first what is shown for a start, of any size
   * @param development makes an image in the type of the result of a picture
   * @param display of the run
   */
  LiveResult(
      String title,
      ResultSize size,
      RgbImage first,
      Function<RgbImage, ImagePlus> development,
      RunDisplay display) {
    this.title = title;
    this.size = size;
    this.development = development;
    this.display = display;
    boolean same = first.width() == size.width() && first.height() == size.height();
    imp = development.apply(same ? first : blank(size));
    imp.setTitle(WindowManager.makeUniqueName(title));
    ImageStack stack = imp.getStack();
    planes = IntStream.rangeClosed(1, stack.size()).mapToObj(stack::getPixels).toList();
    if (!same) {
      paint(first);
    }
    window = new ResultWindow(imp, display.control(), Optional.of(this::plot));
    display.in(window);
  }

  /** A picture of nothing. */
  static RgbImage blank(ResultSize size) {
    return new RgbImage(size.width(), size.height(), new float[3 * size.width() * size.height()]);
  }

  /** Takes in how far the run is; the picture only if there is time for it. */
  void show(Progress progress) {
    losses.add(new EvaluatedLosses(progress.evaluation(), progress.scale(), progress.losses()));
    long now = System.nanoTime();
    if (now >= nextTitle) {
      nextTitle = now + BETWEEN_TITLES;
      window.tell(title, progress.part(), progress.secondsLeft());
    }
    pictures.take(
        () -> {
          paint(progress.preview().get());
          imp.updateAndDraw();
        });
  }

  /** The pixels of a picture, into the arrays that are shown. */
  private void paint(RgbImage picture) {
    ImageStack developed = development.apply(picture).getStack();
    for (int i = 1; i <= planes.size(); i++) {
      ImageProcessor ip = developed.getProcessor(i);
      if (ip.getWidth() != size.width() || ip.getHeight() != size.height()) {
        ip.setInterpolationMethod(ImageProcessor.BILINEAR);
        ip = ip.resize(size.width(), size.height());
      }
      Object pixels = planes.get(i - 1);
      System.arraycopy(ip.getPixels(), 0, pixels, 0, Array.getLength(pixels));
    }
  }

  /**
   * The run is over.
   *
   * @param result its picture
   * @param remark what is added to the title
   * @param hasContent whether there is a content to compare it with
   * @return the image, which is shown
   */
  ImagePlus end(RgbImage result, String remark, boolean hasContent) {
    paint(result);
    imp.setTitle(remark.isEmpty() ? imp.getTitle() : WindowManager.makeUniqueName(title + remark));
    imp.updateAndDraw();
    window.end(hasContent);
    if (display.audience() == RunDisplay.Audience.MACRO) {
      // What a macro makes is what it goes on with.
      IJ.selectWindow(imp.getID());
    }
    return imp;
  }

  /** There is no result. */
  void discard() {
    window.discard();
  }

  private void plot() {
    List<EvaluatedLosses> now;
    synchronized (losses) {
      now = List.copyOf(losses);
    }
    LossPlot.of("Losses of " + title, now).show();
  }
}
