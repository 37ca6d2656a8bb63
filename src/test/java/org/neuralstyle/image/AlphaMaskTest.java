package org.neuralstyle.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AlphaMaskTest {

  private static final float HIDDEN = 0.9f;

  private static RgbImage row(float... values) {
    float[] planes = new float[3 * values.length];
    for (int c = 0; c < 3; c++) {
      System.arraycopy(values, 0, planes, c * values.length, values.length);
    }
    return new RgbImage(values.length, 1, planes);
  }

  private static AlphaMask mask(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return new AlphaMask(values.length, 1, bytes);
  }

  @Test
  void whatIsSeenIsReflectedAtItsEdge() {
    RgbImage filled =
        mask(0, 0, 255, 1, 128, 0, 0, 0, 0)
            .reflectIntoHidden(
                row(HIDDEN, HIDDEN, 0.1f, 0.2f, 0.3f, HIDDEN, HIDDEN, HIDDEN, HIDDEN));
    // Beyond the reflection of all that is seen there is the edge.
    assertArrayEquals(
        new float[] {0.3f, 0.2f, 0.1f, 0.2f, 0.3f, 0.2f, 0.1f, 0.3f, 0.3f},
        Arrays.copyOf(filled.planes(), 9));
  }

  @Test
  void hiddenColoursAreGoneAndSeenOnesStay() {
    Random random = new Random(3);
    int w = 23;
    int h = 17;
    byte[] alpha = new byte[w * h];
    float[] planes = new float[3 * w * h];
    for (int i = 0; i < w * h; i++) {
      int x = i % w - 9;
      int y = i / w - 8;
      alpha[i] = (byte) (x * x + y * y < 30 ? 1 + random.nextInt(255) : 0);
      for (int c = 0; c < 3; c++) {
        planes[c * w * h + i] = alpha[i] == 0 ? HIDDEN : random.nextFloat() / 2;
      }
    }
    RgbImage image = new RgbImage(w, h, planes);
    AlphaMask mask = new AlphaMask(w, h, alpha);
    assertFalse(mask.isOpaque());
    float[] filled = mask.reflectIntoHidden(image).planes();
    for (int j = 0; j < filled.length; j++) {
      if (alpha[j % (w * h)] == 0) {
        assertTrue(filled[j] <= 0.5f, "hidden colour at " + j);
      } else {
        assertEquals(planes[j], filled[j]);
      }
    }
  }

  @Test
  void opaqueImagesAreLeftAlone() {
    RgbImage image = row(0.1f, 0.2f);
    assertTrue(mask(255, 255).isOpaque());
    assertSame(image, mask(255, 255).reflectIntoHidden(image));
  }

  @Test
  void sizesThatDoNotFitAndWhollyHiddenImagesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new AlphaMask(2, 2, new byte[3]));
    assertThrows(
        IllegalArgumentException.class, () -> mask(255, 0).reflectIntoHidden(row(1, 0, 1)));
    assertThrows(IllegalArgumentException.class, () -> mask(0, 0).reflectIntoHidden(row(1, 0)));
  }
}
