package org.neuralstyle.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MaskOpeningTest {

  private static final int WIDTH = 20;
  private static final int HEIGHT = 15;

  private static Mask columns(int from, int to) {
    float[] values = new float[WIDTH * HEIGHT];
    for (int i = 0; i < values.length; i++) {
      int x = i % WIDTH;
      values[i] = x >= from && x < to ? 1 : 0;
    }
    return new Mask(WIDTH, HEIGHT, values);
  }

  @Test
  void wideStripsStay() {
    Mask wide = columns(6, 13);
    assertArrayEquals(wide.values(), wide.opened(3).values());
  }

  @Test
  void narrowStripsGo() {
    assertTrue(columns(6, 12).opened(3).isEmpty());
  }

  @Test
  void aStripAtTheEdgeGoesOnBeyondIt() {
    Mask edge = columns(WIDTH - 4, WIDTH);
    assertArrayEquals(edge.values(), edge.opened(3).values());
    assertTrue(columns(WIDTH - 3, WIDTH).opened(3).isEmpty());
  }

  @Test
  void specksBesideAStripGo() {
    float[] values = columns(0, 8).values().clone();
    values[7 * WIDTH + 15] = 1;
    assertArrayEquals(columns(0, 8).values(), new Mask(WIDTH, HEIGHT, values).opened(3).values());
  }
}
