package org.neuralstyle.image;

/** How often an image has which values of red, green and blue. */
public final class ColorHistogram {

  private static final int BINS = 128;

  private ColorHistogram() {}

  /**
   * How alike the histograms of two images are: the cosine of the angle between those of {@value
   * #BINS} bins over the 8-bit values 0 .. 255, the same bins in both.
   *
   * @param image an image
   * @param other another, of any size
   * @return 0 .. 1, the mean over red, green and blue
   */
  public static double cosine(RgbImage image, RgbImage other) {
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      long[] a = of(image, c);
      long[] b = of(other, c);
      sum += dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    }
    return sum / 3;
  }

  private static long[] of(RgbImage image, int channel) {
    int pixels = image.width() * image.height();
    long[] counts = new long[BINS];
    for (int i = 0; i < pixels; i++) {
      counts[RgbImage.to8Bit(image.planes()[channel * pixels + i]) * BINS / 256]++;
    }
    return counts;
  }

  private static double dot(long[] a, long[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
