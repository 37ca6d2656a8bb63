package org.neuralstyle.synthesis;

import ai.djl.ndarray.NDArray;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.loss.TemporalLoss;
import org.neuralstyle.loss.TotalVariationLoss;
import org.neuralstyle.objective.FeatureTargets;
import org.neuralstyle.objective.Losses;
import org.neuralstyle.objective.NeighbourLosses;
import org.neuralstyle.objective.NeighbourSearch;
import org.neuralstyle.objective.NormalizedObjective;
import org.neuralstyle.objective.TileGrid;
import org.neuralstyle.objective.TiledObjective;
import org.neuralstyle.optimizer.Objective;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.tensor.ComputeDevice;
import org.neuralstyle.vgg.Vgg19;
import org.neuralstyle.vgg.WeightedLayer;

/** Makes what a run minimises at its scales. */
final class ScaleObjectives {

  /** Whether neighbours are looked for in the style's turns by quarters as well. */
  private static final boolean TURNED = true;

  /** Positions of a layer, along the longer side, that count where each layer is matched. */
  private static final int MOST_POSITIONS = 256;

  private final Network network;
  private final Vgg19 vgg;
  private final ComputeDevice device;
  private final Inputs inputs;
  private final SynthesisSettings settings;
  private final Pyramid pyramid;
  private final Probe probe;
  private final Runnable step;
  private RgbImage begin;

  /**
   * The objectives of a run.
   *
   * @param network stays the caller's
   * @param inputs of the run
   * @param settings of the run, whose precision has been chosen
   * @param pyramid the inputs at its scales
   * @param probe is told of what has been made
   * @param step run before each part of what takes long to make; what it throws ends it
   */
  ScaleObjectives(
      Network network,
      Inputs inputs,
      SynthesisSettings settings,
      Pyramid pyramid,
      Probe probe,
      Runnable step) {
    this.network = network;
    this.vgg = network.vgg(settings);
    this.device = network.device();
    this.inputs = inputs;
    this.settings = settings;
    this.pyramid = pyramid;
    this.probe = probe;
    this.step = step;
  }

  /** A scale begins with a canvas, for which neighbours are chosen. */
  void begin(RgbImage canvas) {
    begin = canvas;
  }

  /**
   * The objective at a scale, to be closed by the caller. Closes what has been made if what follows
   * cannot be.
   */
  TiledObjective at(Scale scale, MemoryPlan plan) {
    TileGrid grid = plan.grid(scale, Scales.deepest(settings)).with(scale.edges());
    Deque<AutoCloseable> made = new ArrayDeque<>();
    try {
      Optional<NeighbourLosses> neighbours = neighbours(scale, grid, plan);
      neighbours.ifPresent(made::push);
      List<TiledObjective.StyleTerm> style =
          neighbours.isPresent()
              ? List.of()
              : new StyleTerms(network, inputs, settings, pyramid).at(scale, grid, plan.tileSize());
      style.forEach(made::push);
      probe.reached(Probe.Stage.STYLE);
      FeatureTargets content = content(scale, grid, plan);
      if (content != null) {
        made.push(content);
      }
      probe.reached(Probe.Stage.CONTENT);
      List<TiledObjective.PixelTerm> pixels = pixels(scale);
      pixels.forEach(term -> made.push(term.loss()));
      probe.reached(Probe.Stage.TARGETS);
      TiledObjective.Weights weights =
          new TiledObjective.Weights(
              settings.losses().contentWeight(), settings.losses().styleWeight());
      List<TiledObjective.ContentTerm> contentTerms =
          settings.losses().contentLayers().stream()
              .map(layer -> new TiledObjective.ContentTerm(layer.layer(), layer.weight()))
              .toList();
      TiledObjective objective =
          neighbours.isPresent()
              ? new TiledObjective(
                  vgg, grid, weights, neighbours.get(), contentTerms, content, pixels)
              : new TiledObjective(
                  vgg, grid, plan.keepActivations(), weights, style, contentTerms, content, pixels);
      Optional<Double> strength = settings.losses().strength();
      if (strength.isEmpty() || neighbours.isPresent()) {
        return objective;
      }
      return objective.with(
          settings.engine().normalized()
              ? new TiledObjective.Weights(1 - strength.get(), strength.get())
              : StyleStrength.weights(
                  settings.losses(), objective, pyramid.content(scale), device));
    } catch (RuntimeException | Error e) {
      close(made, e);
      throw e;
    }
  }

  /** An objective whose evaluations the probe is told of. */
  Objective<Losses> probed(TiledObjective objective) {
    Objective<Losses> way =
        settings.engine().normalized() ? new NormalizedObjective(objective) : objective;
    return image -> {
      probe.reached(Probe.Stage.EVALUATION);
      return way.evaluate(image);
    };
  }

  private static void close(Deque<AutoCloseable> made, Throwable reason) {
    for (AutoCloseable part : made) {
      try {
        part.close();
      } catch (Exception e) {
        reason.addSuppressed(e);
      }
    }
  }

  /** Null without content layers. */
  private FeatureTargets content(Scale scale, TileGrid grid, MemoryPlan plan) {
    if (settings.losses().contentLayers().isEmpty()) {
      return null;
    }
    return new FeatureTargets(
        vgg,
        device.tensor(pyramid.content(scale)),
        settings.losses().contentLayers().stream().map(WeightedLayer::layer).toList(),
        grid,
        plan.keepActivations());
  }

  private List<TiledObjective.PixelTerm> pixels(Scale scale) {
    List<TiledObjective.PixelTerm> terms = new ArrayList<>();
    if (settings.losses().tvWeight() != 0) {
      terms.add(
          new TiledObjective.PixelTerm(settings.losses().tvWeight(), new TotalVariationLoss()));
    }
    inputs
        .temporal()
        .ifPresent(
            target -> terms.add(new TiledObjective.PixelTerm(target.weight(), temporal(scale))));
    return terms;
  }

  private TemporalLoss temporal(Scale scale) {
    RgbImage confidence = pyramid.confidence(scale).orElseThrow();
    NDArray expected = device.tensor(pyramid.expected(scale).orElseThrow());
    try {
      return new TemporalLoss(expected, device.tensor(confidence));
    } catch (RuntimeException | Error e) {
      expected.close();
      throw e;
    }
  }

  private Optional<NeighbourLosses> neighbours(Scale scale, TileGrid grid, MemoryPlan plan) {
    if (scale.phase() == Phase.STATISTICS) {
      return Optional.empty();
    }
    NeighbourSearch search = search(vgg, settings, grid, plan, step);
    List<NDArray> styles = new ArrayList<>();
    try {
      for (RgbImage style : inputs.styles()) {
        styles.add(device.tensor(pyramid.style(style, scale)));
      }
      if (scale.phase() == Phase.LAYERS) {
        try (NDArray image = device.tensor(begin)) {
          return Optional.of(search.split(styles, image, MOST_POSITIONS, scale.choice()));
        }
      }
      try (NDArray image = device.tensor(pyramid.choosing(scale, begin))) {
        return Optional.of(search.hypercolumns(styles, image));
      }
    } finally {
      styles.forEach(NDArray::close);
    }
  }

  private static NeighbourSearch search(
      Vgg19 vgg, SynthesisSettings settings, TileGrid grid, MemoryPlan plan, Runnable step) {
    return new NeighbourSearch(
        vgg, settings.losses().styleLayers(), grid, TURNED, plan.tileSize(), step);
  }

  /** Comparisons with a style about as large as the image, before a scale's first evaluation. */
  static double comparisons(Vgg19 vgg, SynthesisSettings settings, Scale scale, MemoryPlan plan) {
    if (scale.phase() == Phase.STATISTICS) {
      return 0;
    }
    NeighbourSearch search =
        search(vgg, settings, plan.grid(scale, Scales.deepest(settings)), plan, () -> {});
    return scale.phase() == Phase.HYPERCOLUMNS
        ? search.comparisons()
        : search.comparisons(MOST_POSITIONS);
  }
}
