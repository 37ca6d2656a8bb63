package org.neuralstyle.vgg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerTest {

  /** Simonyan and Zisserman (2014), configuration E. */
  @ParameterizedTest
  @CsvSource({
    "1, conv1_1, 1, 64",
    "2, conv1_2, 1, 64",
    "3, conv2_1, 2, 128",
    "4, conv2_2, 2, 128",
    "5, conv3_1, 4, 256",
    "8, conv3_4, 4, 256",
    "9, conv4_1, 8, 512",
    "12, conv4_4, 8, 512",
    "13, conv5_1, 16, 512",
    "16, conv5_4, 16, 512"
  })
  void knowsVgg19(int number, String name, int stride, int channels) {
    Layer layer = Layer.conv(number);
    assertEquals(name, layer.name());
    assertEquals(stride, layer.stride());
    assertEquals(channels, layer.channels());
  }

  @Test
  void readsNamesAndNumbers() {
    for (int i = 1; i <= 16; i++) {
      assertEquals(Layer.conv(i), Layer.parse(Layer.conv(i).name()));
      assertEquals(Layer.conv(i), Layer.parse(" " + i));
      assertEquals(new Layer(i, true), Layer.parse(new Layer(i, true).name().toUpperCase()));
    }
    assertEquals("relu5_4", Layer.parse("relu5_4").name());
  }

  @ParameterizedTest
  @ValueSource(strings = {"conv2_3", "conv6_1", "0", "17", "", "pool1"})
  void refusesUnknownLayersAndNamesTheKnown(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Layer.parse(text)).getMessage();
    assertTrue(message.contains("conv1_1") && message.contains("conv5_4"), message);
  }

  @Test
  void blocksEndWhereTheResolutionIsHalved() {
    assertEquals(
        List.of(2, 2, 4, 4, 8, 8, 8, 8, 12, 12, 12, 12, 16, 16, 16, 16),
        IntStream.rangeClosed(1, 16).map(i -> Layer.conv(i).endOfBlock()).boxed().toList());
  }

  @Test
  void readsAndWritesSets() {
    assertEquals(LayerSet.FIRST_FIVE.layers(), LayerSet.parse("first-five"));
    assertEquals(LayerSet.FIRST_FIVE.layers(), LayerSet.parse("1, conv1_2 3,4,conv3_1"));
    assertEquals("first-five", LayerSet.format(LayerSet.parse("1,2,3,4,5")));
    assertEquals("conv2_2,relu3_1", LayerSet.format(LayerSet.parse("4,relu3_1")));
    assertEquals(
        List.of("conv1_1", "conv2_1", "conv3_1", "conv4_1", "conv5_1"),
        LayerSet.FIRST_OF_BLOCKS.layers().stream().map(Layer::name).toList());
    assertEquals(
        List.of("conv1_2", "conv2_2", "conv3_4", "conv4_4", "conv5_4"),
        LayerSet.LAST_OF_BLOCKS.layers().stream().map(Layer::name).toList());
    assertEquals(16, LayerSet.parse("all").size());
    String message =
        assertThrows(IllegalArgumentException.class, () -> LayerSet.parse("first-six"))
            .getMessage();
    assertTrue(message.contains("first-six") && message.contains("last-of-blocks"), message);
    assertThrows(IllegalArgumentException.class, () -> LayerSet.parse(" , "));
  }

  /**
   * Measured: of an image of one colour, all positions but those that padding reaches have the same
   * features.
   */
  @ParameterizedTest
  @EnumSource(Pooling.class)
  void paddingReachesSoFar(Pooling pooling) {
    int[] reach = {1, 2, 2, 3, 3, 4, 5, 6, 4, 5, 6, 7, 5, 6, 7, 8};
    try (NDManager manager = NDManager.newBaseManager();
        Vgg19 vgg = SmallNetwork.inBands(manager, 16, 5, pooling, Long.MAX_VALUE)) {
      NDArray image = manager.full(new Shape(1, 3, 320, 320), 0.5f, DataType.FLOAT64);
      List<NDArray> maps = vgg.features(image, 16);
      for (int i = 0; i < 16; i++) {
        int side = (int) maps.get(i).getShape().get(2);
        // Along the middle row, by channel.
        double[] row = maps.get(i).get(":, :, " + side / 2).toDoubleArray();
        assertEquals(reach[i], reached(row, side), "from the left, convolution " + (i + 1));
        assertEquals(reach[i], Layer.conv(i + 1).paddingReach());
      }
    }
  }

  /** Positions up to the last one, before the middle, that differs from it in a channel. */
  private static int reached(double[] row, int side) {
    for (int x = side / 2 - 1; x >= 0; x--) {
      for (int c = 0; c < row.length; c += side) {
        double middle = row[c + side / 2];
        if (Math.abs(row[c + x] - middle) > 1e-9 * Math.abs(middle)) {
          return x + 1;
        }
      }
    }
    return 0;
  }
}
