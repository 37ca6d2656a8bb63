package org.neuralstyle.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.LayerSet;
import org.neuralstyle.vgg.Pooling;
import org.neuralstyle.vgg.SmallNetwork;
import org.neuralstyle.vgg.Vgg19;

/** Against features of whole images, each pair by itself. */
class FeatureDistancesTest {

  private static final List<Layer> LAYERS = LayerSet.parse("conv1_1 relu1_1 conv2_1 conv3_1");

  private final List<RgbImage> images =
      List.of(random(300, 280, 1), random(280, 300, 2), random(300, 280, 3), random(300, 280, 4));
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private static RgbImage random(int width, int height, long seed) {
    Random random = new Random(seed);
    float[] planes = new float[3 * width * height];
    for (int i = 0; i < planes.length; i++) {
      planes[i] = random.nextFloat() * (seed - i % 3) / 4;
    }
    return new RgbImage(width, height, planes);
  }

  private NDArray tensor(RgbImage image) {
    try (NDArray single =
        manager.create(image.planes(), new Shape(1, 3, image.height(), image.width()))) {
      return single.toType(DataType.FLOAT64, true);
    }
  }

  /**
   * Columns: tile size, bytes for features, bytes of a band, tiles of each of the images of one
   * size, tiles of the one whose features need not be held.
   */
  @ParameterizedTest
  @CsvSource({
    "1000, 1000000000, 100000000, 1, 1",
    "1000, 1, 10000, 9, 1",
    "200, 1000000000, 1, 3, 3",
  })
  void agreeWithWholeImagesAndTakeOnePassForEach(
      int tileSize, long memory, long bandBytes, int tiles, int tilesAlone) {
    try (Vgg19 vgg = SmallNetwork.inBands(manager, 5, 7, Pooling.MAX, bandBytes)) {
      int before = manager.getManagedArrays().size();
      int ofNetwork = vgg.manager().getManagedArrays().size();
      int[] passes = new int[images.size()];
      List<FeatureDistances.Matrices> distances =
          new FeatureDistances(vgg, LAYERS, tileSize, memory)
              .between(images, this::tensor, image -> passes[image]++);
      assertArrayEquals(new int[] {tiles, tilesAlone, tiles, tiles}, passes);
      assertEquals(before, manager.getManagedArrays().size());
      assertEquals(ofNetwork, vgg.manager().getManagedArrays().size());
      check(vgg, distances);
    }
  }

  private void check(Vgg19 vgg, List<FeatureDistances.Matrices> distances) {
    try (NDScope scope = new NDScope()) {
      for (int l = 0; l < LAYERS.size(); l++) {
        List<NDArray> features = features(vgg, LAYERS.get(l));
        double[][] style = distances.get(l).style();
        double[][] content = distances.get(l).content();
        for (int i = 0; i < images.size(); i++) {
          for (int j = 0; j < images.size(); j++) {
            NDArray gram = gram(features.get(i));
            double expected = gram.sub(gram(features.get(j))).square().mean().getDouble();
            assertClose(expected, style[i][j]);
            boolean alike = images.get(i).width() == images.get(j).width();
            double mean =
                alike
                    ? features.get(i).sub(features.get(j)).square().mean().getDouble()
                    : Double.NaN;
            assertClose(mean, content[i][j]);
            assertCosine(gram, gram(features.get(j)), distances.get(l).styleCosine(i, j));
            if (alike) {
              assertCosine(features.get(i), features.get(j), distances.get(l).contentCosine(i, j));
            }
          }
        }
      }
    }
  }

  private static void assertCosine(NDArray some, NDArray other, double actual) {
    double product = some.mul(other).sum().getDouble();
    double norms = some.norm().getDouble() * other.norm().getDouble();
    assertEquals(product / norms, actual, 1e-12);
  }

  private static void assertClose(double expected, double actual) {
    if (Double.isNaN(expected) || expected == 0) {
      assertEquals(expected, actual);
    } else {
      assertEquals(expected, actual, 1e-11 * expected);
    }
  }

  /** {@code C x P} of each image. */
  private List<NDArray> features(Vgg19 vgg, Layer layer) {
    List<NDArray> features = new ArrayList<>();
    for (RgbImage image : images) {
      NDArray map = vgg.features(tensor(image), layer.convolution()).get(layer.convolution() - 1);
      NDArray flat = map.reshape(map.getShape().get(1), -1);
      features.add(layer.rectified() ? flat.maximum(0) : flat);
    }
    return features;
  }

  private static NDArray gram(NDArray features) {
    return features.matMul(features.transpose()).div(features.size());
  }
}
