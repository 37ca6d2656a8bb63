package org.neuralstyle.synthesis;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.objective.Losses;
import org.neuralstyle.optimizer.State;
import org.neuralstyle.storage.OutputFile;

/** Keeps a run in its checkpoint, now and then and at the end. */
final class Keeper {

  /** Keeping it takes at most this share of a run's time. */
  private static final double SHARE = 0.05;

  private final Optional<Checkpoint> checkpoint;
  private final KeptRun.Header run;
  private final History history;
  private final long begin = System.nanoTime();
  private long next;
  private RgbImage scaleBegin;
  private boolean failed;

  /**
   * A keeper.
   *
   * @param checkpoint where the run is kept; empty to keep nothing
   * @param run what there was to know of it when it began or went on
   * @param history of its evaluations
   */
  Keeper(Optional<Checkpoint> checkpoint, KeptRun.Header run, History history) {
    this.checkpoint = checkpoint;
    this.run = run;
    this.history = history;
    next = begin + checkpoint.map(c -> c.interval().toNanos()).orElse(0L);
  }

  /** Seconds that the run took, with those before it went on. */
  double seconds() {
    return run.seconds() + (System.nanoTime() - begin) / 1e9;
  }

  /** A scale begins with a canvas. */
  void begin(RgbImage canvas) {
    scaleBegin = canvas;
  }

  /** Keeps the run if it is time. */
  void keepInTime(State<Losses> state, List<MemoryPlan> plans, int before) {
    if (System.nanoTime() - next >= 0) {
      keep(state, plans, before);
    }
  }

  /**
   * Keeps the run.
   *
   * @param state of the optimiser
   * @param plans how memory is used at each size
   * @param before evaluations at this size that the optimiser does not know of
   */
  void keep(State<Losses> state, List<MemoryPlan> plans, int before) {
    if (checkpoint.isEmpty()) {
      return;
    }
    long now = System.nanoTime();
    try {
      checkpoint
          .get()
          .write(
              run.at(
                  plans,
                  history.scale() - 1,
                  before,
                  history.evaluations(before + state.evaluation()),
                  state.value(),
                  seconds(),
                  history.warnings()),
              scaleBegin,
              state);
    } catch (IOException e) {
      // What a run is worth is not given up for what keeps it.
      if (!failed) {
        history.warn(
            "The run cannot be kept in %s (%s). It goes on, but not from here if it is ended. Make room, or give another file."
                .formatted(checkpoint.get().file(), OutputFile.reason(e)));
      }
      failed = true;
    }
    long took = System.nanoTime() - now;
    next = now + took + Math.max(checkpoint.get().interval().toNanos(), (long) (took / SHARE));
  }
}
