package org.neuralstyle.image;

/**
 * Colours of one image for another (Gatys, Bethge, Hertzmann and Shechtman, 2016). All values are
 * real numbers: nothing passes through 8 bits.
 */
public final class Recoloring {

  /** Of luma, after ITU-R BT.601. */
  private static final double[] LUMA = {0.299, 0.587, 0.114};

  private Recoloring() {}

  /**
   * What was painted in the colours of its content: the content plus, in each channel, the luma of
   * what was painted minus that of the content. For YIQ and YCbCr alike this is the luma of one
   * with the chroma of the other.
   *
   * @param painted any image
   * @param content of the same size
   * @return values in 0..1
   */
  public static RgbImage withLumaOf(RgbImage painted, RgbImage content) {
    int pixels = painted.width() * painted.height();
    float[] planes = new float[3 * pixels];
    for (int i = 0; i < pixels; i++) {
      double change = luma(painted.planes(), i, pixels) - luma(content.planes(), i, pixels);
      for (int j = i; j < planes.length; j += pixels) {
        planes[j] = (float) Math.min(Math.max(content.planes()[j] + change, 0), 1);
      }
    }
    return new RgbImage(painted.width(), painted.height(), planes);
  }

  private static double luma(float[] planes, int i, int pixels) {
    return LUMA[0] * planes[i] + LUMA[1] * planes[pixels + i] + LUMA[2] * planes[2 * pixels + i];
  }

  /**
   * An image with the mean and covariance of another's colours: {@code A x + b} with {@code A = L_c
   * L_s^-1} of the covariances' Cholesky factors L.
   *
   * @param style the image
   * @param content the other, of any size
   * @return a new image of the style's size, values in 0..1
   */
  public static RgbImage matched(RgbImage style, RgbImage content) {
    double[] from = mean(style);
    double[] to = mean(content);
    double[][] lower = covariance(style, from).factor();
    double[][] wanted = covariance(content, to).factor();
    int pixels = style.width() * style.height();
    float[] planes = new float[3 * pixels];
    double[] white = new double[3];
    for (int i = 0; i < pixels; i++) {
      for (int r = 0; r < 3; r++) {
        double rest = style.planes()[r * pixels + i] - from[r];
        for (int c = 0; c < r; c++) {
          rest -= lower[r][c] * white[c];
        }
        white[r] = rest / lower[r][r];
      }
      for (int r = 0; r < 3; r++) {
        double value = to[r];
        for (int c = 0; c <= r; c++) {
          value += wanted[r][c] * white[c];
        }
        planes[r * pixels + i] = (float) Math.min(Math.max(value, 0), 1);
      }
    }
    return new RgbImage(style.width(), style.height(), planes);
  }

  private static double[] mean(RgbImage image) {
    int pixels = image.width() * image.height();
    double[] mean = new double[3];
    for (int i = 0; i < 3 * pixels; i++) {
      mean[i / pixels] += image.planes()[i] / (double) pixels;
    }
    return mean;
  }

  private static ColorCovariance covariance(RgbImage image, double[] mean) {
    int pixels = image.width() * image.height();
    float[] planes = image.planes();
    ColorCovariance covariance = new ColorCovariance();
    for (int i = 0; i < pixels; i++) {
      covariance.add(
          planes[i] - mean[0], planes[pixels + i] - mean[1], planes[2 * pixels + i] - mean[2], 1);
    }
    return covariance;
  }

  /**
   * Two images, one of them seen through a mask.
   *
   * @param painted what is seen where the mask is 1
   * @param content what is seen where it is 0, to the last bit
   * @param mask all of one size
   * @return a new image
   */
  public static RgbImage blended(RgbImage painted, RgbImage content, Mask mask) {
    int pixels = painted.width() * painted.height();
    float[] planes = content.planes().clone();
    for (int i = 0; i < planes.length; i++) {
      float share = mask.values()[i % pixels];
      if (share > 0) {
        planes[i] += share * (painted.planes()[i] - planes[i]);
      }
    }
    return new RgbImage(painted.width(), painted.height(), planes);
  }
}
