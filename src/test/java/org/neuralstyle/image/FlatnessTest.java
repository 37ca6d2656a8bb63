package org.neuralstyle.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Flat shares and border gradients against those that NumPy and Pillow come to: images with the
 * formula below as PNG, measured by the shared flatness.py; and closed forms.
 */
class FlatnessTest {

  private static RgbImage picture(int width, int height, int divisor, int flat) {
    int pixels = width * height;
    float[] planes = new float[3 * pixels];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int v = (x * x / divisor + x * y / (divisor + 3) + 5 * y) % 256;
        v = y < flat ? 128 + v / 16 : v;
        int i = y * width + x;
        planes[i] = v / 255f;
        planes[pixels + i] = (255 - v / 2) / 255f;
        planes[2 * pixels + i] = v / 3 / 255f;
      }
    }
    return new RgbImage(width, height, planes);
  }

  @Test
  void agreesWithTheScript() {
    RgbImage result = picture(200, 150, 7, 60);
    RgbImage style = picture(301, 190, 11, 20);
    assertEquals(39.0 / 88, Flatness.share(result, style, 200, 32), 1e-9);
    assertEquals(5.0 / 15, Flatness.share(result, style, 100, 32), 1e-9);
    assertEquals(0, Flatness.share(result, style, 50, 16), 1e-9);
    assertEquals(0.9596378146032377, Flatness.border(result), 1e-4);
  }

  /** A ramp has the same gradient everywhere. */
  @Test
  void closedForms() {
    RgbImage ramp = gray(64, 48, (x, y) -> (3 * x + y) / 255f);
    assertEquals(1, Flatness.border(ramp), 1e-5);
    assertEquals(0, Flatness.share(ramp, gray(64, 48, (x, y) -> x / 255f), 64, 32), 1e-9);
    assertEquals(1, Flatness.share(gray(64, 48, (x, y) -> 0.5f), ramp, 64, 32), 1e-9);
    assertTrue(
        Flatness.border(gray(64, 48, (x, y) -> x < 2 ? 1 : x / 255f)) > 2, "a frame on one side");
    assertTrue(Double.isNaN(Flatness.share(ramp, ramp, 30, 32)), "no window");
  }

  @Test
  void histograms() {
    RgbImage image = picture(40, 30, 7, 0);
    assertEquals(1, ColorHistogram.cosine(image, image), 1e-12);
    float[] two = new float[3 * 16];
    Arrays.fill(two, 0, 8, 1);
    // In red half the pixels of the one are like those of the other; else all are.
    assertEquals(
        (Math.sqrt(0.5) + 2) / 3,
        ColorHistogram.cosine(new RgbImage(4, 4, two), new RgbImage(4, 4, new float[3 * 16])),
        1e-12);
  }

  private interface Value {
    float at(int x, int y);
  }

  private static RgbImage gray(int width, int height, Value value) {
    float[] planes = new float[3 * width * height];
    for (int i = 0; i < planes.length; i++) {
      int pixel = i % (width * height);
      planes[i] = value.at(pixel % width, pixel / width);
    }
    return new RgbImage(width, height, planes);
  }
}
