package org.neuralstyle.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Pooling;
import org.neuralstyle.vgg.Precision;
import org.neuralstyle.vgg.SmallNetwork;
import org.neuralstyle.vgg.Vgg19;

/** Against all pairs of patches of features of whole images, one by one. */
class LocalPatternsTest {

  private static final Layer LAYER = Layer.parse("relu1_2");
  private static final int LONGEST = 128;

  /** Columns: sizes of result and style, side of tiles; long maps have patches left out. */
  @ParameterizedTest
  @CsvSource({
    "30, 24, 20, 35, 1000",
    "140, 20, 90, 30, 1000",
    "300, 24, 60, 40, 100",
    "70, 520, 530, 20, 120",
  })
  void agreeWithAllPairs(int width, int height, int styleWidth, int styleHeight, int tileSize) {
    try (NDManager manager = NDManager.newBaseManager();
        Vgg19 vgg =
            SmallNetwork.inBands(
                manager, Optional.empty(), 2, 7, Pooling.MAX, Precision.FLOAT32, 1 << 14)) {
      int before = manager.getManagedArrays().size();
      LocalPatterns.Match match;
      List<double[]> ofResult;
      List<double[]> ofStyle;
      try (NDScope scope = new NDScope();
          LocalPatterns patterns = new LocalPatterns(vgg, LAYER, tileSize, () -> {})) {
        NDArray result = random(manager, width, height, 1);
        NDArray style = random(manager, styleWidth, styleHeight, 2);
        int ofNetwork = vgg.manager().getManagedArrays().size();
        match = patterns.between(result, style);
        assertEquals(ofNetwork, vgg.manager().getManagedArrays().size());
        ofResult = patches(vgg, result);
        ofStyle = patches(vgg, style);
      }
      assertEquals(before, manager.getManagedArrays().size());
      Set<Integer> used = new HashSet<>();
      double sum = 0;
      for (double[] patch : ofResult) {
        int nearest = 0;
        for (int i = 1; i < ofStyle.size(); i++) {
          nearest = dot(patch, ofStyle.get(i)) > dot(patch, ofStyle.get(nearest)) ? i : nearest;
        }
        used.add(nearest);
        sum += dot(patch, ofStyle.get(nearest));
      }
      assertEquals(sum / ofResult.size(), match.similarity(), 1e-5);
      assertEquals(used.size(), match.used());
      assertEquals(ofStyle.size(), match.distinct());
    }
  }

  private static NDArray random(NDManager manager, int width, int height, long seed) {
    Random random = new Random(seed);
    float[] planes = new float[3 * width * height];
    for (int i = 0; i < planes.length; i++) {
      planes[i] = random.nextFloat();
    }
    return manager.create(planes, new Shape(1, 3, height, width));
  }

  /** Patches of length 1, of every row and column that is compared. */
  private static List<double[]> patches(Vgg19 vgg, NDArray image) {
    NDArray map = vgg.features(image, LAYER.convolution()).get(LAYER.convolution() - 1).maximum(0);
    int channels = (int) map.getShape().get(1);
    int height = (int) map.getShape().get(2);
    int width = (int) map.getShape().get(3);
    float[] values = map.toFloatArray();
    int step = (int) Math.ceil((double) Math.max(width, height) / LONGEST);
    List<double[]> patches = new ArrayList<>();
    for (int y = 0; y + 3 <= height; y += step) {
      for (int x = 0; x + 3 <= width; x += step) {
        double[] patch = new double[9 * channels];
        for (int i = 0; i < patch.length; i++) {
          int c = i / 9;
          patch[i] = values[(c * height + y + i % 9 / 3) * width + x + i % 3];
        }
        double length = Math.sqrt(dot(patch, patch));
        for (int i = 0; i < patch.length; i++) {
          patch[i] /= length;
        }
        patches.add(patch);
      }
    }
    return patches;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
