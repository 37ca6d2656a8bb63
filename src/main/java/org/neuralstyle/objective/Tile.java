package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import org.neuralstyle.vgg.Band;
import org.neuralstyle.vgg.Layer;

/**
 * A rectangle of an image and the larger window that the network must see to compute the
 * rectangle's features exactly. All numbers are pixels of the image, ends exclusive.
 *
 * @param left start of the tile's own columns
 * @param top start of the tile's own rows
 * @param right end of the tile's own columns
 * @param bottom end of the tile's own rows
 * @param windowLeft start of the window's columns
 * @param windowTop start of the window's rows
 * @param windowRight end of the window's columns
 * @param windowBottom end of the window's rows
 * @param grain rows and columns that convolutions compute together
 * @param imageWidth of the whole image
 * @param imageHeight of the whole image
 * @param edges whether positions that zero padding reaches enter statistics
 */
public record Tile(
    int left,
    int top,
    int right,
    int bottom,
    int windowLeft,
    int windowTop,
    int windowRight,
    int windowBottom,
    int grain,
    int imageWidth,
    int imageHeight,
    Edges edges) {

  /**
   * A view of the window in an image.
   *
   * @param image {@code 1 x 3 x H x W}
   * @return {@code 1 x 3 x h x w}, sharing the image's memory
   */
  NDArray window(NDArray image) {
    return slice(image, windowTop, windowBottom, windowLeft, windowRight);
  }

  /**
   * A view of the tile's own positions in a feature map of the window.
   *
   * @param map {@code 1 x C x h/s x w/s}
   * @param stride s, the layer's stride
   * @return {@code R x Q x C}, sharing the map's memory
   */
  NDArray ownPositions(NDArray map, int stride) {
    int x = windowLeft / stride;
    int y = windowTop / stride;
    NDArray own =
        isWhole()
            ? map
            : slice(
                map, top / stride - y, bottom / stride - y, left / stride - x, right / stride - x);
    return own.transpose(0, 2, 3, 1).squeeze(0);
  }

  /** The same within a band, as {@link TilePass.Part#own} says. */
  NDArray ownPositions(NDArray map, int convolution, Band band) {
    int stride = Layer.conv(convolution).stride();
    int x = windowLeft / stride;
    int y = windowTop / stride;
    int own = Math.max(top / stride - y, band.top());
    int ownEnd = Math.max(own, Math.min(bottom / stride - y, band.bottom()));
    int first = band.top(convolution);
    return slice(map, own - first, ownEnd - first, left / stride - x, right / stride - x)
        .transpose(0, 2, 3, 1)
        .squeeze(0);
  }

  /** Those of the own positions within a band that enter the statistics of a style. */
  NDArray statisticPositions(NDArray map, int convolution, Band band) {
    if (edges == Edges.COUNTED) {
      return ownPositions(map, convolution, band);
    }
    Layer layer = Layer.conv(convolution);
    int stride = layer.stride();
    int x = windowLeft / stride;
    int y = windowTop / stride;
    int width = imageWidth / stride;
    int height = imageHeight / stride;
    int across = leftOut(layer, width);
    int down = leftOut(layer, height);
    int from = Math.max(left / stride, across) - x;
    int to = Math.max(from, Math.min(right / stride, width - across) - x);
    int own = Math.max(Math.max(top / stride, down) - y, band.top());
    int ownEnd =
        Math.max(own, Math.min(Math.min(bottom / stride, height - down) - y, band.bottom()));
    int first = band.top(convolution);
    return slice(map, own - first, ownEnd - first, from, to).transpose(0, 2, 3, 1).squeeze(0);
  }

  Tile with(Edges other) {
    return new Tile(
        left,
        top,
        right,
        bottom,
        windowLeft,
        windowTop,
        windowRight,
        windowBottom,
        grain,
        imageWidth,
        imageHeight,
        other);
  }

  /**
   * Positions at each end of a side that padding reaches; some of a small map stay all the same.
   */
  static int leftOut(Layer layer, int positions) {
    return Math.min(layer.paddingReach(), positions / 4);
  }

  /** Number of the tile's own positions at a layer; pooling drops an odd last row or column. */
  long positions(Layer layer) {
    int stride = layer.stride();
    return (long) (bottom / stride - top / stride) * (right / stride - left / stride);
  }

  /** Number of the window's pixels. */
  long windowPixels() {
    return (long) (windowRight - windowLeft) * (windowBottom - windowTop);
  }

  private boolean isWhole() {
    return left == windowLeft && top == windowTop && right == windowRight && bottom == windowBottom;
  }

  private static NDArray slice(NDArray array, int top, int bottom, int left, int right) {
    return array.get(new NDIndex().addAllDim(2).addSliceDim(top, bottom).addSliceDim(left, right));
  }
}
