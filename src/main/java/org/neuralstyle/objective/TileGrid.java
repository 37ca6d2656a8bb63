package org.neuralstyle.objective;

import java.util.ArrayList;
import java.util.List;
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
   * Divides an image into tiles of about equal size.
   *
   * @param width of the image in pixels
   * @param height of the image in pixels
   * @param deepest the deepest layer that is computed
   * @param size the largest side of a tile's window in pixels; a window that is all halo grows
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
    int[] rows = borders(height, stride, halo, size);
    int[] columns = borders(width, stride, halo, size);
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

  /** Borders of as few pieces as fit, each with its halos, into the size. */
  private static int[] borders(int length, int stride, int halo, int size) {
    int own = Math.max(size - 2 * halo, Math.max(halo, stride));
    int pieces = length <= size ? 1 : Math.max(1, ceilDiv(length, own));
    pieces = Math.min(pieces, length / stride);
    int[] borders = new int[pieces + 1];
    for (int i = 1; i < pieces; i++) {
      borders[i] = (int) ((long) length * i / pieces / stride * stride);
    }
    borders[pieces] = length;
    return borders;
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
