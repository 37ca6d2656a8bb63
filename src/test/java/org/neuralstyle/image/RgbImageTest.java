package org.neuralstyle.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.ARGBType;
import org.junit.jupiter.api.Test;

class RgbImageTest {

  @Test
  void packedColoursComeBackExactly() {
    int[] argb = new int[256 * 3];
    for (int i = 0; i < 256; i++) {
      argb[i] = ARGBType.rgba(i, 255 - i, i * 7 & 0xff, 255);
      argb[256 + i] = ARGBType.rgba(0, i, 255, 255);
      argb[512 + i] = ARGBType.rgba(i, 0, 0, 255);
    }
    RgbImage image = RgbImage.ofArgb(ArrayImgs.argbs(argb, 256, 3));
    assertArrayEquals(argb, image.toArgb().update(null).getCurrentStorageArray());
  }

  @Test
  void planesAreRedGreenBlueWithXFastest() {
    int[] argb = {0xff0000ff, 0xff00ff00, 0xffff0000, 0xffffffff, 0xff000000, 0x00ffff00};
    RgbImage image = RgbImage.ofArgb(ArrayImgs.argbs(argb, 3, 2));
    assertArrayEquals(
        new float[] {0, 0, 1, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 0, 0, 1, 0, 0}, image.planes());
    assertEquals(1, image.img().getAt(2, 0, 0).get());
    assertEquals(0, image.img().getAt(2, 0, 1).get());
  }

  /** The edge itself is not repeated, and images narrower than the margin are mirrored again. */
  @Test
  void mirrorsIntoAMargin() {
    RgbImage image =
        new RgbImage(3, 2, new float[] {1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 0, 0, 9, 9, 9, 9, 9, 9});
    RgbImage mirrored = image.mirrored(2);
    assertEquals(7, mirrored.width());
    assertEquals(6, mirrored.height());
    float[] first = {3, 2, 1, 2, 3, 2, 1};
    float[] second = {6, 5, 4, 5, 6, 5, 4};
    for (int y = 0; y < 6; y++) {
      assertArrayEquals(
          y % 2 == 0 ? first : second,
          Arrays.copyOfRange(mirrored.planes(), 7 * y, 7 * y + 7),
          "row " + y);
    }
    assertEquals(0, mirrored.planes()[42]);
    assertEquals(9, mirrored.planes()[125]);
    assertArrayEquals(image.planes(), mirrored.cropped(2).planes());
    assertSame(image, image.mirrored(0).cropped(0));
  }

  @Test
  void packingRoundsAndClips() {
    RgbImage image = new RgbImage(1, 1, new float[] {-0.2f, 1.3f, 0.5f});
    assertEquals(0xff00ff80, image.toArgb().getAt(0, 0).get());
  }

  @Test
  void viewIsOnTheSameArray() {
    float[] planes = new float[3 * 4 * 2];
    RgbImage image = new RgbImage(4, 2, planes);
    image.img().getAt(3, 1, 2).set(0.25f);
    assertEquals(0.25f, planes[2 * 8 + 7]);
  }

  @Test
  void refusesValuesThatAreNotFiniteByTheirPlace() {
    float[] planes = new float[3 * 4 * 2];
    planes[8 + 4 + 3] = Float.NaN;
    String message =
        assertThrows(IllegalArgumentException.class, () -> new RgbImage(4, 2, planes)).getMessage();
    assertTrue(message.contains("green") && message.contains("x=3, y=1"), message);
    planes[15] = Float.POSITIVE_INFINITY;
    assertThrows(IllegalArgumentException.class, () -> new RgbImage(4, 2, planes));
  }

  @Test
  void refusesSizesThatDoNotFit() {
    assertThrows(IllegalArgumentException.class, () -> new RgbImage(2, 2, new float[11]));
    assertThrows(IllegalArgumentException.class, () -> new RgbImage(0, 2, new float[0]));
    // 3 * 2^16 * 2^16 is 0 in 32 bits.
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> new RgbImage(1 << 16, 1 << 16, new float[0]))
            .getMessage();
    assertTrue(message.contains("too large"), message);
  }
}
