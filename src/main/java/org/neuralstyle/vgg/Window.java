package org.neuralstyle.vgg;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;

/**
 * A rectangle of an image that the network sees of it; ends exclusive, in pixels of the image.
 *
 * @param left start of its columns
 * @param top start of its rows
 * @param right end of its columns
 * @param bottom end of its rows
 * @param imageWidth of the whole image
 * @param imageHeight of the whole image
 * @param grain rows and columns that convolutions may compute together, see {@link Vgg19#grain}
 */
public record Window(
    int left, int top, int right, int bottom, int imageWidth, int imageHeight, int grain) {

  /**
   * A view of the window in an image.
   *
   * @param image {@code 1 x 3 x H x W}
   * @return {@code 1 x 3 x h x w}, sharing the image's memory
   */
  public NDArray of(NDArray image) {
    return image.get(new NDIndex().addAllDim(2).addSliceDim(top, bottom).addSliceDim(left, right));
  }

  /**
   * Number of the window's pixels.
   *
   * @return width times height
   */
  public long pixels() {
    return (long) (right - left) * (bottom - top);
  }
}
