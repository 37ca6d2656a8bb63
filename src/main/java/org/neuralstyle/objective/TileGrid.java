package org.neuralstyle.objective;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.neuralstyle.vgg.Layer;

/**
 * A division of an image into tiles whose features and gradients add up to exactly those of the
 * whole image.
 *
 * <p>Tile borders lie on the grid of the deepest layer's positions, so that pooling windows are
 * those of the whole image. The halo is the deepest layer's reach: within it every activation that
 * an own position depends on is right, in the forward pass and, since the tiles' gradients are
 * summed over overlapping windows, in the backward pass.
 *
 * @param width of the image in pixels
 * @param height of the image in pixels
 * @param deepest the deepest layer that is computed
 * @param tiles row by row; their own rectangles cover the image once
 */
public record TileGrid(int width, int height, Layer deepest, List<Tile> tiles) {

  /**
   * Divides an image into tiles of about equal size, so that little is computed twice.
   *
   * @param width of the image in pixels
   * @param height of the image in pixels
   * @param deepest the deepest layer that is computed
   * @param size the side in pixels of a square with as many pixels as the largest window; windows
   *     that are all halo grow
   * @return the grid
   * @throws IllegalArgumentException if the image has no position at the deepest layer
   */
  public static TileGrid of(int width, int height, Layer deepest, int size) {
    int stride = deepest.stride();
    if (Math.min(width, height) < stride) {
      throw new IllegalArgumentException(
          "An image of %d x %d px is too small for layer %s, which needs at least %d x %d px."
              .formatted(width, height, deepest, stride, stride));
    }
    int halo = ceilDiv(deepest.reach(), stride) * stride;
    List<Tile> tiles = new ArrayList<>();
    int[] columns = {0, width};
    int[] rows = {0, height};
    long least = Long.MAX_VALUE;
    // Full rows come first: their own positions lie one after another in memory.
    for (int pieces = 1; pieces <= Math.max(1, width / Math.max(halo, stride)); pieces++) {
      int[] x = borders(width, stride, pieces);
      int longest = (int) Math.min(height, (long) size * size / longest(x, halo, width));
      int own = Math.max(longest - 2 * halo, Math.max(halo, stride));
      int[] y = borders(height, stride, longest >= height ? 1 : ceilDiv(height, own));
      long windows = total(x, halo, width) * total(y, halo, height);
      boolean fits = longest(x, halo, width) * longest(y, halo, height) <= (long) size * size;
      if (windows < least && (fits || pieces == 1)) {
        least = windows;
        columns = x;
        rows = y;
      }
    }
    for (int j = 0; j + 1 < rows.length; j++) {
      for (int i = 0; i + 1 < columns.length; i++) {
        tiles.add(
            new Tile(
                columns[i],
                rows[j],
                columns[i + 1],
                rows[j + 1],
                Math.max(0, columns[i] - halo),
                Math.max(0, rows[j] - halo),
                Math.min(width, columns[i + 1] + halo),
                Math.min(height, rows[j + 1] + halo)));
      }
    }
    return new TileGrid(width, height, deepest, List.copyOf(tiles));
  }

  /** Borders of about equal pieces on the grid of the stride. */
  private static int[] borders(int length, int stride, int pieces) {
    int count = Math.max(1, Math.min(pieces, length / stride));
    int[] borders = new int[count + 1];
    for (int i = 1; i < count; i++) {
      borders[i] = (int) ((long) length * i / count / stride * stride);
    }
    borders[count] = length;
    return borders;
  }

  private static int window(int[] borders, int i, int halo, int length) {
    return Math.min(length, borders[i + 1] + halo) - Math.max(0, borders[i] - halo);
  }

  private static long longest(int[] borders, int halo, int length) {
    return IntStream.range(0, borders.length - 1)
        .map(i -> window(borders, i, halo, length))
        .max()
        .orElseThrow();
  }

  private static long total(int[] borders, int halo, int length) {
    return IntStream.range(0, borders.length - 1)
        .mapToLong(i -> window(borders, i, halo, length))
        .sum();
  }

  private static int ceilDiv(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }

  /**
   * The number of positions of a layer's feature map.
   *
   * @param layer not deeper than the deepest
   * @return its height times its width
   */
  public long positions(Layer layer) {
    return (long) (width / layer.stride()) * (height / layer.stride());
  }

  /** Pixels of the largest window. */
  long largestWindow() {
    return tiles.stream().mapToLong(Tile::windowPixels).max().orElseThrow();
  }
}
