package org.neuralstyle.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.objective.Losses;
import org.neuralstyle.settings.StyleLossKind;
import org.neuralstyle.synthesis.Progress;

/**
 * When a frame that starts from others is finished: when it no longer gains, or, if it does so
 * everywhere, when it is as good as the first of its scene. If it went on, a still scene would
 * change from frame to frame, as each is optimised further than the one before. But what has not
 * been seen before has no style yet, however good the whole is.
 */
final class FrameEnd {

  /** Evaluations over which a frame must still gain. */
  private static final int WINDOW = 10;

  /** Relative gain over {@link #WINDOW} evaluations below which it is finished. */
  private static final double SMALLEST_GAIN = 2e-3;

  /**
   * A frame with neighbours is as good with so much more style loss. Its edges begin mirrored, and
   * match a little worse than those that were painted: 1 to 3 % at 128 px.
   */
  private static final double SLACK = 1.05;

  private final Optional<Losses> enough;
  private final boolean neighbours;
  private final List<Double> best = new ArrayList<>();
  private boolean asGood;

  /**
   * The end of a frame that begins.
   *
   * @param enough losses of its scene's first; empty if it starts from others in part
   * @param kind of the style loss
   */
  FrameEnd(Optional<Losses> enough, StyleLossKind kind) {
    this.enough = enough;
    this.neighbours = kind == StyleLossKind.NEIGHBOURS;
  }

  /** An evaluation of the frame. Those before the last scale have losses of another kind. */
  void evaluated(Progress progress) {
    if (progress.scale() < progress.scales()) {
      return;
    }
    double total = progress.losses().total();
    best.add(best.isEmpty() ? total : Math.min(total, best.get(best.size() - 1)));
    asGood = enough.isPresent() && isAsGood(progress.losses(), enough.get());
  }

  /** Whether the evaluation was the last. */
  boolean isReached() {
    return asGood || hasConverged();
  }

  /** With neighbours the content is kept by their choice. */
  private boolean isAsGood(Losses losses, Losses first) {
    return neighbours
        ? losses.style() <= SLACK * first.style()
        : losses.style() <= first.style() && losses.content() <= first.content();
  }

  private boolean hasConverged() {
    int n = best.size();
    return n > WINDOW
        && best.get(n - 1 - WINDOW) - best.get(n - 1) <= SMALLEST_GAIN * Math.abs(best.get(n - 1));
  }
}
