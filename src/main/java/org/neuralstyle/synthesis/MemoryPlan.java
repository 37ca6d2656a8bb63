package org.neuralstyle.synthesis;

import java.util.stream.IntStream;
import org.neuralstyle.optimizer.Lbfgs;
import org.neuralstyle.vgg.Layer;

/**
 * How the memory of a run at one scale is used.
 *
 * @param tileSize side in pixels of a square with as many pixels as the largest tile
 * @param keepActivations true to keep all tiles' feature maps from the forward to the backward
 *     pass, false to compute them again
 * @param history steps that L-BFGS remembers
 * @param bytes expected to be used on the device
 */
record MemoryPlan(int tileSize, boolean keepActivations, int history, long bytes) {

  /** Below this size the halos cost more than the memory is worth. */
  private static final int SMALLEST_TILE = 128;

  private static final int SHORTEST_HISTORY = 3;

  /** Arrays of the image's size that the optimiser and the objective hold at once. */
  private static final int IMAGES = 9;

  /** Bytes of an array of the image's size for each pixel, three channels in float32. */
  private static final long IMAGE = 12;

  /** Feature maps of a tile alive at once in relation to those of the forward pass. */
  private static final double BACKWARD = 2;

  /**
   * Chooses what runs fastest within a budget: first a history of usual length, then kept feature
   * maps, then a longer history.
   *
   * @param scale the size of the image
   * @param deepest the deepest layer computed
   * @param contentBytes for each pixel, of the content's features if they are kept
   * @param budget in bytes
   * @param preferred tile size
   */
  static MemoryPlan of(
      Scale scale, Layer deepest, double contentBytes, long budget, int preferred) {
    long pixels = (long) scale.width() * scale.height();
    int tile = Math.max(preferred, 4 * deepest.reach());
    while (tile > SMALLEST_TILE && tileBytes(deepest, tile, (double) pixels) > budget / 4.0) {
      tile /= 2;
    }
    double room =
        (double) budget
            - (double) IMAGES * IMAGE * pixels
            - tileBytes(deepest, tile, (double) pixels);
    double pair = 2.0 * IMAGE * pixels;
    double kept = (1.1 * bytesPerPixel(deepest) + contentBytes) * pixels;
    int history = steps(room / pair, Lbfgs.DEFAULT_HISTORY);
    boolean keep = kept <= room - history * pair;
    if (keep) {
      history = steps((room - kept) / pair, Lbfgs.LONGEST_HISTORY);
    }
    return with(scale, deepest, contentBytes, tile, keep, Math.min(history, scale.evaluations()));
  }

  private static int steps(double room, int most) {
    return (int) Math.max(SHORTEST_HISTORY, Math.min(most, room));
  }

  private static MemoryPlan with(
      Scale scale, Layer deepest, double contentBytes, int tile, boolean keep, int history) {
    double pixels = (double) scale.width() * scale.height();
    double bytes =
        (IMAGES + 2.0 * history) * IMAGE * pixels
            + tileBytes(deepest, tile, pixels)
            + (keep ? (1.1 * bytesPerPixel(deepest) + contentBytes) * pixels : 0);
    return new MemoryPlan(tile, keep, history, (long) bytes);
  }

  /**
   * A plan for less memory, after this one did not fit.
   *
   * @return smaller tiles that are not kept, and a shorter history
   * @throws IllegalStateException if there is none
   */
  MemoryPlan smaller() {
    if (tileSize <= SMALLEST_TILE && !keepActivations && history <= SHORTEST_HISTORY) {
      throw new IllegalStateException("no smaller tiles");
    }
    return new MemoryPlan(
        Math.max(tileSize / 2, SMALLEST_TILE),
        false,
        Math.max(history / 2, SHORTEST_HISTORY),
        bytes / 2);
  }

  private static double tileBytes(Layer deepest, int tile, double pixels) {
    return BACKWARD * bytesPerPixel(deepest) * Math.min(pixels, (double) tile * tile);
  }

  /** Bytes of the float32 feature maps per pixel of the image. */
  private static double bytesPerPixel(Layer deepest) {
    return IntStream.rangeClosed(1, deepest.convolution())
        .mapToObj(Layer::conv)
        .mapToDouble(MemoryPlan::bytesPerPixelOf)
        .sum();
  }

  /** Bytes of one layer's float32 feature map per pixel of the image. */
  static double bytesPerPixelOf(Layer layer) {
    return 4.0 * layer.channels() / layer.stride() / layer.stride();
  }
}
