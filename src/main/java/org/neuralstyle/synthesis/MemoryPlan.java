package org.neuralstyle.synthesis;

import java.util.Optional;
import org.neuralstyle.objective.TileGrid;
import org.neuralstyle.optimizer.Lbfgs;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.PassMemory;
import org.neuralstyle.vgg.ReceptiveField;

/**
 * How the memory of a run at one scale is used.
 *
 * @param tileSize side in pixels of a square with as many pixels as the largest tile
 * @param grain rows and columns that convolutions compute together, see {@link TileGrid}
 * @param work pixels of an image in one piece that would take as long, with halos and slower
 *     convolutions
 * @param keepActivations true to keep all tiles' feature maps from the forward to the backward
 *     pass, false to compute them again
 * @param history steps that L-BFGS remembers
 * @param imageBytes expected to be used on the device by arrays of the image's size
 * @param mapBytes expected to be used there by feature maps
 */
record MemoryPlan(
    int tileSize,
    int grain,
    double work,
    boolean keepActivations,
    int history,
    long imageBytes,
    long mapBytes) {

  /** Below this size the halos cost more than the memory is worth. */
  private static final int SMALLEST_TILE = 128;

  /**
   * The time that an evaluation takes with direct convolutions instead of the network's fastest.
   */
  private static final double DIRECT = 1.6;

  private static final int SHORTEST_HISTORY = 3;

  /** Arrays of the image's size that the optimiser and the objective hold at once. */
  private static final int IMAGES = 10;

  /** Bytes of an array of the image's size for each pixel, three channels in float32. */
  private static final long IMAGE = 12;

  /**
   * Chooses what runs fastest within a budget: first a history of usual length, then kept feature
   * maps, then a longer history.
   *
   * @param scale the size of the image
   * @param deepest the deepest layer computed
   * @param passes what passes take
   * @param contentBytes for each pixel, of the content's features if they are kept
   * @param budget in bytes
   * @param preferred tile size, if it is large enough for the deepest layer
   * @param grain of the network
   */
  static MemoryPlan of(
      Scale scale,
      Layer deepest,
      PassMemory passes,
      double contentBytes,
      long budget,
      int preferred,
      int grain) {
    double pixels = (double) scale.canvasWidth() * scale.canvasHeight();
    int tile = preferred;
    int tileGrain = 1;
    double fewest = Double.POSITIVE_INFINITY;
    for (int g : new int[] {grain, 1}) {
      int side = Math.max(preferred, 4 * new ReceptiveField(deepest, g).halo());
      while (side > SMALLEST_TILE && tileBytes(passes, deepest, side, pixels) > budget / 3.0) {
        side -= side / 8;
      }
      double work = windows(scale, deepest, side, g) * (g < grain ? DIRECT : 1);
      if (work < fewest) {
        fewest = work;
        tile = side;
        tileGrain = g;
      }
    }
    double pair = 2.0 * IMAGE * pixels;
    double images = (double) IMAGES * IMAGE * pixels;
    // A whole image has no halos, and where it is computed in bands that takes no more memory.
    int whole = (int) Math.ceil(Math.sqrt(pixels));
    for (int side : new int[] {whole, Math.min(whole, tile)}) {
      double kept =
          (passes.kept(deepest) + contentBytes) * pixels
              + passes.working(Math.min(pixels, (double) side * side))
              + passes.workspaceBytes();
      double room = budget - images - kept;
      if (room >= steps(room / pair, Lbfgs.DEFAULT_HISTORY) * pair) {
        int history = Math.min(steps(room / pair, Lbfgs.LONGEST_HISTORY), scale.evaluations());
        return new MemoryPlan(
            side,
            grain,
            windows(scale, deepest, side, grain),
            true,
            history,
            (long) (images + history * pair),
            (long) kept);
      }
    }
    double tiles = tileBytes(passes, deepest, tile, pixels) + passes.workspaceBytes();
    int history =
        Math.min(
            steps((budget - images - tiles) / pair, Lbfgs.DEFAULT_HISTORY), scale.evaluations());
    return new MemoryPlan(
        tile, tileGrain, fewest, false, history, (long) (images + history * pair), (long) tiles);
  }

  private static double windows(Scale scale, Layer deepest, int side, int grain) {
    return TileGrid.of(scale.canvasWidth(), scale.canvasHeight(), deepest, side, grain)
        .windowPixels();
  }

  /** Bytes expected to be used on the device. */
  long bytes() {
    return imageBytes + mapBytes;
  }

  private static int steps(double room, int most) {
    return (int) Math.max(SHORTEST_HISTORY, Math.min(most, room));
  }

  /** The tiles of an image of a scale's size. */
  TileGrid grid(Scale scale, Layer deepest) {
    return TileGrid.of(scale.canvasWidth(), scale.canvasHeight(), deepest, tileSize, grain);
  }

  /**
   * A plan for less memory, after this one did not fit.
   *
   * @param scale the size of the image
   * @param deepest the deepest layer computed
   * @return tiles that are not kept, smaller where there are smaller ones and never larger, and a
   *     shorter history; empty if nothing would become less
   */
  Optional<MemoryPlan> smaller(Scale scale, Layer deepest) {
    long window = grid(scale, deepest).largestWindow();
    int steps = Math.min(history, Math.max(history / 2, SHORTEST_HISTORY));
    int first = Math.min(tileSize, Math.max(tileSize / 2, SMALLEST_TILE));
    for (int side = first; side >= Math.min(first, SMALLEST_TILE / 2); side -= side / 8 + 1) {
      MemoryPlan next = new MemoryPlan(side, 1, work, false, steps, imageBytes / 2, mapBytes / 2);
      long nextWindow = next.grid(scale, deepest).largestWindow();
      if (nextWindow < window || (nextWindow == window && (keepActivations || steps < history))) {
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }

  /** The same with room for another number of steps. */
  MemoryPlan withHistory(int steps) {
    return new MemoryPlan(tileSize, grain, work, keepActivations, steps, imageBytes, mapBytes);
  }

  /** The feature maps of one tile, and what is computed at once. */
  private static double tileBytes(PassMemory passes, Layer deepest, int tile, double pixels) {
    double window = Math.min(pixels, (double) tile * tile);
    return passes.kept(deepest) * window + passes.working(window);
  }
}
