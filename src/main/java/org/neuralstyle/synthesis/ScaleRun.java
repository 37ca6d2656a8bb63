package org.neuralstyle.synthesis;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.loss.GramLoss;
import org.neuralstyle.loss.TemporalLoss;
import org.neuralstyle.loss.TotalVariationLoss;
import org.neuralstyle.objective.FeatureTargets;
import org.neuralstyle.objective.TileGrid;
import org.neuralstyle.objective.TiledObjective;
import org.neuralstyle.optimizer.Outcome;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.WeightedLayer;

/** The optimisation at one scale. */
final class ScaleRun {

  private final NeuralStyle engine;
  private final Inputs inputs;
  private final SynthesisSettings settings;
  private final Scale scale;
  private final RgbImage start;
  private final History history;

  ScaleRun(
      NeuralStyle engine,
      Inputs inputs,
      SynthesisSettings settings,
      Scale scale,
      RgbImage start,
      History history) {
    this.engine = engine;
    this.inputs = inputs;
    this.settings = settings;
    this.scale = scale;
    this.start = start;
    this.history = history;
  }

  /** Runs, and where memory is short, runs again with smaller tiles. */
  Outcome withinMemory(RunListener listener, List<String> warnings) {
    MemoryPlan plan = engine.plan(scale, settings);
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
          throw new OutOfMemoryException(scale.width(), scale.height(), engine.device().name(), e);
        }
        String warning =
            "Not enough memory on %s for tiles of %d px; going on with %d px."
                .formatted(engine.device().name(), plan.tileSize(), next.tileSize());
        warnings.add(warning);
        listener.warning(warning);
        plan = next;
      }
    }
  }

  private Outcome minimize(MemoryPlan plan) {
    Layer deepest = NeuralStyle.deepest(settings);
    TileGrid grid =
        TileGrid.of(scale.width(), scale.height(), deepest, plan.tileSize(), plan.grain());
    try (TiledObjective objective = objective(grid, plan);
        NDArray x = engine.tensor(start)) {
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
      NDArray image = engine.tensor(resized(inputs.content().orElseThrow()));
      try {
        content =
            new FeatureTargets(
                engine.network(settings), image, contentLayers, grid, plan.keepActivations());
      } catch (RuntimeException e) {
        style.forEach(term -> term.loss().close());
        throw e;
      }
    }
    return new TiledObjective(
        engine.network(settings),
        grid,
        plan.keepActivations(),
        new TiledObjective.Weights(
            scale.contentFactor(settings) * settings.contentWeight(), settings.styleWeight()),
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
    RgbImage confidence = resized(new RgbImage(image.width(), image.height(), planes));
    return new TemporalLoss(engine.tensor(resized(image)), engine.tensor(confidence));
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
      terms.add(new TiledObjective.StyleTerm(layers.get(i), weight, new GramLoss(targets.get(i))));
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
    int smallest = Math.max(NeuralStyle.SMALLEST_SIDE, NeuralStyle.deepest(settings).stride());
    int width = Math.max(smallest, Scale.scaled(image.width(), factor));
    int height = Math.max(smallest, Scale.scaled(image.height(), factor));
    return engine.gramMatrices(image, width, height, layers, settings, plan.tileSize());
  }

  private RgbImage resized(RgbImage image) {
    return engine.resized(image, scale.width(), scale.height());
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
