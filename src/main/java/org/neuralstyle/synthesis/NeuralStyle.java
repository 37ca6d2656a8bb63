package org.neuralstyle.synthesis;

import ai.djl.ndarray.NDArray;
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
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.loss.GramLoss;
import org.neuralstyle.objective.FeatureDistances;
import org.neuralstyle.objective.Losses;
import org.neuralstyle.objective.StyleCache;
import org.neuralstyle.objective.StyleTargets;
import org.neuralstyle.objective.TileGrid;
import org.neuralstyle.objective.TiledObjective;
import org.neuralstyle.optimizer.InitialEstimate;
import org.neuralstyle.optimizer.Lbfgs;
import org.neuralstyle.optimizer.Outcome;
import org.neuralstyle.settings.SynthesisSettings;
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
  private final Probe probe;
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
    this(weights, device, weightsSettings, Probe.NONE);
  }

  /** With something that is told how far runs are. */
  NeuralStyle(
      WeightsChoice weights, DeviceChoice device, WeightsSettings weightsSettings, Probe probe) {
    this.probe = probe;
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
   * @throws IllegalArgumentException if an image is missing, too small or too large; the message
   *     says which
   */
  public static void check(Inputs inputs, SynthesisSettings settings) {
    inputs.check(settings);
    List<Scale> scales = schedule(inputs, settings);
    Scale finest = scales.get(scales.size() - 1);
    double width = finest.width() + 2.0 * finest.margin();
    double height = finest.height() + 2.0 * finest.margin();
    if (width * height > Inputs.MOST_PIXELS) {
      double fits = Math.sqrt(Inputs.MOST_PIXELS / width / height);
      throw new IllegalArgumentException(
          "A result of %d x %d px is too large: at most %d pixels fit one buffer. Choose a size of at most %d px."
              .formatted(
                  finest.width(),
                  finest.height(),
                  Inputs.MOST_PIXELS,
                  (int) (fits * Math.max(width, height)) - 2 * finest.margin() - 1));
    }
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
    return settings.withEngine(engine -> engine.precision(precisions.resolved(settings)));
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
      try (NDArray first = device.tensor(images.get(i))) {
        for (int j = i + 1; j < n; j++) {
          if (listener.isStopped()) {
            throw new CancellationException("Measuring the distances was stopped.");
          }
          listener.status("Distances of images %d and %d of %d".formatted(i + 1, j + 1, n));
          try (NDArray second = device.tensor(images.get(j))) {
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
    return run(inputs, wanted, Optional.empty(), listener);
  }

  /**
   * Any of the operations, kept in a file, from which it goes on if it was begun before.
   *
   * @param inputs the images that the settings need
   * @param wanted which losses to minimise, and how; of a run that was begun before, the same, with
   *     as many iterations or more
   * @param checkpoint where the run is kept; empty to keep nothing
   * @param listener is told of the progress
   * @return the result, as of a run that was never interrupted
   * @throws IllegalArgumentException if an image is missing or too small, the device does not
   *     compute in the precision, or the checkpoint is of another run; the message says which
   * @throws IOException if the weights cannot be had, or the checkpoint cannot be read or written
   * @throws InterruptedException if the thread is interrupted while they are fetched
   */
  public SynthesisResult run(
      Inputs inputs,
      SynthesisSettings wanted,
      Optional<Checkpoint> checkpoint,
      RunListener listener)
      throws IOException, InterruptedException {
    check(inputs, wanted);
    Optional<KeptRun> kept = checkpoint.isPresent() ? checkpoint.get().read() : Optional.empty();
    SynthesisSettings settings = resolved(kept.map(k -> k.settings(inputs, wanted)).orElse(wanted));
    return withNetwork(
        deepest(settings),
        settings.pooling(),
        listener,
        () -> synthesized(inputs, settings, checkpoint, kept, listener));
  }

  private SynthesisResult synthesized(
      Inputs inputs,
      SynthesisSettings settings,
      Optional<Checkpoint> checkpoint,
      Optional<KeptRun> kept,
      RunListener listener)
      throws IOException {
    List<Scale> scales = schedule(inputs, settings);
    History history =
        new History(
            scales, kept.map(run -> run.header().evaluations()).orElse(List.of()), listener);
    device.warning().ifPresent(history::warn);
    precisions.warning(settings.precision()).ifPresent(history::warn);
    if (!weights.trained()) {
      history.warn(
          "The network is untrained (random weights): its features reconstruct and make textures, but know no objects.");
    }
    listener.status(
        "VGG-19 weights: %s; device: %s; precision: %s"
            .formatted(weights.source(), device.name(), settings.precision()));

    List<MemoryPlan> plans = new ArrayList<>();
    scales.forEach(scale -> plans.add(plan(scale, settings)));
    if (kept.isPresent()) {
      goOn(kept.get(), settings, scales, plans, history);
      listener.status(
          "Going on from %s after %d evaluations"
              .formatted(kept.get().file(), history.evaluations().size()));
    } else {
      Forecast forecast = forecast(settings, scales);
      listener.status("Expected: " + forecast);
      if (forecast.bytes() > device.memory()) {
        listener.shortOfMemory(forecast, device.memory());
      }
    }

    Keeper keeper =
        new Keeper(checkpoint, header(inputs, settings, checkpoint, kept, scales), history);
    int first = kept.map(run -> run.header().scale()).orElse(0);
    RgbImage image = kept.isPresent() ? null : start(inputs, settings, scales.get(0));
    Outcome.Ending ending = Outcome.Ending.EVALUATIONS;
    Losses losses = null;
    for (Scale scale : scales.subList(first, scales.size())) {
      image = image == null ? null : resize(image, scale);
      history.begin(scale);
      ScaleRun run = new ScaleRun(this, inputs, settings, scale, plans, history, keeper);
      try (Outcome<Losses> outcome =
          image == null ? run.from(kept.orElseThrow()) : run.from(image)) {
        image = ComputeDevice.image(outcome.image()).cropped(scale.margin());
        losses = outcome.value();
        ending = outcome.ending();
      }
      if (ending == Outcome.Ending.STOPPED || ending == Outcome.Ending.DIVERGED) {
        break;
      }
    }
    if (ending == Outcome.Ending.DIVERGED) {
      history.warn(
          "The run ended early: " + ending + ". Try a smaller style weight or another seed.");
    }
    Scale finest = scales.get(scales.size() - 1);
    String end = ending.toString();
    if (ending == Outcome.Ending.STOPPED && image.width() < finest.width()) {
      // The picture still has the size that was asked for.
      end += history.where();
    }
    image = resampling.resize(image, finest.width(), finest.height());
    return new SynthesisResult(
        image,
        settings,
        losses,
        history.evaluations(),
        end,
        environment(),
        keeper.seconds(),
        history.warnings());
  }

  /** What is known of a run at its beginning. */
  private KeptRun.Header header(
      Inputs inputs,
      SynthesisSettings settings,
      Optional<Checkpoint> checkpoint,
      Optional<KeptRun> kept,
      List<Scale> scales) {
    return new KeptRun.Header(
        environment().version(),
        KeptRun.text(settings),
        checkpoint.isPresent() ? inputs.hashes() : Map.of(),
        weightsSha256(settings),
        device.name(),
        Workers.threads(),
        scales,
        List.of(),
        0,
        0,
        List.of(),
        null,
        kept.map(run -> run.header().seconds()).orElse(0.0),
        List.of());
  }

  private String weightsSha256(SynthesisSettings settings) {
    return weights.sha256(deepest(settings).convolution());
  }

  /** Takes up a run that was kept: its plans, and what has to be known of its result. */
  private void goOn(
      KeptRun kept,
      SynthesisSettings settings,
      List<Scale> scales,
      List<MemoryPlan> plans,
      History history) {
    KeptRun.Header header = kept.header();
    kept.checkWeights(weightsSha256(settings));
    kept.checkScales(scales);
    header.warnings().forEach(history::warn);
    if (!header.device().equals(device.name())
        || header.threads() != Workers.threads()
        || !header.version().equals(environment().version())) {
      history.warn(
          "The run was begun by version %s on %s with %d threads, and goes on by version %s on %s with %d: its image is as good, but not to the last bit what it would have been."
              .formatted(
                  header.version(),
                  header.device(),
                  header.threads(),
                  environment().version(),
                  device.name(),
                  Workers.threads()));
    }
    boolean more = settings.iterations() > kept.iterations();
    boolean same = header.scale() == 0;
    for (int i = 0; i < scales.size(); i++) {
      MemoryPlan plan = header.plans().get(i);
      if (more && plan.history() == header.scales().get(i).evaluations()) {
        // As long as all steps are remembered, more room makes no difference to them.
        MemoryPlan roomier = plan.withHistory(Math.max(plan.history(), plans.get(i).history()));
        boolean begunAlike = estimate(settings, roomier).equals(estimate(settings, plan));
        same = same && (i > 0 || begunAlike);
        plan = begunAlike || i > header.scale() ? roomier : plan;
      }
      plans.set(i, plan);
    }
    if (more && !same) {
      history.warn(
          "The run was begun with %d iterations: one of %d from the start would have gone another way, to an image that differs a little."
              .formatted(kept.iterations(), settings.iterations()));
    }
  }

  /** What L-BFGS begins from; nothing for other optimisers. */
  private static Optional<InitialEstimate> estimate(SynthesisSettings settings, MemoryPlan plan) {
    return Optimizers.of(settings, plan.history()) instanceof Lbfgs lbfgs
        ? Optional.of(lbfgs.estimate())
        : Optional.empty();
  }

  MemoryPlan plan(Scale scale, SynthesisSettings settings) {
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
    try (NDArray image = device.tensor(noise(side, side, 0))) {
      List<NDArray> grams = StyleTargets.gramMatrices(vgg, image, layers, side, false);
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

  static Layer deepest(SynthesisSettings settings) {
    return Stream.concat(settings.contentLayers().stream(), settings.styleLayers().stream())
        .map(WeightedLayer::layer)
        .max((a, b) -> Integer.compare(a.convolution(), b.convolution()))
        .orElseThrow();
  }

  /** What is done with the network. */
  @FunctionalInterface
  private interface Computation<T> {
    T get() throws IOException;
  }

  /** Computes with the network, which nobody changes meanwhile, as deep as it is needed. */
  private <T> T withNetwork(
      Layer deepest, Pooling wanted, RunListener listener, Computation<T> computation)
      throws IOException, InterruptedException {
    // Before anything is computed on this thread, lest it take on a number that is set for others.
    Workers.threads();
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

  Vgg19 network(SynthesisSettings resolved) {
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
    return resized(image, scale.width(), scale.height());
  }

  /** An image of another size. */
  RgbImage resized(RgbImage image, int width, int height) {
    return resampling.resize(image, width, height);
  }

  Probe probe() {
    return probe;
  }

  ComputeDevice device() {
    return device;
  }

  /**
   * Looks a style up, or computes its statistics: of runs at once with the same style, the first
   * computes them and the others wait.
   */
  <T> T withStyles(Function<StyleCache, T> look) {
    synchronized (styles) {
      return look.apply(styles.computeIfAbsent(Workers.threads(), threads -> new StyleCache()));
    }
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
}
