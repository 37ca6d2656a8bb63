package org.neuralstyle.objective;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Positions;
import org.neuralstyle.vgg.ReceptiveField;
import org.neuralstyle.vgg.Vgg19;
import org.neuralstyle.vgg.Window;

/**
 * A division of an image into tiles whose features and gradients add up to exactly those of the
 * whole image.
 *
 * <p>Tile borders lie on the grid of the deepest layer's positions, so that pooling windows are
 * those of the whole image. Windows reach as far as the {@link ReceptiveField} of the deepest
 * layer's own positions.
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
   * @param grain rows and columns that convolutions compute together: {@link Vgg19#grain}, or 1 for
   *     direct convolutions, which need smaller windows
   * @return the grid
   * @throws IllegalArgumentException if the image has no position at the deepest layer
   */
  public static TileGrid of(int width, int height, Layer deepest, int size, int grain) {
    int stride = deepest.stride();
    if (Math.min(width, height) < stride) {
      throw new IllegalArgumentException(
          "An image of %s x %s px is too small for layer %s, which needs at least %s x %s px."
              .formatted(width, height, deepest, stride, stride));
    }
    ReceptiveField field = new ReceptiveField(deepest, grain);
    int step = field.step();
    int halo = field.halo();
    Side across = new Side(field, width);
    Side down = new Side(field, height);
    List<Tile> tiles = new ArrayList<>();
    int[] columns = {0, width};
    int[] rows = {0, height};
    long least = Long.MAX_VALUE;
    long smallest = Long.MAX_VALUE;
    // Full rows come first: their own positions lie one after another in memory.
    for (int pieces = 1; pieces <= Math.max(1, width / Math.max(halo, step)); pieces++) {
      int[] x = borders(width, step, pieces);
      int longest = (int) Math.min(height, (long) size * size / across.longest(x));
      int own = Math.max(longest - 2 * halo, Math.max(halo, step));
      int[] y = borders(height, step, longest >= height ? 1 : ceilDiv(height, own));
      long windows = across.total(x) * down.total(y);
      // A window that is too large is no larger than it has to be; of those that fit, all together.
      long largest = Math.max(across.longest(x) * down.longest(y), (long) size * size);
      if (largest < smallest || (largest == smallest && windows < least)) {
        smallest = largest;
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
                new Window(
                    field.start(columns[i]),
                    field.start(rows[j]),
                    field.end(columns[i + 1], width),
                    field.end(rows[j + 1], height),
                    width,
                    height,
                    grain),
                Edges.COUNTED));
      }
    }
    return new TileGrid(width, height, deepest, List.copyOf(tiles));
  }

  /**
   * The same tiles with other edges. Left out, they show no longer in a style's statistics, of
   * which they are no part.
   *
   * @param edges of the image
   * @return a grid with other {@link #statisticPositions}
   */
  public TileGrid with(Edges edges) {
    return new TileGrid(
        width, height, deepest, tiles.stream().map(tile -> tile.with(edges)).toList());
  }

  /**
   * The same tiles with larger windows.
   *
   * @param pixels beyond each tile's own whose features are computed exactly as well
   * @return a grid for losses that see a little more than the tiles' own positions
   */
  public TileGrid reaching(int pixels) {
    return new TileGrid(
        width,
        height,
        deepest,
        tiles.stream().map(tile -> tile.reaching(deepest, pixels)).toList());
  }

  /** Windows along one side of an image. */
  private record Side(ReceptiveField field, int length) {

    private int window(int[] borders, int i) {
      return field.end(borders[i + 1], length) - field.start(borders[i]);
    }

    long longest(int[] borders) {
      return IntStream.range(0, borders.length - 1)
          .map(i -> window(borders, i))
          .max()
          .orElseThrow();
    }

    long total(int[] borders) {
      return IntStream.range(0, borders.length - 1).mapToLong(i -> window(borders, i)).sum();
    }
  }

  /** Borders of about equal pieces on the grid of the step. */
  private static int[] borders(int length, int step, int pieces) {
    int count = Math.max(1, Math.min(pieces, length / step));
    int[] borders = new int[count + 1];
    for (int i = 1; i < count; i++) {
      borders[i] = (int) ((long) length * i / count / step * step);
    }
    borders[count] = length;
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

  /**
   * The number of positions of a layer's feature map that enter the statistics of a style.
   *
   * @param layer not deeper than the deepest
   * @return all {@link #positions}, or fewer where edges are left out
   */
  public long statisticPositions(Layer layer) {
    return ofStatistics(layer).count();
  }

  /** The positions themselves. */
  Positions ofStatistics(Layer layer) {
    Positions all = new Positions(0, height / layer.stride(), 0, width / layer.stride());
    boolean counted = tiles.get(0).edges() == Edges.COUNTED;
    return counted ? all : Tile.inner(layer, all, width, height);
  }

  /**
   * Pixels of the largest window, which memory has to hold.
   *
   * @return at most as many as the image has
   */
  public long largestWindow() {
    return tiles.stream().mapToLong(tile -> tile.window().pixels()).max().orElseThrow();
  }

  /**
   * Pixels of all windows, those in several counted several times.
   *
   * @return as many as the image has if it is a single tile, else more
   */
  public long windowPixels() {
    return tiles.stream().mapToLong(tile -> tile.window().pixels()).sum();
  }
}
