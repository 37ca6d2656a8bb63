package org.neuralstyle.synthesis;

import java.util.ArrayList;
import java.util.List;
import org.neuralstyle.objective.Edges;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.settings.SynthesisSettings;

/**
 * One size that a run goes through.
 *
 * @param width of the picture in pixels
 * @param height of the picture in pixels
 * @param margin pixels by which the canvas that is painted is larger on each side; what the
 *     network's zero padding does to the canvas's edges is cut off with them
 * @param factor size in relation to the finest scale
 * @param evaluations of the objective at this scale
 * @param phase what the style loss is
 * @param choice how often neighbours have been chosen in this phase at this size before
 */
record Scale(
    int width, int height, int margin, double factor, int evaluations, Phase phase, int choice) {

  /** A scale with a style loss of statistics. */
  Scale(int width, int height, int margin, double factor, int evaluations) {
    this(width, height, margin, factor, evaluations, Phase.STATISTICS, 0);
  }

  /** The longer side, in pixels, below which no coarser scale is worth while. */
  private static final int COARSEST = 128;

  private static final int FEWEST_EVALUATIONS = 10;

  /** Evaluations of a texture's scale in relation to the coarser one's. */
  private static final double FEWER = 0.8;

  /** Part of the evaluations that the finest scale of a transfer gets, which begins painted. */
  private static final double FINEST = 1.0 / 3;

  /** Evaluations of a transfer's scale in relation to the finer one's. */
  private static final double MORE = 1.5;

  /** Part of the evaluations that a transfer's scale gets at most. */
  private static final double MOST = 2.0 / 3;

  /** As far as frames and dashes at the edges were seen to reach. */
  private static final int MARGIN = 8;

  /**
   * From the coarsest to the finest. Each is a run of its own, with the weights and with content
   * and style at its size: strokes and colours are found where they span few pixels, and finer
   * scales add detail. Transfers get most evaluations where they are cheap.
   *
   * <p>One scale that was asked for, or that is enough for a small image, is the published
   * algorithm, without a margin. A start from an image goes on at its size.
   */
  static List<Scale> schedule(int width, int height, SynthesisSettings settings) {
    int suggested = suggested(Math.max(width, height));
    boolean automatic = settings.schedule().scales() == 0;
    boolean goesOn = automatic && settings.start().initialization() == Initialization.IMAGE;
    int scales = goesOn ? 1 : automatic ? suggested : settings.schedule().scales();
    int margin = Math.max(automatic ? suggested : scales, scales) == 1 ? 0 : MARGIN;
    List<Scale> schedule = new ArrayList<>();
    for (int i = 0; i < scales; i++) {
      double factor = Math.pow(0.5, scales - 1 - i);
      double share = goesOn ? 1 : share(i, scales, settings.losses().isTransfer());
      int evaluations =
          Math.max(
              (int) Math.round(settings.schedule().iterations() * share),
              Math.min(FEWEST_EVALUATIONS, settings.schedule().iterations()));
      schedule.add(
          new Scale(scaled(width, factor), scaled(height, factor), margin, factor, evaluations));
    }
    return schedule;
  }

  /** Part of the evaluations of a run with one scale. */
  private static double share(int index, int scales, boolean transfer) {
    if (scales == 1) {
      return 1;
    }
    return transfer
        ? Math.min(MOST, FINEST * Math.pow(MORE, scales - 1 - index))
        : Math.pow(FEWER, index);
  }

  private static int suggested(int longerSide) {
    int scales = 1;
    for (int side = longerSide; side >= 2 * COARSEST; side /= 2) {
      scales++;
    }
    return scales;
  }

  static int scaled(int side, double factor) {
    return (int) Math.max(1, Math.round(side * factor));
  }

  /** A single scale is the published algorithm, which counts edges. */
  Edges edges() {
    return margin > 0 ? Edges.LEFT_OUT : Edges.COUNTED;
  }

  /** Width of what is painted, in pixels. */
  int canvasWidth() {
    return width + 2 * margin;
  }

  /** Height of what is painted, in pixels. */
  int canvasHeight() {
    return height + 2 * margin;
  }
}
