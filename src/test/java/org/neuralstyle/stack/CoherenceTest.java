package org.neuralstyle.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.neuralstyle.image.RgbImage;

class CoherenceTest {

  private static final int WIDTH = 20;
  private static final int HEIGHT = 10;

  private static RgbImage gray(float value) {
    float[] planes = new float[3 * WIDTH * HEIGHT];
    Arrays.fill(planes, value);
    return new RgbImage(WIDTH, HEIGHT, planes);
  }

  private static FlowField flow(float u) {
    float[] values = new float[WIDTH * HEIGHT];
    Arrays.fill(values, u);
    return new FlowField(WIDTH, HEIGHT, values, new float[values.length]);
  }

  @Test
  void oppositeFlowsAreConsistentWhereTheyStayInside() {
    Coherence coherence = Coherence.of(gray(0.5f), gray(0.5f), flow(4), flow(-4));
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        float expected = x + 4 <= WIDTH - 1 ? 1 : 0;
        assertEquals(expected, coherence.confidence()[y * WIDTH + x], "at " + x + ", " + y);
      }
    }
    assertTrue(coherence.sameScene());
  }

  @Test
  void flowsThatDisagreeAreOccluded() {
    // |4 - 3|^2 = 1 is above 0.01 (16 + 9) + 0.5, and |4 - 3.5|^2 is below 0.01 (16 + 12.25) + 0.5.
    assertEquals(0, sum(Coherence.of(gray(0), gray(0), flow(4), flow(-3)).confidence()));
    assertTrue(sum(Coherence.of(gray(0), gray(0), flow(4), flow(-3.5f)).confidence()) > 0);
    assertFalse(Coherence.of(gray(0), gray(0), flow(4), flow(-3)).sameScene());
  }

  @Test
  void motionEdgesAreNotReliedOn() {
    FlowField backward = flow(0);
    for (int y = 0; y < HEIGHT; y++) {
      Arrays.fill(backward.u(), y * WIDTH + 10, (y + 1) * WIDTH, 0.3f);
    }
    float[] confidence = Coherence.of(gray(0), gray(0), backward, flow(0)).confidence();
    // Central differences: (0.3 / 2)^2 = 0.0225 is above 0.01 0.09 + 0.002 on both sides of the
    // edge.
    assertEquals(1, confidence[5 * WIDTH + 8]);
    assertEquals(0, confidence[5 * WIDTH + 9]);
    assertEquals(0, confidence[5 * WIDTH + 10]);
    assertEquals(1, confidence[5 * WIDTH + 11]);
  }

  @Test
  void anotherSceneIsFound() {
    assertFalse(Coherence.ofMotion(gray(0.1f), gray(0.9f)).sameScene());
    assertFalse(Coherence.ofSlices(gray(0.1f), gray(0.9f)).sameScene());
    assertTrue(Coherence.ofMotion(gray(0.4f), gray(0.42f)).sameScene());
    assertTrue(Coherence.ofSlices(gray(0.4f), gray(0.42f)).sameScene());
    assertFalse(Coherence.ofMotion(noise(1), noise(2)).sameScene());
  }

  private static RgbImage noise(long seed) {
    Random random = new Random(seed);
    float[] planes = new float[3 * WIDTH * HEIGHT];
    for (int i = 0; i < planes.length; i++) {
      planes[i] = random.nextFloat();
    }
    return new RgbImage(WIDTH, HEIGHT, planes);
  }

  @Test
  void slicesAreReliedOnAsFarAsTheyAgree() {
    float[] same = Coherence.ofSlices(gray(0.4f), gray(0.4f)).confidence();
    float[] other = Coherence.ofSlices(gray(0.4f), gray(0.5f)).confidence();
    assertEquals(1, same[7]);
    assertEquals(Math.exp(-0.5), other[7], 1e-5);
  }

  @Test
  void laterFramesComeFirstAndTheContentFillsTheRest() {
    Expectation expectation = new Expectation(gray(0.1f));
    float[] right = new float[WIDTH * HEIGHT];
    float[] all = new float[WIDTH * HEIGHT];
    Arrays.fill(all, 1);
    for (int i = 0; i < right.length; i++) {
      right[i] = i % WIDTH >= 10 ? 1 : 0;
    }
    all[3] = 0;
    expectation.add(gray(0.6f), new Coherence(flow(0), new boolean[right.length], right, true));
    expectation.add(gray(0.8f), new Coherence(flow(0), new boolean[all.length], all, true));
    float[] red = expectation.image().planes();
    assertEquals(0.6f, red[15], 1e-6f);
    assertEquals(0.8f, red[5], 1e-6f);
    assertEquals(0.1f, red[3], 1e-6f);
    assertEquals(0, expectation.confidence()[3]);
    boolean[] seen = new boolean[all.length];
    seen[3] = true;
    expectation.add(gray(0.9f), new Coherence(flow(0), seen, new float[all.length], true));
    assertEquals(0.9f, expectation.image().planes()[3], 1e-6f);
    assertEquals(0.6f, expectation.image().planes()[15], 1e-6f);
    assertEquals(0, expectation.confidence()[3]);
    assertEquals(1, expectation.confidence()[15]);
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
