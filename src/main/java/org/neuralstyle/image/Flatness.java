package org.neuralstyle.image;

import java.util.Arrays;

/**
 * How evenly a style covers a picture, by the gradient of its luminance in windows that overlap by
 * half. Where a style has not reached a flat sky, windows stay flatter than those of the style.
 */
public final class Flatness {

  /** Part of the style's own windows that count as flat. */
  private static final double QUANTILE = 0.05;

  private static final int BORDER = 2;
  private static final int NEAR = 16;

  private Flatness() {}

  /**
   * The part of a picture's windows that are flatter than nearly all of the style's. Both are
   * resampled to one longer side, with Lanczos's filter.
   *
   * @param picture the picture
   * @param style the style
   * @param longer side of both in pixels
   * @param window side of the windows in pixels
   * @return 0 .. 1, about 0.05 for the style itself; not a number where an image has no window
   */
  public static double share(RgbImage picture, RgbImage style, int longer, int window) {
    double[] ofStyle = Luminance.of(style, longer).gradient().means(window);
    double[] ofPicture = Luminance.of(picture, longer).gradient().means(window);
    if (ofStyle.length == 0) {
      return Double.NaN;
    }
    Arrays.sort(ofStyle);
    double place = QUANTILE * (ofStyle.length - 1);
    int below = (int) place;
    double next = ofStyle[Math.min(below + 1, ofStyle.length - 1)];
    double least = ofStyle[below] + (place - below) * (next - ofStyle[below]);
    return Arrays.stream(ofPicture).map(mean -> mean < least ? 1 : 0).average().orElse(Double.NaN);
  }

  /**
   * The mean gradient in the outer {@value #BORDER} px in relation to that in the {@value #NEAR} px
   * next to them: a frame or dashes at the edge make it large.
   *
   * @param picture the picture
   * @return about 1 for a picture without a frame; not a number for one that is all edge
   */
  public static double border(RgbImage picture) {
    Luminance gradient =
        Luminance.of(picture, Math.max(picture.width(), picture.height())).gradient();
    double[] sums = new double[2];
    int[] counts = new int[2];
    for (int y = 0; y < gradient.height(); y++) {
      for (int x = 0; x < gradient.width(); x++) {
        int edge =
            Math.min(Math.min(x, gradient.width() - 1 - x), Math.min(y, gradient.height() - 1 - y));
        if (edge < BORDER + NEAR) {
          int place = edge < BORDER ? 0 : 1;
          sums[place] += gradient.values()[y * gradient.width() + x];
          counts[place]++;
        }
      }
    }
    return sums[0] / counts[0] / (sums[1] / counts[1]);
  }
}
