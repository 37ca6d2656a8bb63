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

  private static final double FEWER = 0.8;

  /** Part of the evaluations with which coarser scales of a transfer prepare the finest. */
  private static final double PREPARATION = 0.25;

  /**
   * Factor of a transfer's content loss at coarser scales. They have fewer pixels to meet as many
   * Gram matrices with, so that they would give up more of the content than the finest scale has
   * to; that soon finds the style again, but the content only slowly. After 150 evaluations at 512
   * px the loss was 13.32 with a factor of 20, 13.18 with 50 and 13.32 with 200; with 1, after 100
   * and with more evaluations before, 14.85, where 50 had come to 13.98.
   */
  private static final double PREPARED_CONTENT = 50;

  /**
   * From the coarsest to the finest. Each finer scale gets {@link #FEWER} of the evaluations, of
   * which all but the finest of a transfer use {@link #PREPARATION}.
   */
  static List<Scale> schedule(int width, int height, SynthesisSettings settings) {
    int scales = settings.scales() == 0 ? suggested(Math.max(width, height)) : settings.scales();
    List<Scale> schedule = new ArrayList<>();
    for (int i = 0; i < scales; i++) {
      boolean finest = i == scales - 1;
      double factor = Math.pow(0.5, scales - 1 - i);
      double share = Math.pow(FEWER, i) * (settings.isTransfer() && !finest ? PREPARATION : 1);
      int evaluations =
          Math.max(
              (int) Math.round(settings.iterations() * share),
              Math.min(FEWEST_EVALUATIONS, settings.iterations()));
      schedule.add(new Scale(scaled(width, factor), scaled(height, factor), factor, evaluations));
    }
    return schedule;
  }

  /** The content loss's factor at this scale. */
  double contentFactor(SynthesisSettings settings) {
    return settings.isTransfer() && factor < 1 ? PREPARED_CONTENT : 1;
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
