package org.neuralstyle.objective;

import java.util.stream.IntStream;
import org.neuralstyle.vgg.Layer;

/**
 * How large tiles are and whether their feature maps are kept, chosen by the memory there is.
 *
 * @param tileSize largest side of a tile's window in pixels
 * @param keepActivations true if all tiles' feature maps fit into memory together
 */
public record TilePlan(int tileSize, boolean keepActivations) {

  private static final int[] SIZES = {2048, 1536, 1024, 768, 512, 384, 256, 128};

  /** Maps alive at once in back-propagation in relation to the forward pass. */
  private static final double BACKWARD = 2;

  /**
   * Chooses a plan.
   *
   * @param width of the image in pixels
   * @param height of the image in pixels
   * @param deepest the deepest layer computed
   * @param budget bytes that feature maps may take
   * @param preferred tile size to prefer where memory allows
   * @return the plan
   */
  public static TilePlan of(int width, int height, Layer deepest, long budget, int preferred) {
    double perPixel = bytesPerPixel(deepest);
    int largest = Math.max(preferred, 4 * deepest.reach());
    boolean keep = perPixel * width * height * 1.2 <= budget / 2.0;
    for (int size : SIZES) {
      double window = (double) Math.min(size, width) * Math.min(size, height);
      if (size <= largest && perPixel * BACKWARD * window <= budget / 2.0) {
        return new TilePlan(size, keep);
      }
    }
    return new TilePlan(SIZES[SIZES.length - 1], false);
  }

  /**
   * A plan for less memory, after this one did not fit.
   *
   * @return smaller tiles that are not kept
   * @throws IllegalStateException if there is none
   */
  public TilePlan smaller() {
    if (tileSize <= SIZES[SIZES.length - 1] && !keepActivations) {
      throw new IllegalStateException("no smaller tiles");
    }
    return new TilePlan(Math.max(tileSize / 2, SIZES[SIZES.length - 1]), false);
  }

  /** Bytes of the float32 feature maps per pixel of the image. */
  static double bytesPerPixel(Layer deepest) {
    return IntStream.rangeClosed(1, deepest.convolution())
        .mapToObj(Layer::conv)
        .mapToDouble(layer -> 4.0 * layer.channels() / layer.stride() / layer.stride())
        .sum();
  }
}
