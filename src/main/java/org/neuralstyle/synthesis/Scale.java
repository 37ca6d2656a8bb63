package org.neuralstyle.synthesis;

import java.util.ArrayList;
import java.util.List;

/**
 * One size that a run goes through.
 *
 * @param width of the image in pixels
 * @param height of the image in pixels
 * @param factor size in relation to the finest scale
 * @param evaluations of the objective at this scale
 */
record Scale(int width, int height, double factor, int evaluations) {

  /** The longer side, in pixels, below which no coarser scale is worth while. */
  private static final int COARSEST = 128;

  /** Longer side up to which one scale is enough. */
  private static final int SINGLE = 256;

  private static final int FEWEST_EVALUATIONS = 10;

  /**
   * With 0.5 or 0.7, which is faster, 512 px do not reach the loss that 300 evaluations at one
   * scale do.
   */
  private static final double FEWER = 0.8;

  /** From the coarsest to the finest; each finer scale gets {@link #FEWER} of the evaluations. */
  static List<Scale> schedule(int width, int height, SynthesisSettings settings) {
    int scales = settings.scales() == 0 ? suggested(Math.max(width, height)) : settings.scales();
    List<Scale> schedule = new ArrayList<>();
    for (int i = 0; i < scales; i++) {
      double factor = Math.pow(0.5, scales - 1 - i);
      int evaluations =
          Math.max(
              (int) Math.round(settings.iterations() * Math.pow(FEWER, i)),
              Math.min(FEWEST_EVALUATIONS, settings.iterations()));
      schedule.add(new Scale(scaled(width, factor), scaled(height, factor), factor, evaluations));
    }
    return schedule;
  }

  private static int suggested(int longerSide) {
    int scales = 1;
    if (longerSide > SINGLE) {
      for (int side = longerSide; side >= 2 * COARSEST; side /= 2) {
        scales++;
      }
    }
    return scales;
  }

  static int scaled(int side, double factor) {
    return (int) Math.max(1, Math.round(side * factor));
  }
}
