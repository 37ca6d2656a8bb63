package org.neuralstyle.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.neuralstyle.study.Distances;
import org.neuralstyle.synthesis.LayerDistances;
import org.neuralstyle.vgg.Layer;

class HeatMapTest {

  private static final int WHITE = 0xffffff;
  private static final int FAR = 0x08306b;
  private static final int GREY = 0xe0e0e0;

  /** The colour of cells, between the numbers and the edge. */
  private static int color(ImagePlus map, int slice, int row, int column) {
    int left = map.getWidth() - 8 - 72 * (3 - column);
    return map.getStack().getProcessor(slice).get(left + 2, 8 + 28 * (row + 2) + 2) & WHITE;
  }

  private static ImagePlus map(double[][] style, double[][] content) {
    return HeatMap.of(
        new Distances(
            List.of("a.png", "b.png", "c.png"),
            List.of("20 x 16 px", "20 x 16 px", "20 x 17 px"),
            List.of(new LayerDistances(Layer.parse("conv2_1"), style, content))));
  }

  @Test
  void theFarthestIsDarkestAndWhatIsNotKnownGrey() {
    double no = Double.NaN;
    double[][] style = {{0, 1, 4}, {1, 0, 2}, {4, 2, 0}};
    double[][] content = {{0, 5, no}, {5, 0, no}, {no, no, 0}};
    ImagePlus map = map(style, content);
    assertEquals("Style distances at conv2_1", map.getStack().getSliceLabel(1));
    assertEquals("Content distances at conv2_1", map.getStack().getSliceLabel(2));
    for (int i = 0; i < 3; i++) {
      assertEquals(WHITE, color(map, 1, i, i));
      assertEquals(WHITE, color(map, 2, i, i));
    }
    assertEquals(FAR, color(map, 1, 0, 2));
    // Half way from white: (255 + 8) / 2, (255 + 48) / 2, (255 + 107) / 2.
    assertEquals(0x8498b5, color(map, 1, 1, 2));
    assertEquals(FAR, color(map, 2, 1, 0));
    assertEquals(GREY, color(map, 2, 0, 2));
  }

  /** The numbers differ from each other as they are drawn. */
  @Test
  void numbersAreInTheCells() {
    ImagePlus map = map(new double[][] {{0, 1, 1}, {1, 0, 1}, {1, 1, 0}}, nothing());
    assertEquals(1, map.getStackSize());
    int left = map.getWidth() - 8 - 72 * 3;
    int[] diagonal = pixels(map, left, 0);
    int[] other = pixels(map, left + 72, 0);
    assertTrue(Arrays.stream(diagonal).anyMatch(c -> (c & 0xff) < 128), "0 in black");
    assertTrue(Arrays.stream(other).anyMatch(c -> (c >> 16) > 128), "1.00 in white");
  }

  private static int[] pixels(ImagePlus map, int left, int row) {
    return IntStream.range(0, 71 * 27)
        .map(i -> map.getProcessor().get(left + i % 71, 8 + 28 * (row + 2) + i / 71) & WHITE)
        .toArray();
  }

  private static double[][] nothing() {
    double[][] values = new double[3][3];
    for (int i = 0; i < 3; i++) {
      Arrays.fill(values[i], Double.NaN);
      values[i][i] = 0;
    }
    return values;
  }

  @Test
  void equalImagesHaveAMapToo() {
    double[][] zero = new double[3][3];
    ImagePlus map = map(zero, zero);
    assertEquals(2, map.getStackSize());
    assertEquals(WHITE, color(map, 1, 0, 2));
  }
}
