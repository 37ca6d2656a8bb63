package org.neuralstyle.synthesis;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.loss.GramLoss;
import org.neuralstyle.loss.TemporalLoss;
import org.neuralstyle.loss.TotalVariationLoss;
import org.neuralstyle.objective.FeatureDistances;
import org.neuralstyle.objective.FeatureTargets;
import org.neuralstyle.objective.Losses;
import org.neuralstyle.objective.StyleCache;
import org.neuralstyle.objective.StyleTargets;
import org.neuralstyle.objective.TileGrid;
import org.neuralstyle.objective.TiledObjective;
import org.neuralstyle.optimizer.Outcome;
import org.neuralstyle.tensor.ComputeDevice;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.tensor.Resampling;
import org.neuralstyle.tensor.Workers;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Pooling;
import org.neuralstyle.vgg.Precision;
import org.neuralstyle.vgg.Vgg19;
import org.neuralstyle.vgg.WeightedLayer;
import org.neuralstyle.weights.DownloadListener;
import org.neuralstyle.weights.Vgg19Weights;
import org.neuralstyle.weights.WeightsChoice;
import org.neuralstyle.weights.WeightsLoader;
import org.neuralstyle.weights.WeightsSettings;

/**
 * Reconstruction, texture synthesis and style transfer on one device with one set of weights, after
 * Gatys, Ecker and Bethge (2015, 2016).
 *
 * <p>Runs of one instance may go on at once, on threads of their own; a run that needs more of the
 * network than there is waits until the others have ended. Instances are independent of each other.
 */
public final class NeuralStyle implements AutoCloseable {

  /** Images need at least so many pixels on each side. */
  static final int SMALLEST_SIDE = 8;

  /** Shares of the memory there is that a run takes: on the host other programs need some too. */
  private static final double CPU_SHARE = 0.14;

  private static final double GPU_SHARE = 0.8;

  /** Sides of the image with which the device is tried: GPUs need more to be busy. */
  private static final int CPU_TRIAL_SIDE = 192;

  private static final int GPU_TRIAL_SIDE = 1024;
  private static final int TRIALS = 3;

  /** Convolutions up to which it is tried. */
  private static final int TRIAL_DEPTH = 5;

  /**
   * Up to so many pixels an image leaves cores idle: two runs at once, each on one of two cores,
   * were faster than one after the other on both; see {@link org.neuralstyle.study.SweepRunner}.
   */
  private static final long SMALL = 128 * 128;

  private static final int CPU_TILE = 1024;
  private static final int GPU_TILE = 2048;

  private final WeightsChoice weightsChoice;
  private final WeightsLoader loader;
  private final ComputeDevice device;
  private final Resampling resampling = new Resampling();

  /** By the number of threads that computed them, so that equal runs have equal results. */
  private final Map<Integer, StyleCache> styles = new HashMap<>();

  /** Held to read the network by what computes with it, and to write by what changes it. */
  private final ReentrantReadWriteLock network = new ReentrantReadWriteLock();

  private Vgg19Weights weights;
  private Optional<String> weightsFileSha256 = Optional.empty();

  /** Made by the first run that needs them, while others wait. */
  private final Map<Precision, Vgg19> networks = new ConcurrentHashMap<>();

  private final Map<Precision, Forecast.Trial> trials = new ConcurrentHashMap<>();
  private final PrecisionRule precisions;
  private Pooling pooling;

  /**
   * Opens a device. Weights are read, and if need be fetched, by the first run that needs them.
   *
   * @param weights which weights to use
   * @param device where to compute
   */
  public NeuralStyle(WeightsChoice weights, DeviceChoice device) {
    this(weights, device, WeightsSettings.defaults());
  }

  /**
   * Opens a device, with other places for weights than the usual ones.
   *
   * @param weights which weights to use
   * @param device where to compute
   * @param weightsSettings where weights are looked for
   */
  public NeuralStyle(WeightsChoice weights, DeviceChoice device, WeightsSettings weightsSettings) {
    this.weightsChoice = weights;
    this.loader = new WeightsLoader(weightsSettings);
    this.device = ComputeDevice.open(device);
    this.precisions = PrecisionRule.of(this.device);
  }

  /**
   * An image that has the features of another in some layers.
   *
   * @param image the other, at least 8 x 8 px
   * @param settings with content layers and without style layers
   * @param listener is told of the progress
   * @return the result
   * @throws IOException if the weights cannot be had
   * @throws InterruptedException if the thread is interrupted while they are fetched
   */
  public SynthesisResult reconstruct(
      RgbImage image, SynthesisSettings settings, RunListener listener)
      throws IOException, InterruptedException {
    return run(Inputs.content(image), settings, listener);
  }

  /**
   * A texture that has the statistics of a style.
   *
   * @param style the style, at least 8 x 8 px
   * @param settings with style layers and without content layers
   * @param listener is told of the progress
   * @return the result
   * @throws IOException if the weights cannot be had
   * @throws InterruptedException if the thread is interrupted while they are fetched
   */
  public SynthesisResult texture(RgbImage style, SynthesisSettings settings, RunListener listener)
      throws IOException, InterruptedException {
    return run(Inputs.style(style), settings, listener);
  }

  /**
   * A content in a style.
   *
   * @param content the content, at least 8 x 8 px
   * @param style the style, at least 8 x 8 px, of any other size
   * @param settings with content and style layers
   * @param listener is told of the progress
   * @return the result
   * @throws IOException if the weights cannot be had
   * @throws InterruptedException if the thread is interrupted while they are fetched
   */
  public SynthesisResult transfer(
      RgbImage content, RgbImage style, SynthesisSettings settings, RunListener listener)
      throws IOException, InterruptedException {
    return run(Inputs.of(content, style), settings, listener);
  }

  /**
   * Checks, without computing anything, that settings fit images.
   *
   * @param inputs the images
   * @param settings the settings of a run on them
   * @throws IllegalArgumentException if an image is missing or too small; the message says which
   */
  public static void check(Inputs inputs, SynthesisSettings settings) {
    inputs.check(settings);
    schedule(inputs, settings);
  }

  /**
   * Settings with the precision that a run of them has here. {@code auto} is bfloat16 on CPUs that
   * compute clearly faster in it, for runs with content and style layers that are not deep, and
   * float32 everywhere else. Whether the CPU is faster is measured once, in 0.15 s on two cores.
   *
   * @param settings of a run
   * @return the same with float32 or bfloat16
   * @throws IllegalArgumentException if the device does not compute in the precision asked for; the
   *     message says what to choose
   */
  public SynthesisSettings resolved(SynthesisSettings settings) {
    return settings.withPrecision(precisions.resolved(settings));
  }

  /**
   * Reads, and if need be fetches, the weights that runs will need, so that all of them find them
   * ready.
   *
   * @param deepest the deepest layer of the runs
   * @param wanted how the network halves the resolution
   * @param listener is told of the progress
   * @return what the runs will run with
   * @throws IOException if the weights cannot be had
   * @throws InterruptedException if the thread is interrupted while they are fetched
   */
  public SynthesisResult.Environment prepare(Layer deepest, Pooling wanted, RunListener listener)
      throws IOException, InterruptedException {
    return withNetwork(deepest, wanted, listener, this::environment);
  }

  /**
   * Whether a run is so small that it, and others like it, are done sooner at once, each with fewer
   * threads, than one after the other.
   *
   * @param inputs the images that the settings need
   * @param settings of the run
   * @return true on the CPU up to 128 x 128 px at the finest scale; GPUs are not faster for it
   * @throws IllegalArgumentException if an image is missing or too small; the message says which
   */
  public boolean gainsFromCompany(Inputs inputs, SynthesisSettings settings) {
    check(inputs, settings);
    List<Scale> scales = schedule(inputs, settings);
    Scale finest = scales.get(scales.size() - 1);
    return device.isCpu() && (long) finest.width() * finest.height() <= SMALL;
  }

  /**
   * How far images are from each other in the network's features and in their statistics, always
   * computed in float32.
   *
   * @param images at least two, each at least 8 x 8 px and at least the deepest layer's stride
   * @param layers where features are taken, in ascending order
   * @param wanted how the network halves the resolution
   * @param listener is told of the progress, and may stop it
   * @return for each layer all pairs
   * @throws IllegalArgumentException if an image is too small; the message says how small
   * @throws CancellationException if the listener stopped it
   * @throws IOException if the weights cannot be had
   * @throws InterruptedException if the thread is interrupted while they are fetched
   */
  public List<LayerDistances> distances(
      List<RgbImage> images, List<Layer> layers, Pooling wanted, RunListener listener)
      throws IOException, InterruptedException {
    Layer deepest = layers.stream().max(Comparator.comparingInt(Layer::convolution)).orElseThrow();
    images.forEach(image -> checkSize(image.width(), image.height(), deepest));
    return withNetwork(deepest, wanted, listener, () -> measured(images, layers, listener));
  }

  private List<LayerDistances> measured(
      List<RgbImage> images, List<Layer> layers, RunListener listener) {
    FeatureDistances distances =
        new FeatureDistances(
            network(Precision.FLOAT32), layers, device.isCpu() ? CPU_TILE : GPU_TILE);
    int n = images.size();
    double[][][] style = new double[layers.size()][n][n];
    double[][][] content = new double[layers.size()][n][n];
    for (int i = 0; i < n; i++) {
      try (NDArray first = tensor(images.get(i))) {
        for (int j = i + 1; j < n; j++) {
          if (listener.isStopped()) {
            throw new CancellationException("Measuring the distances was stopped.");
          }
          listener.status("Distances of images %d and %d of %d".formatted(i + 1, j + 1, n));
          try (NDArray second = tensor(images.get(j))) {
            double[] styles = distances.style(first, second);
            double[] contents = distances.content(first, second);
            for (int k = 0; k < styles.length; k++) {
              style[k][i][j] = style[k][j][i] = styles[k];
              content[k][i][j] = content[k][j][i] = contents[k];
            }
          }
        }
      }
    }
    List<LayerDistances> result = new ArrayList<>();
    for (int k = 0; k < layers.size(); k++) {
      result.add(new LayerDistances(layers.get(k), style[k], content[k]));
    }
    return result;
  }

  /**
   * Any of the operations.
   *
   * @param inputs the images that the settings need
   * @param wanted which losses to minimise, and how
   * @param listener is told of the progress
   * @return the result, whose settings are {@link #resolved}
   * @throws IllegalArgumentException if an image is missing or too small, or the device does not
   *     compute in the precision; the message says which
   * @throws IOException if the weights cannot be had
   * @throws InterruptedException if the thread is interrupted while they are fetched
   */
  public SynthesisResult run(Inputs inputs, SynthesisSettings wanted, RunListener listener)
      throws IOException, InterruptedException {
    check(inputs, wanted);
    SynthesisSettings settings = resolved(wanted);
    return withNetwork(
        deepest(settings),
        settings.pooling(),
        listener,
        () -> synthesized(inputs, settings, listener));
  }

  private SynthesisResult synthesized(
      Inputs inputs, SynthesisSettings settings, RunListener listener) {
    List<Scale> scales = schedule(inputs, settings);
    List<String> warnings = new ArrayList<>();
    device.warning().ifPresent(warnings::add);
    precisions.warning(settings.precision()).ifPresent(warnings::add);
    if (!weights.trained()) {
      warnings.add(
          "The network is untrained (random weights): its features reconstruct and make textures, but know no objects.");
    }
    warnings.forEach(listener::warning);
    listener.status(
        "VGG-19 weights: %s; device: %s; precision: %s"
            .formatted(weights.source(), device.name(), settings.precision()));

    listener.status("Expected: " + forecast(settings, scales));

    long begin = System.nanoTime();
    History history = new History(scales, listener);
    RgbImage image = start(inputs, settings, scales.get(0));
    Outcome.Ending ending = Outcome.Ending.EVALUATIONS;
    Losses losses = null;
    for (Scale scale : scales) {
      image = resize(image, scale);
      history.begin(scale);
      ScaleRun run = new ScaleRun(inputs, settings, scale, image, history);
      try (Outcome outcome = run.withinMemory(listener, warnings)) {
        image = picture(outcome.image(), scale);
        losses = outcome.losses();
        ending = outcome.ending();
      }
      if (ending == Outcome.Ending.STOPPED || ending == Outcome.Ending.DIVERGED) {
        break;
      }
    }
    if (ending == Outcome.Ending.DIVERGED) {
      warnings.add(
          "The run ended early: " + ending + ". Try a smaller style weight or another seed.");
      listener.warning(warnings.get(warnings.size() - 1));
    }
    Scale finest = scales.get(scales.size() - 1);
    String end = ending.toString();
    if (ending == Outcome.Ending.STOPPED && image.width() < finest.width()) {
      // The picture still has the size that was asked for.
      end += history.where();
    }
    image = resampling.resize(image, finest.width(), finest.height());
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new SynthesisResult(
        image, settings, losses, history.evaluations, end, environment(), seconds, warnings);
  }

  private MemoryPlan plan(Scale scale, SynthesisSettings settings) {
    Vgg19 vgg = network(settings);
    double contentBytes =
        settings.contentLayers().stream()
            .mapToDouble(layer -> MemoryPlan.bytesPerPixelOf(layer.layer(), vgg.precision()))
            .sum();
    long budget = (long) ((device.isCpu() ? CPU_SHARE : GPU_SHARE) * device.memory());
    return MemoryPlan.of(
        scale,
        deepest(settings),
        vgg.precision(),
        contentBytes,
        budget,
        device.isCpu() ? CPU_TILE : GPU_TILE,
        vgg.grain(),
        vgg.bandBytes(),
        vgg.workspaceBytes());
  }

  private Forecast forecast(SynthesisSettings settings, List<Scale> scales) {
    return Forecast.of(
        scales,
        scales.stream().map(scale -> plan(scale, settings)).toList(),
        deepest(settings),
        trials.computeIfAbsent(
            settings.precision().precision(), precision -> trial(network(precision))),
        !device.isCpu());
  }

  /** The best of some evaluations of a style loss. */
  private Forecast.Trial trial(Vgg19 vgg) {
    Layer deepest = Layer.conv(Math.min(TRIAL_DEPTH, vgg.depth()));
    List<Layer> layers =
        IntStream.rangeClosed(1, deepest.convolution()).mapToObj(Layer::conv).toList();
    int side = device.isCpu() ? CPU_TRIAL_SIDE : GPU_TRIAL_SIDE;
    try (NDArray image = tensor(noise(side, side, 0))) {
      List<NDArray> grams = StyleTargets.gramMatrices(vgg, image, layers, side);
      List<TiledObjective.StyleTerm> style = new ArrayList<>();
      for (int i = 0; i < layers.size(); i++) {
        style.add(new TiledObjective.StyleTerm(layers.get(i), 1, new GramLoss(grams.get(i))));
      }
      TileGrid grid = TileGrid.of(side, side, deepest, side, vgg.grain());
      TiledObjective.Weights weights = new TiledObjective.Weights(0, 1);
      try (TiledObjective objective =
          new TiledObjective(vgg, grid, true, weights, style, List.of(), null, List.of())) {
        double shortest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < TRIALS; i++) {
          long begin = System.nanoTime();
          // The losses it returns wait for the device.
          objective.evaluate(image).close();
          shortest = Math.min(shortest, (System.nanoTime() - begin) / 1e9);
        }
        return new Forecast.Trial(shortest, (long) side * side, deepest);
      }
    }
  }

  private SynthesisResult.Environment environment() {
    String version = NeuralStyle.class.getPackage().getImplementationVersion();
    return new SynthesisResult.Environment(
        version == null ? "development" : version,
        device.name(),
        Workers.threads(),
        weights.source(),
        weights.sha256(),
        weightsFileSha256,
        weights.trained());
  }

  private static List<Scale> schedule(Inputs inputs, SynthesisSettings settings) {
    RgbImage image = inputs.content().or(inputs::style).orElseThrow();
    int longer = Math.max(image.width(), image.height());
    double factor = settings.size() == 0 ? 1 : (double) settings.size() / longer;
    int width = Scale.scaled(image.width(), factor);
    int height = Scale.scaled(image.height(), factor);
    int smallest = checkSize(width, height, deepest(settings));
    List<Scale> scales = Scale.schedule(width, height, settings);
    return scales.stream()
        .filter(scale -> Math.min(scale.width(), scale.height()) >= smallest)
        .toList();
  }

  private static int checkSize(int width, int height, Layer deepest) {
    int smallest = Math.max(SMALLEST_SIDE, deepest.stride());
    if (Math.min(width, height) < smallest) {
      throw new IllegalArgumentException(
          "An image of %d x %d px is too small: layer %s needs at least %d x %d px. Use a larger image or size, or an earlier layer."
              .formatted(width, height, deepest, smallest, smallest));
    }
    return smallest;
  }

  private static Layer deepest(SynthesisSettings settings) {
    return Stream.concat(settings.contentLayers().stream(), settings.styleLayers().stream())
        .map(WeightedLayer::layer)
        .max((a, b) -> Integer.compare(a.convolution(), b.convolution()))
        .orElseThrow();
  }

  /** Computes with the network, which nobody changes meanwhile, as deep as it is needed. */
  private <T> T withNetwork(
      Layer deepest, Pooling wanted, RunListener listener, Supplier<T> computation)
      throws IOException, InterruptedException {
    while (true) {
      network.readLock().lock();
      try {
        if (isLoaded(deepest, wanted)) {
          return computation.get();
        }
      } finally {
        network.readLock().unlock();
      }
      if (network.getReadHoldCount() > 0) {
        throw new IllegalStateException(
            "A run's listener cannot start one that changes the network; it would wait for itself.");
      }
      change(deepest, wanted, listener);
    }
  }

  /** Who waits for another's change need not change anything if it was the same. */
  private void change(Layer deepest, Pooling wanted, RunListener listener)
      throws IOException, InterruptedException {
    synchronized (network) {
      // Changed here only, so that it may be read here without the lock.
      if (!isLoaded(deepest, wanted)) {
        network.writeLock().lock();
        try {
          load(deepest, wanted, listener);
        } finally {
          network.writeLock().unlock();
        }
      }
    }
  }

  private boolean isLoaded(Layer deepest, Pooling wanted) {
    return weights != null && weights.layers().size() >= deepest.convolution() && pooling == wanted;
  }

  private void load(Layer deepest, Pooling wanted, RunListener listener)
      throws IOException, InterruptedException {
    listener.status("Reading the VGG-19 weights up to " + deepest);
    weights =
        loader.load(
            weightsChoice,
            deepest.convolution(),
            new DownloadListener() {
              @Override
              public void progress(long done, long total) {
                listener.downloaded(done, total);
              }

              @Override
              public boolean isCancelled() {
                return listener.isStopped();
              }
            });
    weightsFileSha256 = weights.fileSha256();
    styles.values().forEach(StyleCache::clear);
    networks.values().forEach(Vgg19::close);
    networks.clear();
    pooling = wanted;
  }

  private Vgg19 network(SynthesisSettings resolved) {
    return network(resolved.precision().precision());
  }

  /** The network of the weights that were loaded last. */
  private Vgg19 network(Precision precision) {
    return networks.computeIfAbsent(
        precision, p -> new Vgg19(device, weights.layers(), pooling, p));
  }

  private RgbImage start(Inputs inputs, SynthesisSettings settings, Scale scale) {
    return switch (settings.initialization()) {
      case CONTENT -> resize(inputs.content().orElseThrow(), scale);
      case IMAGE -> resize(inputs.start().orElseThrow(), scale);
      case NOISE -> noise(scale.width(), scale.height(), settings.seed());
    };
  }

  private RgbImage resize(RgbImage image, Scale scale) {
    return resampling.resize(image, scale.width(), scale.height());
  }

  /** Made on the host, so that a seed means the same noise on every device. */
  private static RgbImage noise(int width, int height, long seed) {
    Random random = new Random(seed);
    float[] planes = new float[3 * width * height];
    for (int i = 0; i < planes.length; i++) {
      planes[i] = random.nextFloat();
    }
    return new RgbImage(width, height, planes);
  }

  /** An image at a scale, mirrored into the canvas's margin. */
  private NDArray canvas(RgbImage image, Scale scale) {
    return tensor(resize(image, scale).mirrored(scale.margin()));
  }

  private static RgbImage picture(NDArray canvas, Scale scale) {
    return image(canvas).cropped(scale.margin());
  }

  private NDArray tensor(RgbImage image) {
    return device.manager().create(image.planes(), new Shape(1, 3, image.height(), image.width()));
  }

  private static RgbImage image(NDArray tensor) {
    Shape shape = tensor.getShape();
    return new RgbImage((int) shape.get(3), (int) shape.get(2), tensor.toFloatArray());
  }

  @Override
  public void close() {
    network.writeLock().lock();
    try {
      styles.values().forEach(StyleCache::close);
      networks.values().forEach(Vgg19::close);
      resampling.close();
      device.close();
    } finally {
      network.writeLock().unlock();
    }
  }

  /** The losses so far, and the listener they are passed to. */
  private static final class History {

    private final List<EvaluatedLosses> evaluations = new ArrayList<>();
    private final List<Scale> scales;
    private final RunListener listener;
    private int scale;
    private int planned;

    History(List<Scale> scales, RunListener listener) {
      this.scales = scales;
      this.listener = listener;
    }

    void begin(Scale next) {
      scale = scales.indexOf(next) + 1;
      // Scales that converged early are no longer counted on.
      planned =
          evaluations.size() + scales.stream().skip(scale - 1L).mapToInt(Scale::evaluations).sum();
    }

    boolean add(Losses losses, NDArray best) {
      evaluations.add(new EvaluatedLosses(evaluations.size() + 1, scale, losses));
      Scale now = scales.get(scale - 1);
      listener.evaluated(
          new Progress(
              evaluations.size(), planned, scale, scales.size(), losses, () -> picture(best, now)));
      return !listener.isStopped();
    }

    /** For people: the scale that goes on. */
    String where() {
      Scale now = scales.get(scale - 1);
      return " at scale %d of %d (%d px)"
          .formatted(scale, scales.size(), Math.max(now.width(), now.height()));
    }
  }

  /** The optimisation at one scale. */
  private final class ScaleRun {

    private final Inputs inputs;
    private final SynthesisSettings settings;
    private final Scale scale;
    private final RgbImage start;
    private final History history;

    ScaleRun(
        Inputs inputs, SynthesisSettings settings, Scale scale, RgbImage start, History history) {
      this.inputs = inputs;
      this.settings = settings;
      this.scale = scale;
      this.start = start;
      this.history = history;
    }

    /** Runs, and where memory is short, runs again with smaller tiles. */
    Outcome withinMemory(RunListener listener, List<String> warnings) {
      MemoryPlan plan = plan(scale, settings);
      while (true) {
        try {
          return minimize(plan);
        } catch (EngineException e) {
          if (!isOutOfMemory(e)) {
            throw e;
          }
          MemoryPlan next;
          try {
            next = plan.smaller();
          } catch (IllegalStateException none) {
            throw new OutOfMemoryException(scale.width(), scale.height(), device.name(), e);
          }
          String warning =
              "Not enough memory on %s for tiles of %d px; going on with %d px."
                  .formatted(device.name(), plan.tileSize(), next.tileSize());
          warnings.add(warning);
          listener.warning(warning);
          plan = next;
        }
      }
    }

    private Outcome minimize(MemoryPlan plan) {
      Layer deepest = deepest(settings);
      TileGrid grid =
          TileGrid.of(
              scale.canvasWidth(), scale.canvasHeight(), deepest, plan.tileSize(), plan.grain());
      try (TiledObjective objective = objective(grid, plan);
          NDArray x = canvas(start, scale)) {
        return settings
            .method()
            .optimizer(plan.history(), !settings.styleLayers().isEmpty())
            .minimize(
                objective,
                x,
                scale.evaluations(),
                (evaluation, losses, best) -> history.add(losses, best));
      }
    }

    private TiledObjective objective(TileGrid grid, MemoryPlan plan) {
      List<TiledObjective.StyleTerm> style = style(plan);
      FeatureTargets content = null;
      List<Layer> contentLayers =
          settings.contentLayers().stream().map(WeightedLayer::layer).toList();
      if (!contentLayers.isEmpty()) {
        NDArray image = canvas(inputs.content().orElseThrow(), scale);
        try {
          content =
              new FeatureTargets(
                  network(settings), image, contentLayers, grid, plan.keepActivations());
        } catch (RuntimeException e) {
          style.forEach(term -> term.loss().close());
          throw e;
        }
      }
      return new TiledObjective(
          network(settings),
          grid,
          plan.keepActivations(),
          new TiledObjective.Weights(settings.contentWeight(), settings.styleWeight()),
          style,
          settings.contentLayers().stream()
              .map(layer -> new TiledObjective.ContentTerm(layer.layer(), layer.weight()))
              .toList(),
          content,
          pixels());
    }

    private List<TiledObjective.PixelTerm> pixels() {
      List<TiledObjective.PixelTerm> terms = new ArrayList<>();
      if (settings.tvWeight() != 0) {
        terms.add(new TiledObjective.PixelTerm(settings.tvWeight(), new TotalVariationLoss()));
      }
      inputs
          .temporal()
          .ifPresent(
              target -> terms.add(new TiledObjective.PixelTerm(target.weight(), temporal(target))));
      return terms;
    }

    private TemporalLoss temporal(TemporalTarget target) {
      RgbImage image = target.image();
      float[] planes = new float[3 * target.confidence().length];
      for (int c = 0; c < 3; c++) {
        System.arraycopy(target.confidence(), 0, planes, c * planes.length / 3, planes.length / 3);
      }
      RgbImage confidence = new RgbImage(image.width(), image.height(), planes);
      return new TemporalLoss(canvas(image, scale), canvas(confidence, scale));
    }

    private List<TiledObjective.StyleTerm> style(MemoryPlan plan) {
      if (settings.styleLayers().isEmpty()) {
        return List.of();
      }
      List<Layer> layers = settings.styleLayers().stream().map(WeightedLayer::layer).toList();
      List<NDArray> targets = styleTargets(layers, plan);
      List<TiledObjective.StyleTerm> terms = new ArrayList<>();
      for (int i = 0; i < layers.size(); i++) {
        double weight = settings.styleLayers().get(i).weight();
        terms.add(
            new TiledObjective.StyleTerm(layers.get(i), weight, new GramLoss(targets.get(i))));
      }
      return terms;
    }

    /** With a size, the style's longer side is at most the result's; it follows the scales. */
    private List<NDArray> styleTargets(List<Layer> layers, MemoryPlan plan) {
      RgbImage image = inputs.style().orElseThrow();
      int longer = Math.max(image.width(), image.height());
      double factor =
          scale.factor()
              * (settings.size() == 0 ? 1 : Math.min(1, (double) settings.size() / longer));
      int smallest = Math.max(SMALLEST_SIDE, deepest(settings).stride());
      int width = Math.max(smallest, Scale.scaled(image.width(), factor));
      int height = Math.max(smallest, Scale.scaled(image.height(), factor));
      // Of runs at once with the same style, the first computes it and the others wait for it.
      synchronized (styles) {
        return styles
            .computeIfAbsent(Workers.threads(), threads -> new StyleCache())
            .get(
                image,
                width,
                height,
                layers,
                settings.precision().precision(),
                () -> {
                  try (NDArray tensor = tensor(resampling.resize(image, width, height))) {
                    return StyleTargets.gramMatrices(
                        network(settings), tensor, layers, plan.tileSize());
                  }
                });
      }
    }
  }

  private static boolean isOutOfMemory(EngineException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("out of memory")
        || message.contains("can't allocate memory")
        || message.contains("not enough memory")
        // What oneDNN says when it lacks memory.
        || message.contains("could not create a primitive");
  }
}
