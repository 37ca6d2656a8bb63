package org.neuralstyle.image;

/**
 * How much each pixel of an image belongs to a region.
 *
 * <p>Immutable by convention: the array is neither copied nor written to.
 *
 * @param width in pixels
 * @param height in pixels
 * @param values {@code H x W}, from 0 outside to 1 inside
 */
public record Mask(int width, int height, float[] values) {

  private static final float ROUNDING = 1e-5f;

  /**
   * A mask on the given array.
   *
   * @throws IllegalArgumentException if the size does not fit the array, or a value is out of range
   */
  public Mask {
    if (width < 1 || height < 1 || values.length != (long) width * height) {
      throw new IllegalArgumentException(
          "A mask of %s x %s pixels does not have %s values."
              .formatted(width, height, values.length));
    }
    for (float value : values) {
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException("A mask's values are from 0 to 1, not " + value + ".");
      }
    }
  }

  /**
   * An image as a mask.
   *
   * @param image white inside and black outside
   * @return the mean of each pixel's three values, held in 0..1
   */
  public static Mask of(RgbImage image) {
    float[] planes = image.planes();
    int pixels = planes.length / 3;
    float[] values = new float[pixels];
    for (int i = 0; i < pixels; i++) {
      float mean = (planes[i] + planes[pixels + i] + planes[2 * pixels + i]) / 3;
      values[i] = Math.min(Math.max(mean, 0), 1);
    }
    return new Mask(image.width(), image.height(), values);
  }

  /**
   * The mask as an image, to be resampled.
   *
   * @return the same values in all three planes
   */
  public RgbImage toRgb() {
    float[] planes = new float[3 * values.length];
    for (int c = 0; c < 3; c++) {
      System.arraycopy(values, 0, planes, c * values.length, values.length);
    }
    return new RgbImage(width, height, planes);
  }

  /**
   * Whether no pixel belongs to the region.
   *
   * @return true if all values are 0
   */
  public boolean isEmpty() {
    for (float value : values) {
      if (value > 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * How much of the image belongs to the region.
   *
   * @return the mean of the values, 0..1
   */
  public double mean() {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /**
   * What belongs to both of two regions.
   *
   * @param other a mask of the same size
   * @return the products of the values
   */
  public Mask times(Mask other) {
    float[] products = values.clone();
    for (int i = 0; i < products.length; i++) {
      products[i] *= other.values[i];
    }
    return new Mask(width, height, products);
  }

  /**
   * This mask with a soft edge: along a straight edge it rises from 0 to 1 within a given width
   * inside of the region. Outside it stays 0.
   *
   * @param feather the width in pixels
   * @return this mask itself if it is 0
   */
  public Mask feathered(int feather) {
    if (feather == 0) {
      return this;
    }
    float[] means = columns(rows(values, feather), feather);
    for (int i = 0; i < means.length; i++) {
      // At the edge half of what is around is inside.
      means[i] = Math.min(values[i], Math.min(Math.max(2 * means[i] - 1, 0), 1));
    }
    return new Mask(width, height, means);
  }

  /**
   * The parts of the region that are wide enough to hold a square: an opening, in which the edge of
   * the image goes on as it is.
   *
   * @param radius half of the square's side, in pixels
   * @return 1 in squares of side {@code 2 radius + 1} whose values are all 1, 0 elsewhere
   */
  public Mask opened(int radius) {
    float[] means = columns(rows(values, radius), radius);
    for (int i = 0; i < means.length; i++) {
      means[i] = means[i] > 1 - ROUNDING ? 1 : 0;
    }
    means = columns(rows(means, radius), radius);
    for (int i = 0; i < means.length; i++) {
      means[i] = means[i] > ROUNDING ? 1 : 0;
    }
    return new Mask(width, height, means);
  }

  /** Means of all values up to so many pixels away in a row; the edge goes on as it is. */
  private float[] rows(float[] from, int radius) {
    float[] means = new float[from.length];
    for (int y = 0; y < height; y++) {
      mean(from, means, y * width, 1, width, radius);
    }
    return means;
  }

  private float[] columns(float[] from, int radius) {
    float[] means = new float[from.length];
    for (int x = 0; x < width; x++) {
      mean(from, means, x, width, height, radius);
    }
    return means;
  }

  private static void mean(
      float[] from, float[] means, int start, int step, int length, int radius) {
    double sum = 0;
    for (int i = -radius; i <= radius; i++) {
      sum += from[start + step * Math.min(Math.max(i, 0), length - 1)];
    }
    for (int i = 0; i < length; i++) {
      means[start + step * i] = (float) (sum / (2 * radius + 1));
      sum -= from[start + step * Math.max(i - radius, 0)];
      sum += from[start + step * Math.min(i + radius + 1, length - 1)];
    }
  }
}
