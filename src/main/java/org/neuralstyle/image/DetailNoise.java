package org.neuralstyle.image;

import java.util.List;
import java.util.Random;

/**
 * Noise in place of the detail that images lose at half their size. Detail is what a pixel differs
 * by from the mean of its block of 2 x 2 pixels, as in a wavelet of Haar (1910). The noise is
 * Gaussian, and its colours vary together as those of the detail do; reduced to half, nothing is
 * left of it.
 */
public final class DetailNoise {

  private static final int SIDE = 2;

  /** Of the colours' covariance. */
  private final double[][] factor;

  /**
   * Noise like the detail of images.
   *
   * @param images of any size, at least one
   * @param shares how much each counts, at least 0, some above 0
   */
  public DetailNoise(List<RgbImage> images, List<Double> shares) {
    ColorCovariance covariance = new ColorCovariance();
    for (int i = 0; i < images.size(); i++) {
      RgbImage image = images.get(i);
      int pixels = image.width() * image.height();
      double share = shares.get(i) / pixels;
      float[] detail = image.planes().clone();
      takeMeans(detail, image.width(), image.height());
      for (int j = 0; j < pixels; j++) {
        covariance.add(detail[j], detail[pixels + j], detail[2 * pixels + j], share);
      }
    }
    factor = covariance.factor();
  }

  /**
   * An image with such noise.
   *
   * @param image of any size
   * @param amount of the noise: 1 for as much as there is detail
   * @param seed of the noise
   * @return a new image, values in 0..1
   */
  public RgbImage on(RgbImage image, double amount, long seed) {
    int pixels = image.width() * image.height();
    Random random = new Random(seed);
    float[] noise = new float[3 * pixels];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    takeMeans(noise, image.width(), image.height());
    // What is left of independent values after their mean is taken.
    double scale = amount / Math.sqrt(1 - 1.0 / (SIDE * SIDE));
    for (int i = 0; i < pixels; i++) {
      for (int r = 2; r >= 0; r--) {
        double value = 0;
        for (int c = 0; c <= r; c++) {
          value += factor[r][c] * noise[c * pixels + i];
        }
        int at = r * pixels + i;
        noise[at] = (float) Math.min(Math.max(image.planes()[at] + scale * value, 0), 1);
      }
    }
    return new RgbImage(image.width(), image.height(), noise);
  }

  /** Takes from each value the mean of its block; blocks at the right and lower edge may be cut. */
  private static void takeMeans(float[] planes, int width, int height) {
    for (int plane = 0; plane < planes.length; plane += width * height) {
      for (int y = 0; y < height; y += SIDE) {
        for (int x = 0; x < width; x += SIDE) {
          takeMean(
              planes,
              plane + y * width + x,
              width,
              Math.min(SIDE, width - x),
              Math.min(SIDE, height - y));
        }
      }
    }
  }

  private static void takeMean(float[] values, int first, int row, int columns, int rows) {
    float sum = 0;
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        sum += values[first + y * row + x];
      }
    }
    float mean = sum / (columns * rows);
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        values[first + y * row + x] -= mean;
      }
    }
  }
}
