package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
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
 */
public record Tile(
    int left,
    int top,
    int right,
    int bottom,
    int windowLeft,
    int windowTop,
    int windowRight,
    int windowBottom) {

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
   * The tile's own positions of a feature map of the window.
   *
   * @param map {@code 1 x C x h/s x w/s}
   * @param stride s, the layer's stride
   * @return {@code P x C}
   */
  NDArray ownPositions(NDArray map, int stride) {
    NDArray own = isWhole() ? map : own(map, stride);
    return own.transpose(0, 2, 3, 1).reshape(-1, map.getShape().get(1));
  }

  /**
   * The opposite of {@link #ownPositions}: a map of the window with the given values at the tile's
   * own positions and zero elsewhere.
   *
   * @param positions {@code P x C}
   * @param map a feature map with the size of the result, {@code 1 x C x h/s x w/s}
   * @param stride s, the layer's stride
   * @return {@code 1 x C x h/s x w/s}
   */
  NDArray toWindow(NDArray positions, NDArray map, int stride) {
    long rows = isWhole() ? map.getShape().get(2) : bottom / stride - top / stride;
    long columns = isWhole() ? map.getShape().get(3) : right / stride - left / stride;
    NDArray own = positions.reshape(1, rows, columns, map.getShape().get(1)).transpose(0, 3, 1, 2);
    if (isWhole()) {
      return own;
    }
    NDArray window = map.zerosLike();
    own(window, stride).addi(own);
    return window;
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

  private NDArray own(NDArray map, int stride) {
    int x = windowLeft / stride;
    int y = windowTop / stride;
    return slice(map, top / stride - y, bottom / stride - y, left / stride - x, right / stride - x);
  }

  private static NDArray slice(NDArray array, int top, int bottom, int left, int right) {
    return array.get(new NDIndex().addAllDim(2).addSliceDim(top, bottom).addSliceDim(left, right));
  }
}
