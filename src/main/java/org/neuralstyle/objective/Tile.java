package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Positions;
import org.neuralstyle.vgg.ReceptiveField;
import org.neuralstyle.vgg.Window;

/**
 * A rectangle of an image and the larger window that the network must see to compute the
 * rectangle's features exactly; in pixels of the image, ends exclusive.
 *
 * @param left start of the tile's own columns
 * @param top start of the tile's own rows
 * @param right end of the tile's own columns
 * @param bottom end of the tile's own rows
 * @param window what the network sees
 * @param edges whether positions that zero padding reaches enter statistics
 */
public record Tile(int left, int top, int right, int bottom, Window window, Edges edges) {

  /** Pixels at each edge that are left out of statistics at most. */
  private static final int MOST_LEFT_OUT = 12;

  /** The same tile with other edges. */
  Tile with(Edges other) {
    return new Tile(left, top, right, bottom, window, other);
  }

  /** The same tile with a window in which so many pixels beyond its own are exact. */
  Tile reaching(Layer deepest, int pixels) {
    ReceptiveField field = new ReceptiveField(deepest, window.grain());
    int width = window.imageWidth();
    int height = window.imageHeight();
    Window larger =
        new Window(
            field.start(Math.max(0, left - pixels)),
            field.start(Math.max(0, top - pixels)),
            field.end(Math.min(width, right + pixels), width),
            field.end(Math.min(height, bottom + pixels), height),
            width,
            height,
            window.grain());
    return new Tile(left, top, right, bottom, larger, edges);
  }

  /** The tile's own positions; pooling drops an odd last row or column. */
  Positions own(Layer layer) {
    int stride = layer.stride();
    return new Positions(top / stride, bottom / stride, left / stride, right / stride);
  }

  /** Those of them that enter the statistics of a style, possibly none. */
  Positions ofStatistics(Layer layer) {
    Positions own = own(layer);
    return edges == Edges.COUNTED
        ? own
        : inner(layer, own, window.imageWidth(), window.imageHeight());
  }

  /** Those of some positions of an image that count where edges are left out. */
  static Positions inner(Layer layer, Positions some, int imageWidth, int imageHeight) {
    int width = imageWidth / layer.stride();
    int height = imageHeight / layer.stride();
    int across = leftOut(layer, width);
    int down = leftOut(layer, height);
    int top = Math.max(some.top(), down);
    int left = Math.max(some.left(), across);
    return new Positions(
        top,
        Math.max(top, Math.min(some.bottom(), height - down)),
        left,
        Math.max(left, Math.min(some.right(), width - across)));
  }

  /**
   * Positions at each end of a side that padding reaches. Few pixels and part of a small map are
   * left out at most: where no statistic counts, no style comes.
   */
  private static int leftOut(Layer layer, int positions) {
    return Math.min(layer.paddingReach(), Math.min(positions / 4, MOST_LEFT_OUT / layer.stride()));
  }

  /**
   * A view of the tile's own positions in a feature map of the window in one piece.
   *
   * @param map {@code 1 x C x h/s x w/s} of the layer's stride s
   * @param layer where it is taken
   * @return {@code R x Q x C}, sharing the map's memory
   */
  NDArray own(NDArray map, Layer layer) {
    NDArray own = map;
    if (!isWhole()) {
      Positions positions = own(layer);
      int x = window.left() / layer.stride();
      int y = window.top() / layer.stride();
      own =
          map.get(
              new NDIndex()
                  .addAllDim(2)
                  .addSliceDim(positions.top() - y, positions.bottom() - y)
                  .addSliceDim(positions.left() - x, positions.right() - x));
    }
    return own.transpose(0, 2, 3, 1).squeeze(0);
  }

  private boolean isWhole() {
    return left == window.left()
        && top == window.top()
        && right == window.right()
        && bottom == window.bottom();
  }
}
