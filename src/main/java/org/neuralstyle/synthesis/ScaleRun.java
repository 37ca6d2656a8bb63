package org.neuralstyle.synthesis;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.objective.Losses;
import org.neuralstyle.objective.TiledObjective;
import org.neuralstyle.optimizer.Objective;
import org.neuralstyle.optimizer.Observer;
import org.neuralstyle.optimizer.Optimizer;
import org.neuralstyle.optimizer.Outcome;
import org.neuralstyle.optimizer.SavedState;
import org.neuralstyle.optimizer.State;
import org.neuralstyle.settings.StyleLossKind;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.tensor.ComputeDevice;

/** The optimisation at one scale. */
final class ScaleRun {

  private final ComputeDevice device;
  private final ScaleObjectives objectives;
  private final SynthesisSettings settings;
  private final Scale scale;
  private final List<MemoryPlan> plans;
  private final History history;
  private final Keeper keeper;

  /**
   * A run at the scale that a history has come to.
   *
   * @param device where it computes; stays the caller's
   * @param objectives what it minimises
   * @param settings of the run
   * @param scale the scale
   * @param plans how memory is used at each scale; changed where it turns out to be short
   * @param history is told of each evaluation
   * @param keeper keeps the run now and then
   */
  ScaleRun(
      ComputeDevice device,
      ScaleObjectives objectives,
      SynthesisSettings settings,
      Scale scale,
      List<MemoryPlan> plans,
      History history,
      Keeper keeper) {
    this.device = device;
    this.objectives = objectives;
    this.settings = settings;
    this.scale = scale;
    this.plans = plans;
    this.history = history;
    this.keeper = keeper;
  }

  /** Begins at an image of the canvas's size. */
  Outcome<Losses> from(RgbImage start) throws IOException {
    return withinMemory(new Attempt(start, null, Optional.empty(), 0));
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
              device.tensor(attempt.best), attempt.losses, Outcome.Ending.EVALUATIONS);
        }
      }
    }
  }

  private MemoryPlan plan() {
    return plans.get(history.scale() - 1);
  }

  private void shrink(EngineException cause) {
    MemoryPlan plan = plan();
    MemoryPlan next =
        plan.smaller(scale, Scales.deepest(settings))
            .orElseThrow(
                () ->
                    new OutOfMemoryException(scale.width(), scale.height(), device.name(), cause));
    history.warn(
        String.format(
            Locale.ROOT,
            "Not enough memory on %s for tiles of %d px; going on with %d px.",
            device.name(),
            plan.tileSize(),
            next.tileSize()));
    plans.set(history.scale() - 1, next);
  }

  private Outcome<Losses> minimize(Attempt attempt, Observer<Losses> watch) throws IOException {
    MemoryPlan plan = plan();
    Optimizer optimizer = Optimizers.of(settings, plan.history());
    int evaluations = scale.evaluations() - attempt.before;
    try (TiledObjective tiled = objectives.at(scale, plan)) {
      Objective<Losses> objective = objectives.probed(tiled);
      if (attempt.kept.isPresent()) {
        try (DataInputStream state = attempt.kept.get().state()) {
          return optimizer.resume(
              objective,
              new SavedState<>(state, device.manager(), Losses::read),
              evaluations,
              watch);
        }
      }
      try (NDArray x = device.tensor(attempt.best)) {
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
      // Before the next scale's first evaluation neighbours are chosen, where the user may stop.
      if (history.isLastScale()
          || history.ending(ending).isEarly()
          || settings.losses().styleBy() == StyleLossKind.NEIGHBOURS) {
        keeper.keep(state, plans, attempt.before);
      }
    }

    @Override
    public void failed(State<Losses> state) {
      last = new Attempt(ComputeDevice.image(state.image()), state.value(), Optional.empty(), 0);
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
