package org.neuralstyle.synthesis;

import java.util.ArrayList;
import java.util.List;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.settings.SynthesisSettings;

/**
 * The scales of a run with nearest neighbours (Kolkin et al., 2022). Neighbours are chosen when a
 * scale begins, and stay the same until it ends. Hypercolumns choose at all sizes; afterwards each
 * layer chooses on its own, several times at the last size.
 */
final class NeighbourSchedule {

  /** The longer side of the coarsest size, in pixels, at least. */
  private static final int COARSEST = 64;

  private static final int MARGIN = 8;

  /** How often layers choose. */
  private static final int LAYER_CHOICES = 3;

  /** Part of the evaluations that hypercolumns get at sizes before the last. */
  private static final double COARSE = 1.0 / 3;

  /** The same at the last size. */
  private static final double FINE = 0.2;

  /** Part of the evaluations that layers get. */
  private static final double LAYERS = 0.25;

  private NeighbourSchedule() {}

  /** From the coarsest to the finest. */
  static List<Scale> of(int width, int height, SynthesisSettings settings) {
    int sizes = sizes(Math.max(width, height), settings);
    List<Scale> schedule = new ArrayList<>();
    for (int i = 0; i < sizes; i++) {
      double factor = Math.pow(0.5, sizes - 1 - i);
      boolean last = i == sizes - 1;
      int evaluations = evaluations(last ? FINE : COARSE, settings);
      schedule.add(scale(width, height, factor, evaluations, Phase.HYPERCOLUMNS, 0));
    }
    for (int choice = 0; choice < LAYER_CHOICES; choice++) {
      int evaluations = evaluations(LAYERS / LAYER_CHOICES, settings);
      schedule.add(scale(width, height, 1, evaluations, Phase.LAYERS, choice));
    }
    return schedule;
  }

  private static int sizes(int longerSide, SynthesisSettings settings) {
    if (settings.schedule().scales() > 0) {
      return settings.schedule().scales();
    }
    if (settings.start().initialization() == Initialization.IMAGE) {
      return 1;
    }
    int sizes = 1;
    for (int side = longerSide; side >= 2 * COARSEST; side /= 2) {
      sizes++;
    }
    return sizes;
  }

  private static int evaluations(double share, SynthesisSettings settings) {
    return Math.max(1, (int) Math.round(settings.schedule().iterations() * share));
  }

  private static Scale scale(
      int width, int height, double factor, int evaluations, Phase phase, int choice) {
    return new Scale(
        Scale.scaled(width, factor),
        Scale.scaled(height, factor),
        MARGIN,
        factor,
        evaluations,
        phase,
        choice);
  }
}
