package org.neuralstyle.benchmark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.stack.FlowField;
import org.neuralstyle.stack.OpticalFlow;
import org.neuralstyle.study.Samples;

class OpticalFlowTest {

  private static final int WIDTH = 160;
  private static final int HEIGHT = 120;

  private static KnownMotion film(KnownMotion.Kind kind) throws IOException {
    return new KnownMotion(Samples.content().image(), kind, WIDTH, HEIGHT, 4);
  }

  @ParameterizedTest
  @EnumSource(KnownMotion.Kind.class)
  void flowIsThatOfTheKnownMotion(KnownMotion.Kind kind) throws IOException {
    KnownMotion film = film(kind);
    FlowField flow = OpticalFlow.between(film.read(2), film.read(1));
    FlowField known = film.flow(2, 1);
    boolean[] seen = film.isSeen(2, 1);
    double sum = 0;
    int pixels = 0;
    for (int i = 0; i < seen.length; i++) {
      if (seen[i]) {
        sum += Math.hypot(flow.u()[i] - known.u()[i], flow.v()[i] - known.v()[i]);
        pixels++;
      }
    }
    assertTrue(pixels > WIDTH * HEIGHT / 2, pixels + " pixels");
    assertTrue(sum / pixels <= 0.4, kind + ": mean end-point error " + sum / pixels);
  }

  @ParameterizedTest
  @EnumSource(KnownMotion.Kind.class)
  void framesWarpedByTheKnownMotionAgree(KnownMotion.Kind kind) throws IOException {
    KnownMotion film = film(kind);
    RgbImage frame = film.read(3);
    RgbImage former = film.read(1);
    RgbImage warped = OpticalFlow.warp(former, film.flow(3, 1));
    boolean[] seen = film.isSeen(3, 1);
    double sum = 0;
    double still = 0;
    for (int i = 0; i < frame.planes().length; i++) {
      if (seen[i % seen.length]) {
        sum += Math.pow(frame.planes()[i] - warped.planes()[i], 2);
        still += Math.pow(frame.planes()[i] - former.planes()[i], 2);
      }
    }
    assertTrue(sum <= 0.05 * still + 1e-9, kind + ": " + sum + " of " + still);
  }

  @Test
  void warpingByNothingOrWholePixelsCopies() throws IOException {
    RgbImage image = film(KnownMotion.Kind.STILL).read(0);
    assertArrayEquals(
        image.planes(), OpticalFlow.warp(image, FlowField.none(WIDTH, HEIGHT)).planes());
    float[] u = new float[WIDTH * HEIGHT];
    Arrays.fill(u, 3);
    FlowField right = new FlowField(WIDTH, HEIGHT, u, new float[u.length]);
    RgbImage moved = OpticalFlow.warp(image, right);
    assertEquals(image.planes()[20 * WIDTH + 13], moved.planes()[20 * WIDTH + 10], 1e-6f);
  }

  @Test
  void tinyAndBlankFramesHaveNoMotion() {
    RgbImage blank = new RgbImage(9, 8, new float[3 * 72]);
    FlowField flow = OpticalFlow.between(blank, blank);
    for (int i = 0; i < 72; i++) {
      assertEquals(0, flow.u()[i], 1e-3);
      assertEquals(0, flow.v()[i], 1e-3);
    }
  }
}
