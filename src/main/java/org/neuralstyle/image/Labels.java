package org.neuralstyle.image;

import java.util.Set;
import java.util.TreeSet;

/**
 * Which region each pixel of an image belongs to.
 *
 * <p>Immutable by convention: the array is neither copied nor written to.
 *
 * @param width in pixels
 * @param height in pixels
 * @param values {@code H x W}; pixels with the same value belong together
 */
public record Labels(int width, int height, int[] values) {

  /**
   * One of the regions; equal to another if both are of the same labels.
   *
   * @param labels of the image
   * @param label of the region
   */
  public record Region(Labels labels, int label) {}

  /**
   * Labels on the given array.
   *
   * @throws IllegalArgumentException if the size does not fit the array
   */
  public Labels {
    if (width < 1 || height < 1 || values.length != (long) width * height) {
      throw new IllegalArgumentException(
          "Labels of %s x %s pixels do not have %s values."
              .formatted(width, height, values.length));
    }
  }

  /**
   * The colours of an image as labels.
   *
   * @param image of 8-bit colours
   * @return grey values of 0 to 255, and 0xRRGGBB for other colours
   */
  public static Labels of(RgbImage image) {
    float[] planes = image.planes();
    int pixels = planes.length / 3;
    int[] values = new int[pixels];
    for (int i = 0; i < pixels; i++) {
      int red = RgbImage.to8Bit(planes[i]);
      int green = RgbImage.to8Bit(planes[pixels + i]);
      int blue = RgbImage.to8Bit(planes[2 * pixels + i]);
      values[i] = red == green && green == blue ? red : red << 16 | green << 8 | blue;
    }
    return new Labels(image.width(), image.height(), values);
  }

  /**
   * The labels that there are.
   *
   * @return in ascending order
   */
  public Set<Integer> all() {
    Set<Integer> all = new TreeSet<>();
    for (int value : values) {
      all.add(value);
    }
    return all;
  }

  /**
   * A rectangle of these.
   *
   * @param left its first column
   * @param top its first row
   * @param partWidth its width in pixels
   * @param partHeight its height in pixels
   * @return labels of that size
   */
  public Labels part(int left, int top, int partWidth, int partHeight) {
    int[] part = new int[partWidth * partHeight];
    for (int y = 0; y < partHeight; y++) {
      System.arraycopy(values, (top + y) * width + left, part, y * partWidth, partWidth);
    }
    return new Labels(partWidth, partHeight, part);
  }

  /**
   * One region.
   *
   * @param label of it
   * @return 1 where the pixels have this label, 0 elsewhere
   */
  public Mask mask(int label) {
    float[] inside = new float[values.length];
    for (int i = 0; i < inside.length; i++) {
      inside[i] = values[i] == label ? 1 : 0;
    }
    return new Mask(width, height, inside);
  }
}
