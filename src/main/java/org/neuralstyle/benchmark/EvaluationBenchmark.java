package org.neuralstyle.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.objective.Losses;
import org.neuralstyle.optimizer.InitialEstimate;
import org.neuralstyle.optimizer.Lbfgs;
import org.neuralstyle.optimizer.Outcome;
import org.neuralstyle.settings.LossSettings;
import org.neuralstyle.settings.PrecisionChoice;
import org.neuralstyle.settings.Preset;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.synthesis.PictureTime;
import org.neuralstyle.synthesis.Progress;
import org.neuralstyle.synthesis.RunListener;
import org.neuralstyle.tensor.ComputeDevice;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.tensor.Resampling;
import org.neuralstyle.weights.DownloadListener;
import org.neuralstyle.weights.Vgg19Weights;
import org.neuralstyle.weights.WeightsChoice;
import org.neuralstyle.weights.WeightsLoader;
import org.neuralstyle.weights.WeightsSettings;

/**
 * Times of the default style transfer against the classic algorithm, {@link ClassicObjective}, and
 * against what the device can do, all on the same images and weights in the same run.
 */
public final class EvaluationBenchmark implements AutoCloseable {

  /** Floating point operations of the convolutions, both ways, for each pixel: conv1_1..conv3_1. */
  static final double OPERATIONS_PER_PIXEL = 449_280;

  /** Evaluations after which all that a run holds is there. */
  private static final int FEW = 10;

  private static final int WARM_UP = 2;

  private final WeightsChoice weightsChoice;
  private final DeviceChoice deviceChoice;
  private final RgbImage content;
  private final RgbImage style;
  private final Consumer<Measurement> table;
  private final ComputeDevice device;
  private final Resampling resampling = new Resampling();
  private final Map<Integer, Double> tiledSeconds = new HashMap<>();

  /**
   * Opens the device.
   *
   * @param weights which weights to use
   * @param device where to compute
   * @param content an image of any size, of which a square is used
   * @param style the same for the style
   * @param table takes the rows as they come
   */
  public EvaluationBenchmark(
      WeightsChoice weights,
      DeviceChoice device,
      RgbImage content,
      RgbImage style,
      Consumer<Measurement> table) {
    this.weightsChoice = weights;
    this.deviceChoice = device;
    this.content = content;
    this.style = style;
    this.table = table;
    this.device = ComputeDevice.open(device);
  }

  /**
   * How much more memory the process has needed after many evaluations of a run than after the
   * first few; to be called before anything else, and nothing on systems that do not say.
   *
   * @param size side of the square image in pixels
   * @param evaluations how many
   * @throws IOException if the weights cannot be read
   * @throws InterruptedException if the thread is interrupted
   */
  public void memoryGrowth(int size, int evaluations) throws IOException, InterruptedException {
    List<Double> peaks = new ArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void evaluated(Progress progress) {
            try {
              PeakMemory.resident().ifPresent(peak -> peaks.add((double) peak));
            } catch (IOException e) {
              throw new UncheckedIOException("The system does not say how much memory is used", e);
            }
          }
        };
    run(size, 1, evaluations, PrecisionChoice.FLOAT32, listener);
    if (peaks.size() > FEW) {
      row("evaluations_in_memory_growth", size, peaks.size(), "1");
      row("memory_growth", size, peaks.get(peaks.size() - 1) / peaks.get(FEW - 1), "of 10");
    }
  }

  /**
   * Seconds for each evaluation by tiles in float32, the rate of its convolutions in relation to
   * the device's ceiling, and the peak of the process's memory so far; to be called with growing
   * sizes first.
   *
   * @param size side of the square image in pixels
   * @param evaluations how many to time, of which the median counts
   * @throws IOException if the weights cannot be read
   * @throws InterruptedException if the thread is interrupted
   */
  public void tiled(int size, int evaluations) throws IOException, InterruptedException {
    double tiled = secondsPerEvaluation(size, evaluations, PrecisionChoice.FLOAT32);
    row("seconds_per_evaluation_tiled", size, tiled, "s");
    // Sizes grow, and nothing that needs more memory has run yet.
    PeakMemory.resident().ifPresent(peak -> row("peak_rss", size, peak / 1e9, "GB"));
    double ceiling = ConvolutionCeiling.measure(device.manager(), Math.min(size, 1024));
    row("convolution_ceiling", size, ceiling / 1e9, "GFLOP/s");
    double rate = OPERATIONS_PER_PIXEL * size * size / tiled;
    row("ceiling_fraction", size, rate / ceiling, "of the ceiling");
    tiledSeconds.put(size, tiled);
  }

  /**
   * Seconds for each evaluation by tiles in bfloat16, and how much faster that is than in float32;
   * nothing where runs by default are in float32.
   *
   * @param size side of the square image in pixels, of which {@link #tiled} has been called
   * @param evaluations how many to time, of which the median counts
   * @throws IOException if the weights cannot be read
   * @throws InterruptedException if the thread is interrupted
   */
  public void bfloat16(int size, int evaluations) throws IOException, InterruptedException {
    if (defaultPrecision() == PrecisionChoice.BFLOAT16) {
      double seconds = secondsPerEvaluation(size, evaluations, PrecisionChoice.BFLOAT16);
      row("seconds_per_evaluation_bfloat16", size, seconds, "s");
      row("bfloat16_speedup", size, tiledSeconds.get(size) / seconds, "times");
    }
  }

  /**
   * What it costs to show the picture as it forms: the time of a run in relation to that of the
   * same evaluations without pictures.
   *
   * @param size side of the square image in pixels
   * @param evaluations of the run
   * @param shown does what has to be done for a picture
   * @throws IOException if the weights cannot be read
   * @throws InterruptedException if the thread is interrupted
   */
  public void livePictures(int size, int evaluations, Consumer<RgbImage> shown)
      throws IOException, InterruptedException {
    List<PictureTime> times = new ArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void evaluated(Progress progress) {
            if (times.isEmpty()) {
              times.add(new PictureTime(System::nanoTime));
            }
            times.get(0).take(() -> shown.accept(progress.preview().get()));
          }
        };
    run(size, 1, evaluations, PrecisionChoice.AUTO, listener);
    row("live_picture_cost", size, times.get(0).cost(), "times");
  }

  /**
   * What controls cost, by names that begin with {@code cost_of_}: regions, a second style and
   * other losses as an evaluation's time in relation to a plain one's, colours as their time in a
   * run in relation to that of one evaluation.
   *
   * @param preset whose layers count
   * @param size side of the square image in pixels
   * @param turns of which the shortest counts
   * @throws IOException if the weights cannot be read
   * @throws InterruptedException if the thread is interrupted
   */
  public void controls(Preset preset, int size, int turns)
      throws IOException, InterruptedException {
    try (NeuralStyle neuralStyle = new NeuralStyle(weightsChoice, deviceChoice)) {
      new ControlCosts(
              neuralStyle,
              resampling,
              device.isCpu(),
              preset.on(SynthesisSettings.transfer()),
              square(content, size),
              square(style, size))
          .measure(turns)
          .forEach(
              (name, ratio) ->
                  row(
                      "cost_of_" + name + "_" + preset.name().toLowerCase(Locale.ROOT),
                      size,
                      ratio,
                      name.startsWith("colour") ? "of an evaluation" : "times"));
    }
  }

  private PrecisionChoice defaultPrecision() {
    try (NeuralStyle neuralStyle = new NeuralStyle(weightsChoice, deviceChoice)) {
      return neuralStyle.resolved(SynthesisSettings.transfer()).engine().precision();
    }
  }

  private double secondsPerEvaluation(int size, int evaluations, PrecisionChoice precision)
      throws IOException, InterruptedException {
    return median(run(size, 1, evaluations + WARM_UP, precision).seconds());
  }

  /**
   * Seconds for each evaluation of the classic algorithm in one piece, and how much faster tiles
   * are; nothing if that does not fit into half of the memory.
   *
   * @param size side of the square image in pixels, of which {@link #tiled} has been called
   * @param evaluations how many to time, of which the median counts
   * @throws IOException if the weights cannot be read
   * @throws InterruptedException if the thread is interrupted
   */
  public void whole(int size, int evaluations) throws IOException, InterruptedException {
    if (ClassicObjective.BYTES_PER_PIXEL * size * size < device.memory() / 2.0) {
      double whole = median(classic(size, evaluations + WARM_UP).seconds());
      row("seconds_per_evaluation_whole", size, whole, "s");
      row("tiled_speedup", size, whole / tiledSeconds.get(size), "times");
    }
  }

  /**
   * The time in which the default settings reach the final loss of the classic algorithm, by their
   * own losses: in bfloat16 these agree with those in float32 to about four digits.
   *
   * @param size side of the square image in pixels
   * @param evaluations of the classic algorithm
   * @throws IOException if the weights cannot be read
   * @throws InterruptedException if the thread is interrupted
   */
  public void timeToClassicLoss(int size, int evaluations)
      throws IOException, InterruptedException {
    Timeline classic = classic(size, evaluations);
    double loss = Collections.min(classic.totals);
    double seconds = DoubleStream.of(classic.seconds()).sum();
    row("classic_final_loss", size, loss, "1");
    row("classic_seconds", size, seconds, "s");
    Timeline ours = run(size, 0, evaluations, PrecisionChoice.AUTO);
    double reached = ours.secondsTo(loss);
    row("final_loss", size, Collections.min(ours.totals), "1");
    row("seconds", size, DoubleStream.of(ours.seconds()).sum(), "s");
    row("seconds_to_classic_loss", size, reached, "s");
    row("time_to_classic_loss_speedup", size, seconds / reached, "times");
  }

  private void row(String measure, int size, double value, String unit) {
    table.accept(new Measurement(measure, size, value, unit));
  }

  /** When evaluations ended and what they came to, those of coarser scales with no loss. */
  private static final class Timeline {
    private final List<Long> times = new ArrayList<>(List.of(System.nanoTime()));
    private final List<Double> totals = new ArrayList<>();

    void add(double total) {
      times.add(System.nanoTime());
      totals.add(total);
    }

    double[] seconds() {
      double[] seconds = new double[totals.size()];
      for (int i = 0; i < seconds.length; i++) {
        seconds[i] = (times.get(i + 1) - times.get(i)) / 1e9;
      }
      return seconds;
    }

    double secondsTo(double loss) {
      for (int i = 0; i < totals.size(); i++) {
        if (totals.get(i) <= loss) {
          return (times.get(i + 1) - times.get(0)) / 1e9;
        }
      }
      return Double.NaN;
    }
  }

  private Timeline run(int size, int scales, int evaluations, PrecisionChoice precision)
      throws IOException, InterruptedException {
    Timeline timeline = new Timeline();
    RunListener listener =
        new RunListener() {
          @Override
          public void evaluated(Progress progress) {
            boolean finest = progress.scale() == progress.scales();
            timeline.add(finest ? progress.losses().total() : Double.POSITIVE_INFINITY);
          }
        };
    run(size, scales, evaluations, precision, listener);
    return timeline;
  }

  private void run(
      int size, int scales, int evaluations, PrecisionChoice precision, RunListener listener)
      throws IOException, InterruptedException {
    SynthesisSettings settings =
        SynthesisSettings.transfer()
            .withSchedule(schedule -> schedule.scales(scales).iterations(evaluations))
            .withEngine(engine -> engine.precision(precision));
    try (NeuralStyle neuralStyle = new NeuralStyle(weightsChoice, deviceChoice)) {
      neuralStyle.transfer(square(content, size), square(style, size), settings, listener);
    }
  }

  private Timeline classic(int size, int evaluations) throws IOException, InterruptedException {
    Vgg19Weights weights =
        new WeightsLoader(WeightsSettings.defaults()).load(weightsChoice, 5, DownloadListener.NONE);
    RgbImage image = square(content, size);
    double styleWeight = LossSettings.DEFAULT_STYLE_WEIGHT;
    Timeline timeline = new Timeline();
    try (ClassicObjective objective =
            new ClassicObjective(
                device.manager(), weights.layers(), image, square(style, size), styleWeight);
        NDArray x = device.manager().create(image.planes(), new Shape(1, 3, size, size));
        Outcome<Losses> outcome =
            new Lbfgs(Lbfgs.LONGEST_HISTORY, InitialEstimate.CLASSIC)
                .minimize(
                    objective,
                    x,
                    evaluations,
                    (evaluation, losses, best) -> {
                      timeline.add(losses.total());
                      return true;
                    })) {
      return timeline;
    }
  }

  /** The largest square in the middle, resampled. */
  private RgbImage square(RgbImage image, int size) {
    int side = Math.min(image.width(), image.height());
    int left = (image.width() - side) / 2;
    int top = (image.height() - side) / 2;
    float[] planes = new float[3 * side * side];
    for (int row = 0; row < 3 * side; row++) {
      int y = row / side * image.height() + top + row % side;
      System.arraycopy(image.planes(), y * image.width() + left, planes, row * side, side);
    }
    return resampling.resize(new RgbImage(side, side, planes), size, size);
  }

  private static double median(double[] seconds) {
    double[] sorted = DoubleStream.of(seconds).skip(WARM_UP).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  @Override
  public void close() {
    resampling.close();
    device.close();
  }
}
