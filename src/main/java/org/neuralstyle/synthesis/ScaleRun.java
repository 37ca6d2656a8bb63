package org.neuralstyle.synthesis;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.loss.GramLoss;
import org.neuralstyle.loss.TemporalLoss;
import org.neuralstyle.loss.TotalVariationLoss;
import org.neuralstyle.objective.FeatureTargets;
import org.neuralstyle.objective.Losses;
import org.neuralstyle.objective.StyleTargets;
import org.neuralstyle.objective.TileGrid;
import org.neuralstyle.objective.TiledObjective;
import org.neuralstyle.optimizer.Objective;
import org.neuralstyle.optimizer.Observer;
import org.neuralstyle.optimizer.Optimizer;
import org.neuralstyle.optimizer.Outcome;
import org.neuralstyle.optimizer.SavedState;
import org.neuralstyle.optimizer.State;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.tensor.ComputeDevice;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.WeightedLayer;

/** The optimisation at one scale. */
final class ScaleRun {

  private final NeuralStyle engine;
  private final Inputs inputs;
  private final SynthesisSettings settings;
  private final Scale scale;
  private final List<MemoryPlan> plans;
  private final History history;
  private final Keeper keeper;

  /**
   * A run at the scale that a history has come to.
   *
   * @param engine the network; stays the caller's
   * @param inputs images
   * @param settings of the run
   * @param scale the scale
   * @param plans how memory is used at each scale; changed where it turns out to be short
   * @param history is told of each evaluation
   * @param keeper keeps the run now and then
   */
  ScaleRun(
      NeuralStyle engine,
      Inputs inputs,
      SynthesisSettings settings,
      Scale scale,
      List<MemoryPlan> plans,
      History history,
      Keeper keeper) {
    this.engine = engine;
    this.inputs = inputs;
    this.settings = settings;
    this.scale = scale;
    this.plans = plans;
    this.history = history;
    this.keeper = keeper;
  }

  /** Begins at an image. */
  Outcome<Losses> from(RgbImage start) throws IOException {
    return withinMemory(new Attempt(canvas(start), null, Optional.empty(), 0));
  }

  /** Goes on with a run that was kept at this scale. */
  Outcome<Losses> from(KeptRun kept) throws IOException {
    return withinMemory(
        new Attempt(
            kept.image(), kept.header().losses(), Optional.of(kept), kept.header().before()));
  }

  /**
   * A minimisation, which lasts until it is done or memory runs short.
   *
   * @param best canvas before it
   * @param losses of that image; null if it has not been evaluated
   * @param kept what it goes on from; otherwise it begins at the image
   * @param before evaluations at this scale that it does not know of
   */
  private record Attempt(RgbImage best, Losses losses, Optional<KeptRun> kept, int before) {}

  /** Where memory is short, goes on with smaller tiles from the best image so far. */
  private Outcome<Losses> withinMemory(Attempt first) throws IOException {
    Attempt attempt = first;
    while (true) {
      Watch watch = new Watch(attempt);
      try {
        return minimize(attempt, watch);
      } catch (EngineException e) {
        if (!isOutOfMemory(e)) {
          throw e;
        }
        shrink(e);
        Attempt last = watch.last;
        attempt = new Attempt(last.best, last.losses, Optional.empty(), history.atScale());
        if (attempt.losses != null && attempt.before >= scale.evaluations()) {
          return new Outcome<>(
              engine.device().tensor(attempt.best), attempt.losses, Outcome.Ending.EVALUATIONS);
        }
      }
    }
  }

  private MemoryPlan plan() {
    return plans.get(history.scale() - 1);
  }

  private void shrink(EngineException cause) {
    String device = engine.device().name();
    MemoryPlan plan = plan();
    MemoryPlan next =
        plan.smaller(scale, NeuralStyle.deepest(settings))
            .orElseThrow(
                () -> new OutOfMemoryException(scale.width(), scale.height(), device, cause));
    history.warn(
        "Not enough memory on %s for tiles of %d px; going on with %d px."
            .formatted(device, plan.tileSize(), next.tileSize()));
    plans.set(history.scale() - 1, next);
  }

  private Outcome<Losses> minimize(Attempt attempt, Observer<Losses> watch) throws IOException {
    MemoryPlan plan = plan();
    Optimizer optimizer = Optimizers.of(settings, plan.history());
    int evaluations = scale.evaluations() - attempt.before;
    TileGrid all = plan.grid(scale, NeuralStyle.deepest(settings));
    TileGrid grid = leavesEdgesOut() ? all.unpadded() : all;
    try (TiledObjective tiled = objective(grid, plan)) {
      Objective<Losses> objective =
          image -> {
            engine.probe().reached(Probe.Stage.EVALUATION);
            return tiled.evaluate(image);
          };
      if (attempt.kept.isPresent()) {
        try (DataInputStream state = attempt.kept.get().state()) {
          return optimizer.resume(
              objective,
              new SavedState<>(state, engine.device().manager(), Losses::read),
              evaluations,
              watch);
        }
      }
      try (NDArray x = engine.device().tensor(attempt.best)) {
        return optimizer.minimize(objective, x, evaluations, watch);
      }
    }
  }

  /** Passes on what happens in an attempt, and remembers how far it came if it failed. */
  private final class Watch implements Observer<Losses> {

    private final Attempt attempt;
    private Attempt last;

    Watch(Attempt attempt) {
      this.attempt = attempt;
      last = attempt;
    }

    @Override
    public boolean evaluated(int evaluation, Losses losses, NDArray best) {
      return history.add(losses, () -> ComputeDevice.image(best).cropped(scale.margin()));
    }

    @Override
    public void reached(State<Losses> state) {
      keeper.keepInTime(state, plans, attempt.before);
    }

    @Override
    public void ended(State<Losses> state, Outcome.Ending ending) {
      boolean last =
          history.isLastScale()
              || ending == Outcome.Ending.STOPPED
              || ending == Outcome.Ending.DIVERGED;
      if (last) {
        keeper.keep(state, plans, attempt.before);
      }
    }

    @Override
    public void failed(State<Losses> state) {
      last = new Attempt(ComputeDevice.image(state.image()), state.value(), Optional.empty(), 0);
    }
  }

  /** Closes what has been made if what follows cannot be. */
  private TiledObjective objective(TileGrid grid, MemoryPlan plan) {
    Deque<AutoCloseable> made = new ArrayDeque<>();
    try {
      List<TiledObjective.StyleTerm> style = style(plan);
      style.forEach(term -> made.push(term.loss()));
      engine.probe().reached(Probe.Stage.STYLE);
      FeatureTargets content = content(grid, plan);
      if (content != null) {
        made.push(content);
      }
      engine.probe().reached(Probe.Stage.CONTENT);
      List<TiledObjective.PixelTerm> pixels = pixels();
      pixels.forEach(term -> made.push(term.loss()));
      engine.probe().reached(Probe.Stage.TARGETS);
      return new TiledObjective(
          engine.network(settings),
          grid,
          plan.keepActivations(),
          new TiledObjective.Weights(settings.contentWeight(), settings.styleWeight()),
          style,
          settings.contentLayers().stream()
              .map(layer -> new TiledObjective.ContentTerm(layer.layer(), layer.weight()))
              .toList(),
          content,
          pixels);
    } catch (RuntimeException | Error e) {
      close(made, e);
      throw e;
    }
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
  private FeatureTargets content(TileGrid grid, MemoryPlan plan) {
    if (settings.contentLayers().isEmpty()) {
      return null;
    }
    return new FeatureTargets(
        engine.network(settings),
        engine.device().tensor(canvas(inputs.content().orElseThrow())),
        settings.contentLayers().stream().map(WeightedLayer::layer).toList(),
        grid,
        plan.keepActivations());
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
    RgbImage confidence = canvas(new RgbImage(image.width(), image.height(), planes));
    NDArray expected = engine.device().tensor(canvas(image));
    try {
      return new TemporalLoss(expected, engine.device().tensor(confidence));
    } catch (RuntimeException | Error e) {
      expected.close();
      throw e;
    }
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
    return engine.withStyles(
        styles ->
            styles.get(
                image,
                width,
                height,
                layers,
                settings.precision().precision(),
                leavesEdgesOut(),
                () -> {
                  RgbImage resized = engine.resized(image, width, height);
                  try (NDArray tensor = engine.device().tensor(resized)) {
                    return StyleTargets.gramMatrices(
                        engine.network(settings),
                        tensor,
                        layers,
                        plan.tileSize(),
                        leavesEdgesOut());
                  }
                }));
  }

  /**
   * Whether style statistics are without the edges, where zero padding shows. A single scale is the
   * published algorithm, with them.
   */
  private boolean leavesEdgesOut() {
    return scale.margin() > 0;
  }

  /** An image at this scale, mirrored into the canvas's margin. */
  private RgbImage canvas(RgbImage image) {
    return engine.resized(image, scale.width(), scale.height()).mirrored(scale.margin());
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
