package org.neuralstyle.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.settings.StackMode;
import org.neuralstyle.settings.StackSettings;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.stack.FlowField;
import org.neuralstyle.stack.FrameReport;
import org.neuralstyle.stack.FrameSource;
import org.neuralstyle.stack.OpticalFlow;
import org.neuralstyle.stack.StackListener;
import org.neuralstyle.stack.StackResult;
import org.neuralstyle.stack.StackStyler;
import org.neuralstyle.synthesis.Inputs;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.synthesis.Progress;
import org.neuralstyle.synthesis.RunListener;
import org.neuralstyle.tensor.Resampling;

/**
 * How steady coherent films are against films of independent frames, and what that costs.
 *
 * <p>Films move by exactly known motion, {@link KnownMotion}, or are given, with estimated motion.
 */
public final class StackBenchmark {

  private static final List<Integer> LAGS = List.of(1, 2, 4);
  private static final int STILL_FRAMES = 30;

  private final NeuralStyle neuralStyle;
  private final RgbImage texture;
  private final RgbImage style;
  private final StackSettings settings;
  private final int width;
  private final int height;
  private final int frames;
  private final Consumer<Requirement> table;

  /**
   * A benchmark.
   *
   * @param neuralStyle what computes; stays the caller's
   * @param texture what is seen in the films of known motion
   * @param style the style
   * @param settings of the coherent films
   * @param width of the films of known motion in pixels
   * @param frames of each film, at least 6
   * @param table takes the rows as they come
   */
  public StackBenchmark(
      NeuralStyle neuralStyle,
      RgbImage texture,
      RgbImage style,
      StackSettings settings,
      int width,
      int frames,
      Consumer<Requirement> table) {
    this.neuralStyle = neuralStyle;
    this.texture = texture;
    this.style = style;
    this.settings = settings;
    this.width = width;
    this.height = width * 3 / 4;
    this.frames = frames;
    this.table = table;
  }

  private record Film(List<RgbImage> images, StackResult result) {}

  private Film run(FrameSource source, StackMode mode) throws IOException, InterruptedException {
    List<RgbImage> images = new ArrayList<>();
    StackResult result =
        new StackStyler(neuralStyle, style, settings.withMode(mode), Optional.empty())
            .run(source, (index, frame) -> images.add(frame), StackListener.NONE);
    return new Film(images, result);
  }

  /**
   * Flicker and style of the films of known motion.
   *
   * @throws IOException if the weights cannot be read
   * @throws InterruptedException if the thread is interrupted
   */
  public void knownMotion() throws IOException, InterruptedException {
    for (KnownMotion.Kind kind :
        List.of(KnownMotion.Kind.PAN, KnownMotion.Kind.ZOOM, KnownMotion.Kind.OBJECT)) {
      KnownMotion film = new KnownMotion(texture, kind, width, height, frames);
      WarpingError.Motion motion =
          new WarpingError.Motion() {
            @Override
            public FlowField flow(int frame, int earlier) {
              return film.flow(frame, earlier);
            }

            @Override
            public boolean[] isSeen(int frame, int earlier) {
              return film.isSeen(frame, earlier);
            }
          };
      compare(kind.name().toLowerCase(Locale.ROOT), film, motion);
    }
  }

  /**
   * Flicker and style of a film whose motion is estimated.
   *
   * @param name of the film
   * @param film its frames
   * @throws IOException if the weights or frames cannot be read
   * @throws InterruptedException if the thread is interrupted
   */
  public void film(String name, FrameSource film) throws IOException, InterruptedException {
    List<RgbImage> originals = new ArrayList<>();
    try (Resampling resampling = new Resampling()) {
      for (int i = 0; i < film.count(); i++) {
        RgbImage frame = film.read(i);
        double factor = (double) width / Math.max(frame.width(), frame.height());
        originals.add(
            resampling.resize(
                frame,
                (int) Math.round(frame.width() * factor),
                (int) Math.round(frame.height() * factor)));
      }
    }
    FrameSource small =
        new FrameSource() {
          @Override
          public int count() {
            return originals.size();
          }

          @Override
          public RgbImage read(int index) {
            return originals.get(index);
          }
        };
    compare(name, small, new EstimatedMotion(originals));
  }

  private void compare(String name, FrameSource film, WarpingError.Motion motion)
      throws IOException, InterruptedException {
    Film independent = run(film, StackMode.INDEPENDENT);
    Film coherent = run(film, StackMode.COHERENT);
    for (int lag : LAGS) {
      table.accept(
          new Requirement(
              "flicker",
              name + " lag " + lag + ": coherent / independent",
              WarpingError.of(coherent.images(), motion, lag)
                  / WarpingError.of(independent.images(), motion, lag),
              0.4));
    }
    table.accept(
        new Requirement(
            "style kept",
            name + ": style loss of coherent / independent",
            style(coherent) / style(independent),
            1.15));
  }

  /** The mean style loss of the frames after the first, which is the same in both. */
  private static double style(Film film) {
    return film.result().frames().stream()
        .skip(1)
        .mapToDouble(report -> report.losses().style())
        .average()
        .orElseThrow();
  }

  /**
   * Drift of brightness and colours over still frames.
   *
   * @throws IOException if the weights cannot be read
   * @throws InterruptedException if the thread is interrupted
   */
  public void still() throws IOException, InterruptedException {
    Film film =
        run(
            new KnownMotion(texture, KnownMotion.Kind.STILL, width, height, STILL_FRAMES),
            StackMode.COHERENT);
    double largest = 0;
    double[] first = means(film.images().get(0));
    for (RgbImage image : film.images()) {
      double[] means = means(image);
      for (int c = 0; c < means.length; c++) {
        largest = Math.max(largest, Math.abs(means[c] / first[c] - 1));
      }
    }
    table.accept(
        new Requirement(
            "static background",
            "largest drift of brightness or a colour over 30 still frames",
            largest,
            0.01));
  }

  /** Of red, green, blue and all of them. */
  private static double[] means(RgbImage image) {
    int size = image.width() * image.height();
    double[] means = new double[4];
    for (int i = 0; i < 3 * size; i++) {
      means[i / size] += image.planes()[i] / size;
    }
    means[3] = (means[0] + means[1] + means[2]) / 3;
    return means;
  }

  /**
   * Evaluations until a frame that starts from the one before has the total loss of a cold start's
   * last evaluation, as a share of the cold start's.
   *
   * @throws IOException if the weights cannot be read
   * @throws InterruptedException if the thread is interrupted
   */
  public void speed() throws IOException, InterruptedException {
    KnownMotion film = new KnownMotion(texture, KnownMotion.Kind.PAN, width, height, frames);
    Film coherent = run(film, StackMode.COHERENT);
    SynthesisSettings cold = settings.synthesis().withSchedule(schedule -> schedule.scales(1));
    double sum = 0;
    for (int i = 1; i < frames; i++) {
      double target =
          neuralStyle.transfer(film.read(i), style, cold, RunListener.NONE).losses().total();
      RgbImage start = OpticalFlow.warp(coherent.images().get(i - 1), film.flow(i, i - 1));
      int warm =
          neuralStyle
              .run(
                  Inputs.of(film.read(i), style).withStart(start),
                  cold.withStart(s -> s.initialization(Initialization.IMAGE)),
                  new Until(target))
              .evaluations()
              .size();
      sum += (double) warm / cold.schedule().iterations();
    }
    table.accept(
        new Requirement(
            "speed",
            "evaluations to a cold start's loss / a cold start's",
            sum / (frames - 1),
            1.0 / 3));
    table.accept(
        new Requirement(
            "speed",
            "evaluations of a coherent frame / of the first",
            coherent.result().frames().stream()
                    .skip(1)
                    .mapToDouble(FrameReport::effort)
                    .average()
                    .orElseThrow()
                / coherent.result().frames().get(0).effort(),
            1.0 / 3));
  }

  /** Ends a run when it has a total loss. */
  private static final class Until implements RunListener {

    private final double target;
    private boolean reached;

    Until(double target) {
      this.target = target;
    }

    @Override
    public void evaluated(Progress progress) {
      // Scales before the last may have losses of another kind.
      reached = progress.scale() == progress.scales() && progress.losses().total() <= target;
    }

    @Override
    public boolean isStopped() {
      return reached;
    }
  }

  /** Flows that agree in both directions, of the original frames. */
  private static final class EstimatedMotion implements WarpingError.Motion {

    private final List<RgbImage> originals;

    EstimatedMotion(List<RgbImage> originals) {
      this.originals = originals;
    }

    @Override
    public FlowField flow(int frame, int earlier) {
      return OpticalFlow.between(originals.get(frame), originals.get(earlier));
    }

    /** Forward and backward flow differ by less than a pixel. */
    @Override
    public boolean[] isSeen(int frame, int earlier) {
      FlowField backward = flow(frame, earlier);
      FlowField forward = flow(earlier, frame);
      boolean[] seen = new boolean[backward.u().length];
      for (int y = 0; y < backward.height(); y++) {
        for (int x = 0; x < backward.width(); x++) {
          int i = y * backward.width() + x;
          int otherX = Math.round(x + backward.u()[i]);
          int otherY = Math.round(y + backward.v()[i]);
          if (otherX >= 0
              && otherY >= 0
              && otherX < backward.width()
              && otherY < backward.height()) {
            int j = otherY * backward.width() + otherX;
            seen[i] =
                Math.hypot(backward.u()[i] + forward.u()[j], backward.v()[i] + forward.v()[j]) < 1;
          }
        }
      }
      return seen;
    }
  }
}
