package org.neuralstyle.synthesis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.image.Mask;
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

  /**
   * Parts of a run's evaluations.
   *
   * @param coarse that hypercolumns get at each size before the last
   * @param fine the same at the last size
   * @param layers that layers get, for all of their choices
   */
  private record Shares(double coarse, double fine, double layers) {}

  private static final Shares ALONE = new Shares(1.0 / 3, 0.2, 0.25);

  /** Of a frame with something new; with half the size counted as a quarter, all in sum. */
  private static final Shares LATER = new Shares(2.0 / 3, 0.25, 0.5);

  private NeighbourSchedule() {}

  /**
   * From the coarsest to the finest. A frame that goes on from those before begins painted, and
   * layers choose once: places that nobody sees again would only change from frame to frame. What
   * has come into view goes through all sizes.
   *
   * @param fresh as in {@link Inputs}
   */
  static List<Scale> of(int width, int height, SynthesisSettings settings, Optional<Mask> fresh) {
    int iterations = settings.schedule().iterations();
    List<Scale> schedule = new ArrayList<>();
    if (fresh.isPresent()) {
      // The last choice is at the places of the first frame's last, with whose loss it is compared.
      boolean painted = fresh.get().isEmpty();
      if (!painted) {
        addHypercolumns(schedule, width, height, sizes(width, height, settings), LATER, iterations);
      }
      int evaluations = painted ? iterations : evaluations(LATER.layers(), iterations);
      schedule.add(scale(width, height, 1, evaluations, Phase.LAYERS, LAYER_CHOICES - 1));
      return schedule;
    }
    boolean goesOn = settings.start().initialization() == Initialization.IMAGE;
    int sizes = goesOn && settings.schedule().scales() == 0 ? 1 : sizes(width, height, settings);
    addHypercolumns(schedule, width, height, sizes, ALONE, iterations);
    for (int choice = 0; choice < LAYER_CHOICES; choice++) {
      int evaluations = evaluations(ALONE.layers() / LAYER_CHOICES, iterations);
      schedule.add(scale(width, height, 1, evaluations, Phase.LAYERS, choice));
    }
    return schedule;
  }

  private static void addHypercolumns(
      List<Scale> schedule, int width, int height, int sizes, Shares shares, int iterations) {
    for (int i = 0; i < sizes; i++) {
      double share = i == sizes - 1 ? shares.fine() : shares.coarse();
      schedule.add(
          scale(
              width,
              height,
              Math.pow(0.5, sizes - 1 - i),
              evaluations(share, iterations),
              Phase.HYPERCOLUMNS,
              0));
    }
  }

  /** As many as are asked for, or as the size suggests. */
  private static int sizes(int width, int height, SynthesisSettings settings) {
    if (settings.schedule().scales() > 0) {
      return settings.schedule().scales();
    }
    int sizes = 1;
    for (int side = Math.max(width, height); side >= 2 * COARSEST; side /= 2) {
      sizes++;
    }
    return sizes;
  }

  private static int evaluations(double share, int iterations) {
    return Math.max(1, (int) Math.round(iterations * share));
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
