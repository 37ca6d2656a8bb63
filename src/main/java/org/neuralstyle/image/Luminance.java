package org.neuralstyle.image;

import java.util.Arrays;

/**
 * One value for each pixel: the luma 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), 0 .. 255, or its
 * gradient.
 *
 * @param width in pixels
 * @param height in pixels
 * @param values {@code H x W}
 */
record Luminance(int width, int height, float[] values) {

  private static final double[] COEFFICIENTS = {0.299, 0.587, 0.114};

  /** Half the width of Lanczos's filter. */
  private static final int LOBES = 3;

  /**
   * An image's luma at another size, of its 8-bit values: where hardly anything changes, it matters
   * that they are whole numbers.
   *
   * @param longer the longer side in pixels
   */
  static Luminance of(RgbImage image, int longer) {
    double factor = (double) longer / Math.max(image.width(), image.height());
    int columns = (int) Math.max(1, Math.rint(image.width() * factor));
    int rows = (int) Math.max(1, Math.rint(image.height() * factor));
    float[] luma = new float[columns * rows];
    for (int c = 0; c < 3; c++) {
      int pixels = image.width() * image.height();
      float[] channel = new float[pixels];
      for (int i = 0; i < pixels; i++) {
        channel[i] = RgbImage.to8Bit(image.planes()[c * pixels + i]);
      }
      Luminance plane = new Luminance(image.width(), image.height(), channel);
      float[] resampled = plane.turned(columns).turned(rows).values;
      for (int i = 0; i < luma.length; i++) {
        luma[i] += (float) (COEFFICIENTS[c] * resampled[i]);
      }
    }
    return new Luminance(columns, rows, luma);
  }

  /** With rows of another length, by Lanczos's filter, and rows and columns exchanged. */
  private Luminance turned(int length) {
    double scale = (double) width / length;
    double stretch = Math.max(1, scale);
    float[] result = new float[length * height];
    for (int x = 0; x < length; x++) {
      double center = (x + 0.5) * scale;
      int from = Math.max(0, (int) (center - LOBES * stretch + 0.5));
      int to = Math.min(width, (int) (center + LOBES * stretch + 0.5));
      double[] weights = new double[to - from];
      for (int i = from; i < to; i++) {
        weights[i - from] = lanczos((i + 0.5 - center) / stretch);
      }
      double total = Arrays.stream(weights).sum();
      for (int y = 0; y < height; y++) {
        double sum = 0;
        for (int i = from; i < to; i++) {
          sum += weights[i - from] * values[y * width + i];
        }
        result[x * height + y] = Math.min(Math.max(Math.round(sum / total), 0), 255);
      }
    }
    return new Luminance(height, length, result);
  }

  private static double lanczos(double x) {
    return Math.abs(x) < LOBES ? sinc(x) * sinc(x / LOBES) : 0;
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }

  /** The length of the gradient, by differences of neighbours; a row and a column less. */
  Luminance gradient() {
    int columns = Math.max(0, width - 1);
    int rows = Math.max(0, height - 1);
    float[] gradient = new float[columns * rows];
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        int i = y * width + x;
        gradient[y * columns + x] =
            (float) Math.hypot(values[i + width] - values[i], values[i + 1] - values[i]);
      }
    }
    return new Luminance(columns, rows, gradient);
  }

  /** The means of all windows of a side, each half a side from the next. */
  double[] means(int side) {
    int across = width < side ? 0 : (width - side) / (side / 2) + 1;
    int down = height < side ? 0 : (height - side) / (side / 2) + 1;
    double[] means = new double[across * down];
    for (int k = 0; k < means.length; k++) {
      int top = k / across * (side / 2);
      int left = k % across * (side / 2);
      double sum = 0;
      for (int y = top; y < top + side; y++) {
        for (int x = left; x < left + side; x++) {
          sum += values[y * width + x];
        }
      }
      means[k] = sum / side / side;
    }
    return means;
  }
}
