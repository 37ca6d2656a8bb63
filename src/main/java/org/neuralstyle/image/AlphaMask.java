package org.neuralstyle.image;

import java.util.Arrays;

/**
 * How opaque each pixel of an image is. Where it is not at all, the image has no colour, whatever
 * its file says.
 *
 * <p>Immutable by convention: the array is neither copied nor written to.
 *
 * @param width width in pixels
 * @param height height in pixels
 * @param values {@code height x width} bytes, unsigned: 0 for transparent to 255 for opaque
 */
public record AlphaMask(int width, int height, byte[] values) {

  /**
   * A mask on the given array.
   *
   * @throws IllegalArgumentException if the size does not fit the array
   */
  public AlphaMask {
    if (width < 1 || height < 1 || values.length != (long) width * height) {
      throw new IllegalArgumentException(
          "A mask of %s x %s pixels does not have %s values."
              .formatted(width, height, values.length));
    }
  }

  /**
   * Whether nothing is transparent, not even in part.
   *
   * @return whether all values are 255
   */
  public boolean isOpaque() {
    for (byte value : values) {
      if (value != (byte) 255) {
        return false;
      }
    }
    return true;
  }

  /**
   * The image with colours in place of those that are hidden, which say nothing: what can be seen
   * is reflected at its edge, as if it went on. So the statistics of the whole are close to those
   * of what can be seen. Pixels that can be seen keep their colours.
   *
   * @param image an image of the size of this mask
   * @return the image itself if nothing is hidden, otherwise a new one
   * @throws IllegalArgumentException if the image has another size, or nothing of it can be seen
   */
  public RgbImage reflectIntoHidden(RgbImage image) {
    if (image.width() != width || image.height() != height) {
      throw new IllegalArgumentException(
          "A mask of %s x %s pixels does not fit an image of %s x %s."
              .formatted(width, height, image.width(), image.height()));
    }
    int[] nearest = nearestVisible();
    if (nearest.length == 0) {
      return image;
    }
    int size = width * height;
    float[] planes = image.planes().clone();
    for (int i = 0; i < size; i++) {
      if (values[i] == 0) {
        int from = reflected(i, nearest[i]);
        for (int c = 0; c < 3; c++) {
          planes[c * size + i] = planes[c * size + from];
        }
      }
    }
    return new RgbImage(width, height, planes);
  }

  /** The pixel as far behind the edge as this one is before it, or the edge's own. */
  private int reflected(int pixel, int edge) {
    int x = 2 * (edge % width) - pixel % width;
    int y = 2 * (edge / width) - pixel / width;
    boolean inside = x >= 0 && y >= 0 && x < width && y < height;
    return inside && values[y * width + x] != 0 ? y * width + x : edge;
  }

  /** For each pixel a nearest one that can be seen, by steps; empty if all can. */
  private int[] nearestVisible() {
    int[] nearest = new int[values.length];
    // The pixels that have been reached, in the order of their distance.
    int[] queue = new int[values.length];
    int reached = 0;
    Arrays.fill(nearest, -1);
    for (int i = 0; i < values.length; i++) {
      if (values[i] != 0) {
        nearest[i] = i;
        queue[reached++] = i;
      }
    }
    if (reached == 0) {
      throw new IllegalArgumentException("all of its pixels are transparent.");
    }
    if (reached == values.length) {
      return new int[0];
    }
    for (int k = 0; k < reached; k++) {
      int i = queue[k];
      int x = i % width;
      int y = i / width;
      for (int side = 0; side < 4; side++) {
        int nx = x + (side == 0 ? 1 : side == 1 ? -1 : 0);
        int ny = y + (side == 2 ? 1 : side == 3 ? -1 : 0);
        if (nx >= 0 && ny >= 0 && nx < width && ny < height && nearest[ny * width + nx] < 0) {
          nearest[ny * width + nx] = nearest[i];
          queue[reached++] = ny * width + nx;
        }
      }
    }
    return nearest;
  }
}
