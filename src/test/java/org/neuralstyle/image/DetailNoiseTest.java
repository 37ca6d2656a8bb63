package org.neuralstyle.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Noise like the detail that images lose at half their size. */
class DetailNoiseTest {

  /** Blocks of 2 x 2 pixels with a mean of 0.5 and a pattern of the colour (1, -0.5, 0.25) r. */
  private static RgbImage style(double deviation) {
    int side = 200;
    Random random = new Random(1);
    float[] planes = new float[3 * side * side];
    Arrays.fill(planes, 0.5f);
    double[] colour = {1, -0.5, 0.25};
    int[] sign = {1, -1, -1, 1};
    for (int y = 0; y < side; y += 2) {
      for (int x = 0; x < side; x += 2) {
        double r = deviation * random.nextGaussian();
        for (int i = 0; i < 12; i++) {
          int at = i / 4 * side * side + (y + i % 4 / 2) * side + x + i % 2;
          planes[at] += (float) (sign[i % 4] * r * colour[i / 4]);
        }
      }
    }
    return new RgbImage(side, side, planes);
  }

  private static RgbImage grey(int width, int height) {
    float[] planes = new float[3 * width * height];
    Arrays.fill(planes, 0.5f);
    return new RgbImage(width, height, planes);
  }

  /** The pattern's covariance is known, and so are its zeros. */
  @Test
  void coloursVaryTogetherAsThoseOfTheDetailDo() {
    RgbImage noise = new DetailNoise(List.of(style(0.1)), List.of(1.0)).on(grey(300, 200), 0.5, 3);
    int pixels = 300 * 200;
    double[][] covariance = new double[3][3];
    for (int i = 0; i < pixels; i++) {
      for (int r = 0; r < 3; r++) {
        for (int c = 0; c < 3; c++) {
          covariance[r][c] +=
              (noise.planes()[r * pixels + i] - 0.5)
                  * (noise.planes()[c * pixels + i] - 0.5)
                  / pixels;
        }
      }
    }
    double[] colour = {1, -0.5, 0.25};
    for (int r = 0; r < 3; r++) {
      for (int c = 0; c < 3; c++) {
        assertEquals(0.25 * 0.01 * colour[r] * colour[c], covariance[r][c], 1e-4);
      }
    }
  }

  /** Where a picture's side is odd, the last column or row is a block of its own. */
  @Test
  void nothingIsLeftOfItAtHalfTheSize() {
    RgbImage before = grey(31, 20);
    RgbImage after = new DetailNoise(List.of(style(0.1)), List.of(1.0)).on(before, 1, 3);
    for (int y = 0; y < 20; y += 2) {
      for (int x = 0; x < 31; x += 2) {
        float sum = 0;
        for (int i = 0; i < 4; i++) {
          sum += after.planes()[(y + i / 2) * 31 + Math.min(x + i % 2, 30)] - 0.5f;
        }
        assertEquals(0, sum, 1e-6);
      }
    }
  }

  @Test
  void shareOfZeroCountsNothing() {
    DetailNoise one = new DetailNoise(List.of(style(0.1)), List.of(1.0));
    DetailNoise two = new DetailNoise(List.of(style(0.1), style(0.4)), List.of(1.0, 0.0));
    assertArrayEquals(one.on(grey(9, 8), 1, 5).planes(), two.on(grey(9, 8), 1, 5).planes(), 1e-7f);
  }
}
