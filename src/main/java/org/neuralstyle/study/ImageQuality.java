package org.neuralstyle.study;

import org.neuralstyle.image.RgbImage;

/**
 * How close an image is to the one it should be.
 *
 * @param meanSquaredError over all pixels and colours, of values in 0..1
 * @param psnr peak signal-to-noise ratio in dB, infinite for equal images
 * @param ssim mean structural similarity of the luma, at most 1 (Wang, Bovik, Sheikh and
 *     Simoncelli, 2004)
 */
public record ImageQuality(double meanSquaredError, double psnr, double ssim) {

  private static final int WINDOW = 11;
  private static final double SIGMA = 1.5;
  private static final double C1 = 0.01 * 0.01;
  private static final double C2 = 0.03 * 0.03;

  /**
   * Compares two images.
   *
   * @param original the image as it should be
   * @param image another of the same size
   * @return error and similarity
   * @throws IllegalArgumentException if the sizes differ
   */
  public static ImageQuality of(RgbImage original, RgbImage image) {
    if (original.width() != image.width() || original.height() != image.height()) {
      throw new IllegalArgumentException(
          "Images of %s x %s px and %s x %s px cannot be compared; they need the same size."
              .formatted(original.width(), original.height(), image.width(), image.height()));
    }
    double sum = 0;
    for (int i = 0; i < original.planes().length; i++) {
      double difference = original.planes()[i] - image.planes()[i];
      sum += difference * difference;
    }
    double error = sum / original.planes().length;
    return new ImageQuality(error, -10 * Math.log10(error), ssim(original, image));
  }

  /**
   * With the Gaussian window of 11 x 11 px and the constants of the paper, where the whole window
   * lies in the image; in smaller images with the largest odd window that does.
   */
  private static double ssim(RgbImage first, RgbImage second) {
    int width = first.width();
    int height = first.height();
    int side = Math.min(WINDOW, (Math.min(width, height) - 1) / 2 * 2 + 1);
    double[] window = window(side);
    double[] a = luma(first);
    double[] b = luma(second);
    double[] meanA = filtered(a, width, height, window);
    double[] meanB = filtered(b, width, height, window);
    double[] meanAa = filtered(product(a, a), width, height, window);
    double[] meanBb = filtered(product(b, b), width, height, window);
    double[] meanAb = filtered(product(a, b), width, height, window);
    double sum = 0;
    for (int i = 0; i < meanA.length; i++) {
      double ab = meanA[i] * meanB[i];
      double aa = meanA[i] * meanA[i];
      double bb = meanB[i] * meanB[i];
      sum +=
          ((2 * ab + C1) * (2 * (meanAb[i] - ab) + C2))
              / ((aa + bb + C1) * (meanAa[i] - aa + meanBb[i] - bb + C2));
    }
    return sum / meanA.length;
  }

  private static double[] window(int side) {
    double[] window = new double[side];
    double sum = 0;
    for (int i = 0; i < side; i++) {
      double x = (i - side / 2) / SIGMA;
      window[i] = Math.exp(-x * x / 2);
      sum += window[i];
    }
    for (int i = 0; i < side; i++) {
      window[i] /= sum;
    }
    return window;
  }

  /** Rec. 601, as in the authors' program. */
  private static double[] luma(RgbImage image) {
    int pixels = image.width() * image.height();
    float[] planes = image.planes();
    double[] luma = new double[pixels];
    for (int i = 0; i < pixels; i++) {
      luma[i] = 0.299 * planes[i] + 0.587 * planes[pixels + i] + 0.114 * planes[2 * pixels + i];
    }
    return luma;
  }

  private static double[] product(double[] a, double[] b) {
    double[] product = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      product[i] = a[i] * b[i];
    }
    return product;
  }

  /** Weighted means over the windows that lie in the image, along x and then y. */
  private static double[] filtered(double[] image, int width, int height, double[] window) {
    int columns = width - window.length + 1;
    int rows = height - window.length + 1;
    double[] along = new double[columns * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < columns; x++) {
        for (int k = 0; k < window.length; k++) {
          along[y * columns + x] += window[k] * image[y * width + x + k];
        }
      }
    }
    double[] result = new double[columns * rows];
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        for (int k = 0; k < window.length; k++) {
          result[y * columns + x] += window[k] * along[(y + k) * columns + x];
        }
      }
    }
    return result;
  }
}
