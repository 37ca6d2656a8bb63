package org.neuralstyle.stack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.neuralstyle.image.RgbImage;

/** Colours that are painted as others were. */
class PaintedColorsTest {

  private static final int PIXELS = 400;

  private static RgbImage noise(double low, double high) {
    Random random = new Random(3);
    float[] planes = new float[3 * PIXELS];
    for (int i = 0; i < planes.length; i++) {
      planes[i] = (float) (low + (high - low) * random.nextDouble());
    }
    return new RgbImage(PIXELS, 1, planes);
  }

  private static boolean[] first(int count) {
    boolean[] first = new boolean[PIXELS];
    Arrays.fill(first, 0, count, true);
    return first;
  }

  /** A change that is the same everywhere is its own mean. */
  @Test
  void theSameChangeIsMadeToOthers() {
    RgbImage content = noise(0.2, 0.7);
    float[] painted = content.planes().clone();
    for (int i = 0; i < painted.length; i++) {
      painted[i] += i < PIXELS ? 0.2f : -0.1f;
    }
    PaintedColors colors = new PaintedColors();
    colors.add(content, painted, first(PIXELS / 2));
    float[] all = content.planes().clone();
    colors.paint(all, first(PIXELS / 2));
    for (int i = 0; i < all.length; i++) {
      float expected = i % PIXELS < PIXELS / 2 ? content.planes()[i] : painted[i];
      assertEquals(expected, all[i], 1e-5f);
    }
  }

  /** Dark became blue and bright yellow; so does what is nearly dark or bright. */
  @Test
  void eachColourChangesAsThoseLikeIt() {
    float[] gray = new float[3 * PIXELS];
    float[] painted = new float[3 * PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      for (int c = 0; c < 3; c++) {
        boolean dark = i % 2 == 0;
        gray[c * PIXELS + i] = dark ? 0.1f : 0.9f;
        painted[c * PIXELS + i] = dark == (c == 2) ? 0.7f : 0.2f;
      }
    }
    PaintedColors colors = new PaintedColors();
    colors.add(new RgbImage(PIXELS, 1, gray), painted, first(PIXELS));
    float[] some = {0.15f, 0.85f, 0.15f, 0.85f, 0.15f, 0.85f};
    colors.paint(some, new boolean[2]);
    assertArrayEquals(new float[] {0.25f, 0.65f, 0.25f, 0.65f, 0.75f, 0.15f}, some, 0.03f);
  }

  @Test
  void nothingIsChangedAsNothing() {
    float[] planes = noise(0, 1).planes();
    float[] same = planes.clone();
    new PaintedColors().paint(same, new boolean[PIXELS]);
    assertArrayEquals(planes, same);
  }
}
