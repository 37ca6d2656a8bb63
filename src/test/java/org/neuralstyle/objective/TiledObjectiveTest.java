package org.neuralstyle.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neuralstyle.loss.GramLoss;
import org.neuralstyle.loss.GramMatrix;
import org.neuralstyle.loss.TemporalLoss;
import org.neuralstyle.loss.TotalVariationLoss;
import org.neuralstyle.optimizer.Evaluation;
import org.neuralstyle.tensor.Workers;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.LayerSet;
import org.neuralstyle.vgg.Pooling;
import org.neuralstyle.vgg.Precision;
import org.neuralstyle.vgg.ReceptiveField;
import org.neuralstyle.vgg.SmallNetwork;
import org.neuralstyle.vgg.Vgg19;

class TiledObjectiveTest {

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private TiledObjective objective(
      Vgg19 vgg, int width, int height, List<Layer> layers, int tileSize, boolean keep) {
    Layer deepest = layers.get(layers.size() - 1);
    TileGrid grid = TileGrid.of(width, height, deepest, tileSize, vgg.grain());
    return objective(vgg, grid, layers, keep);
  }

  /** Random images and targets; the same for every grid. */
  private TiledObjective objective(Vgg19 vgg, TileGrid grid, List<Layer> layers, boolean keep) {
    int width = grid.width();
    int height = grid.height();
    List<TiledObjective.StyleTerm> style = new ArrayList<>();
    for (Layer layer : layers) {
      int channels = vgg.channels(layer.convolution());
      NDArray half = random(new Shape(channels, channels), layer.convolution());
      NDArray target = in(vgg, half.add(half.transpose()));
      style.add(
          new TiledObjective.StyleTerm(layer, 1.0 / layer.convolution(), new GramLoss(target)));
    }
    List<Layer> content = List.of(layers.get(layers.size() / 2), layers.get(0));
    return new TiledObjective(
        vgg,
        grid,
        keep,
        new TiledObjective.Weights(0.7, 3),
        style,
        content.stream().map(layer -> new TiledObjective.ContentTerm(layer, 0.5)).toList(),
        new FeatureTargets(
            vgg, in(vgg, random(new Shape(1, 3, height, width), 99)), content, grid, keep),
        List.of(
            new TiledObjective.PixelTerm(0.2, new TotalVariationLoss()),
            new TiledObjective.PixelTerm(
                0.3,
                new TemporalLoss(
                    in(vgg, random(new Shape(1, 3, height, width), 98)),
                    in(vgg, random(new Shape(1, 1, height, width), 97))))));
  }

  /** In the type of the network's images. */
  private static NDArray in(Vgg19 vgg, NDArray array) {
    return array.toType(vgg.precision().imageType(), false);
  }

  private NDArray random(Shape shape, long seed) {
    Random random = new Random(seed);
    return manager.create(random.doubles(shape.size()).toArray(), shape);
  }

  @ParameterizedTest
  @CsvSource({
    "first-five, 61, 83, 40, MAX, true, 1",
    "first-five, 61, 83, 30, AVERAGE, false, 1",
    "first-five, 61, 83, 1000, AVERAGE, true, 1",
    "relu1_2, 37, 12, 9, MAX, false, 1000",
    "conv1_1, 19, 23, 8, MAX, true, 1",
    "first-of-blocks, 97, 301, 192, MAX, false, 40000",
    "relu2_1 relu5_1, 177, 65, 64, AVERAGE, true, 1",
    "last-of-blocks, 299, 51, 100, MAX, false, 1",
    "all, 130, 131, 64, MAX, true, 1",
    "all, 67, 131, 1000, MAX, true, 1"
  })
  void tilesAndBandsAddUpToTheWhole(
      String layers,
      int width,
      int height,
      int tileSize,
      Pooling pooling,
      boolean keep,
      long bandBytes) {
    List<Layer> list = LayerSet.parse(layers);
    int depth = list.stream().mapToInt(Layer::convolution).max().orElseThrow();
    try (Vgg19 inOnePiece = SmallNetwork.inBands(manager, depth, 7, pooling, Long.MAX_VALUE);
        Vgg19 inBands = SmallNetwork.inBands(manager, depth, 7, pooling, bandBytes);
        TiledObjective whole = objective(inOnePiece, width, height, list, 1000, true);
        TiledObjective tiled = objective(inBands, width, height, list, tileSize, keep)) {
      NDArray image = random(new Shape(1, 3, height, width), 5);
      try (Evaluation<Losses> expected = whole.evaluate(image);
          Evaluation<Losses> actual = tiled.evaluate(image)) {
        assertClose(expected.value().content(), actual.value().content(), 1e-12);
        assertClose(expected.value().style(), actual.value().style(), 1e-12);
        assertClose(expected.value().totalVariation(), actual.value().totalVariation(), 1e-12);
        assertClose(expected.value().total(), actual.value().total(), 1e-12);
        double error = norm(actual.gradient().sub(expected.gradient()));
        assertTrue(error <= 1e-12 * norm(expected.gradient()), "relative error " + error);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "first-five, 61, 83, 30, 1",
    "first-of-blocks, 97, 301, 192, 40000",
    "relu2_1 relu5_1, 177, 65, 64, 1",
    "all, 130, 131, 64, 1"
  })
  void tilesWithoutPaddingAddUpToTheWhole(
      String layers, int width, int height, int tileSize, long bandBytes) {
    List<Layer> list = LayerSet.parse(layers);
    Layer deepest = list.get(list.size() - 1);
    int depth = deepest.convolution();
    try (Vgg19 inOnePiece = SmallNetwork.inBands(manager, depth, 7, Pooling.MAX, Long.MAX_VALUE);
        Vgg19 inBands = SmallNetwork.inBands(manager, depth, 7, Pooling.MAX, bandBytes);
        TiledObjective whole =
            objective(
                inOnePiece,
                TileGrid.of(width, height, deepest, 1000, 1).with(Edges.LEFT_OUT),
                list,
                true);
        TiledObjective tiled =
            objective(
                inBands,
                TileGrid.of(width, height, deepest, tileSize, inBands.grain()).with(Edges.LEFT_OUT),
                list,
                false)) {
      NDArray image = random(new Shape(1, 3, height, width), 5);
      try (Evaluation<Losses> expected = whole.evaluate(image);
          Evaluation<Losses> actual = tiled.evaluate(image)) {
        assertClose(expected.value().style(), actual.value().style(), 1e-12);
        double error = norm(actual.gradient().sub(expected.gradient()));
        assertTrue(error <= 1e-12 * norm(expected.gradient()), "relative error " + error);
      }
    }
  }

  /** The Gram matrices of the cropped feature maps, multiplied here. */
  @Test
  void statisticsWithoutPaddingAreThoseOfCroppedMaps() {
    List<Layer> layers = LayerSet.parse("first-five");
    int[] reach = {1, 2, 2, 3, 3};
    try (Vgg19 vgg = SmallNetwork.inBands(manager, 5, 7, Pooling.MAX, 1)) {
      NDArray image = random(new Shape(1, 3, 60, 84), 5);
      List<NDArray> maps = vgg.features(image, 5);
      for (int tileSize : new int[] {32, 1000}) {
        List<NDArray> grams =
            StyleTargets.of(vgg, image, layers, new GramMatrix(), tileSize, Edges.LEFT_OUT);
        for (int i = 0; i < 5; i++) {
          Shape shape = maps.get(i).getShape();
          int r = reach[i];
          NDArray inner =
              maps.get(i)
                  .get(
                      new NDIndex()
                          .addAllDim(2)
                          .addSliceDim(r, shape.get(2) - r)
                          .addSliceDim(r, shape.get(3) - r));
          NDArray f = inner.reshape(shape.get(1), -1);
          NDArray expected = f.matMul(f.transpose()).div(f.size());
          double error = norm(grams.get(i).sub(expected));
          assertTrue(error <= 1e-12 * norm(expected), layers.get(i) + ": " + error);
        }
      }
    }
  }

  /** With so many threads of libtorch. */
  private static void onThreads(int threads, Runnable test) throws Exception {
    Workers.Task<Void> task =
        () -> {
          test.run();
          return null;
        };
    try (Workers caller = new Workers(1, threads)) {
      caller.all(List.of(task));
    }
  }

  /** Whatever the order in which bands end. */
  @ParameterizedTest
  @CsvSource({"first-five, 61, 83, MAX, true", "all, 67, 131, AVERAGE, false"})
  void bandsSideBySideAddUpToTheWhole(
      String layers, int width, int height, Pooling pooling, boolean keep) throws Exception {
    List<Layer> list = LayerSet.parse(layers);
    int depth = list.stream().mapToInt(Layer::convolution).max().orElseThrow();
    onThreads(
        3,
        () -> {
          try (Workers workers = new Workers(3, 1);
              Vgg19 inOnePiece = SmallNetwork.inBands(manager, depth, 7, pooling, Long.MAX_VALUE);
              Vgg19 inBands =
                  SmallNetwork.inBands(
                      manager,
                      Optional.of(workers),
                      depth,
                      7,
                      pooling,
                      Precision.FLOAT64,
                      1 << 10);
              TiledObjective whole = objective(inOnePiece, width, height, list, 1000, true);
              TiledObjective tiled = objective(inBands, width, height, list, 70, keep)) {
            NDArray image = random(new Shape(1, 3, height, width), 5);
            try (Evaluation<Losses> expected = whole.evaluate(image)) {
              double[] gradient = null;
              for (int i = 0; i < 5; i++) {
                try (Evaluation<Losses> actual = tiled.evaluate(image)) {
                  assertTrue(distance(expected, actual) <= 1e-12);
                  assertClose(expected.value().total(), actual.value().total(), 1e-12);
                  double[] values = actual.gradient().toDoubleArray();
                  assertArrayEquals(gradient == null ? values : gradient, values);
                  gradient = values;
                }
              }
            }
          }
        });
  }

  /**
   * Against the whole in double precision. Where a value near 0 falls on the other side of a ReLU,
   * or another value of a window is the largest, the gradient takes another way, so Winograd's
   * rounding shows more in it than in the losses.
   */
  @ParameterizedTest
  @CsvSource({
    "first-five, 131, 96, MAX, 5e-3",
    "first-five, 130, 97, AVERAGE, 5e-3",
    "conv1_2, 64, 48, MAX, 2e-5",
    "relu4_1, 134, 180, AVERAGE, 5e-3",
  })
  void winogradStaysNear(String layers, int width, int height, Pooling pooling, double most)
      throws Exception {
    assumeTrue(Vgg19.isFastInFloat32(manager), "no NNPACK");
    List<Layer> list = LayerSet.parse(layers);
    int depth = list.stream().mapToInt(Layer::convolution).max().orElseThrow();
    onThreads(
        1,
        () -> {
          try (Vgg19 exact = SmallNetwork.inBands(manager, depth, 7, pooling, Long.MAX_VALUE);
              Vgg19 winograd =
                  SmallNetwork.inBands(
                      manager, Optional.empty(), depth, 7, pooling, Precision.FLOAT32, 100_000);
              TiledObjective reference = objective(exact, width, height, list, 1000, true);
              TiledObjective tiled = objective(winograd, width, height, list, 90, true)) {
            NDArray image = random(new Shape(1, 3, height, width), 5);
            try (Evaluation<Losses> expected = reference.evaluate(image);
                Evaluation<Losses> actual = tiled.evaluate(in(winograd, image))) {
              assertClose(expected.value().content(), actual.value().content(), 1e-5);
              assertClose(expected.value().style(), actual.value().style(), 1e-5);
              double distance = distance(expected, actual);
              assertTrue(distance <= most, "relative error " + distance);
            }
          }
        });
  }

  /** Against the image in one piece by the same convolutions. */
  @ParameterizedTest
  @CsvSource({
    "first-five, 131, 397, MAX, 90, true, 100000",
    "first-five, 130, 97, AVERAGE, 90, false, 10000",
    "first-five, 300, 201, MAX, 150, false, 1000000",
    "conv1_2, 64, 48, MAX, 30, true, 1",
    "relu2_2, 301, 151, AVERAGE, 80, true, 1",
    "relu4_1, 134, 480, AVERAGE, 250, true, 100000",
    "last-of-blocks, 299, 251, MAX, 200, false, 100000",
    "first-of-blocks, 997, 401, MAX, 400, false, 100000",
    "all, 1000, 211, AVERAGE, 300, true, 1000000",
    "all, 420, 211, MAX, 1000, true, 10000",
  })
  void winogradsTilesAndBandsAreThoseOfTheWhole(
      String layers,
      int width,
      int height,
      Pooling pooling,
      int tileSize,
      boolean keep,
      long bandBytes)
      throws Exception {
    assumeTrue(Vgg19.isFastInFloat32(manager), "no NNPACK");
    List<Layer> list = LayerSet.parse(layers);
    int depth = list.stream().mapToInt(Layer::convolution).max().orElseThrow();
    onThreads(
        1,
        () -> {
          try (Vgg19 inOnePiece =
                  SmallNetwork.inBands(
                      manager,
                      Optional.empty(),
                      depth,
                      7,
                      pooling,
                      Precision.FLOAT32,
                      Long.MAX_VALUE);
              Vgg19 inBands =
                  SmallNetwork.inBands(
                      manager, Optional.empty(), depth, 7, pooling, Precision.FLOAT32, bandBytes);
              TiledObjective whole = objective(inOnePiece, width, height, list, 5000, true);
              TiledObjective tiled = objective(inBands, width, height, list, tileSize, keep)) {
            NDArray image = in(inBands, random(new Shape(1, 3, height, width), 5));
            try (Evaluation<Losses> expected = whole.evaluate(image);
                Evaluation<Losses> actual = tiled.evaluate(image)) {
              assertClose(expected.value().total(), actual.value().total(), 1e-6);
              double distance = distance(expected, actual);
              assertTrue(distance <= 1e-5, "relative error " + distance);
            }
          }
        });
  }

  /**
   * Against the whole in double precision. What bfloat16 rounds away, 0.2 % of a value, hardly
   * changes the losses, but which values are positive or the largest of a window, and so where some
   * of the gradient goes.
   */
  @ParameterizedTest
  @CsvSource({
    "first-five, 61, 83, MAX, FLOAT32, 0, 1e-5",
    "first-five, 61, 83, MAX, BFLOAT16, 1e-3, 6e-2",
    "first-five, 61, 83, AVERAGE, BFLOAT16, 1e-3, 2e-2",
    "relu1_2 relu2_1, 67, 50, MAX, BFLOAT16, 1e-3, 0.1",
    "relu1_2 relu2_1, 67, 50, AVERAGE, BFLOAT16, 1e-3, 0.1",
    "relu4_1, 67, 90, AVERAGE, FLOAT32, 0, 1e-5",
    "relu4_1, 67, 90, AVERAGE, BFLOAT16, 1e-3, 0.2",
    "conv1_1, 19, 23, MAX, BFLOAT16, 1e-4, 5e-3",
  })
  void lowerPrecisionStaysNear(
      String layers,
      int width,
      int height,
      Pooling pooling,
      Precision precision,
      double least,
      double most)
      throws Exception {
    // With more threads than one, convolutions are direct.
    onThreads(2, () -> checkDistance(layers, width, height, pooling, precision, least, most));
  }

  private void checkDistance(
      String layers,
      int width,
      int height,
      Pooling pooling,
      Precision precision,
      double least,
      double most) {
    List<Layer> list = LayerSet.parse(layers);
    int depth = list.stream().mapToInt(Layer::convolution).max().orElseThrow();
    try (Vgg19 exact = SmallNetwork.inBands(manager, depth, 7, pooling, Long.MAX_VALUE);
        Vgg19 inOnePiece =
            SmallNetwork.inBands(
                manager, Optional.empty(), depth, 7, pooling, precision, Long.MAX_VALUE);
        Vgg19 inBands =
            SmallNetwork.inBands(manager, Optional.empty(), depth, 7, pooling, precision, 1);
        TiledObjective reference = objective(exact, width, height, list, 1000, true);
        TiledObjective whole = objective(inOnePiece, width, height, list, 1000, true);
        TiledObjective kept = objective(inBands, width, height, list, 40, true);
        TiledObjective repeated = objective(inBands, width, height, list, 40, false)) {
      NDArray image = random(new Shape(1, 3, height, width), 5);
      try (Evaluation<Losses> expected = reference.evaluate(image);
          Evaluation<Losses> inPiece = whole.evaluate(in(inOnePiece, image))) {
        double distance = distance(expected, inPiece);
        assertTrue(distance >= least && distance <= most, "relative error " + distance);
        for (TiledObjective objective : List.of(kept, repeated)) {
          try (Evaluation<Losses> tiled = objective.evaluate(in(inBands, image))) {
            assertTrue(distance(inPiece, tiled) <= 0.2 * most, "tiles " + distance(inPiece, tiled));
            assertClose(expected.value().content(), tiled.value().content(), 0.1 * most);
            assertClose(expected.value().style(), tiled.value().style(), 0.1 * most);
            assertClose(expected.value().total(), tiled.value().total(), 0.1 * most);
          }
        }
      }
    }
  }

  /** Of gradients, in relation to the first. */
  private static double distance(Evaluation<Losses> a, Evaluation<Losses> b) {
    try (NDScope scope = new NDScope()) {
      NDArray first = a.gradient().toType(DataType.FLOAT64, false);
      NDArray second = b.gradient().toType(DataType.FLOAT64, false);
      return norm(second.sub(first)) / norm(first);
    }
  }

  @ParameterizedTest
  @CsvSource({"MAX, COUNTED", "AVERAGE, COUNTED", "MAX, LEFT_OUT", "AVERAGE, LEFT_OUT"})
  void gradientAgreesWithFiniteDifferences(Pooling pooling, Edges edges) {
    List<Layer> layers = LayerSet.parse("conv1_2 relu2_1 conv3_2 relu4_1");
    Layer deepest = layers.get(layers.size() - 1);
    try (Vgg19 vgg = SmallNetwork.inBands(manager, 9, 3, pooling, 1);
        TiledObjective objective =
            objective(
                vgg, TileGrid.of(21, 26, deepest, 1000, vgg.grain()).with(edges), layers, true)) {
      NDArray image = random(new Shape(1, 3, 26, 21), 11);
      double[] gradient;
      try (Evaluation<Losses> evaluation = objective.evaluate(image)) {
        gradient = evaluation.gradient().toDoubleArray();
      }
      double[] values = image.toDoubleArray();
      Random random = new Random(1);
      double step = 1e-6;
      double norm =
          Math.sqrt(java.util.Arrays.stream(gradient).map(g -> g * g).average().orElse(0));
      for (int k = 0; k < 40; k++) {
        int i = random.nextInt(values.length);
        double difference =
            (total(objective, values, i, step) - total(objective, values, i, -step)) / (2 * step);
        double error = Math.abs(difference - gradient[i]);
        assertTrue(error <= 1e-5 * norm, "value " + i + ": " + difference + ", " + gradient[i]);
      }
    }
  }

  private double total(TiledObjective objective, double[] values, int i, double step) {
    double[] moved = values.clone();
    moved[i] += step;
    try (NDArray image = manager.create(moved, new Shape(1, 3, 26, 21));
        Evaluation<Losses> evaluation = objective.evaluate(image)) {
      return evaluation.value().total();
    }
  }

  /** A weight whose product with the loss is finite in double precision, but no derivative is. */
  @Test
  void overflowingGradientsAreNoFiniteLoss() {
    try (Vgg19 vgg =
            SmallNetwork.inBands(
                manager, Optional.empty(), 1, 3, Pooling.MAX, Precision.FLOAT32, 1);
        TiledObjective objective =
            new TiledObjective(
                vgg,
                TileGrid.of(16, 16, Layer.conv(1), 64, 1),
                true,
                new TiledObjective.Weights(0, 1e45),
                List.of(
                    new TiledObjective.StyleTerm(
                        Layer.conv(1), 1, new GramLoss(manager.ones(new Shape(4, 4))))),
                List.of(),
                null,
                List.of());
        Evaluation<Losses> evaluation = objective.evaluate(manager.ones(new Shape(1, 3, 16, 16)))) {
      assertFalse(evaluation.value().isFinite());
    }
  }

  @Test
  void evaluationsLeaveNoArraysBehind() {
    List<Layer> layers = LayerSet.parse("conv1_1 conv2_1");
    try (Vgg19 vgg = SmallNetwork.inBands(manager, 3, 3, Pooling.MAX, 1);
        TiledObjective objective = objective(vgg, 40, 30, layers, 24, false)) {
      NDArray image = random(new Shape(1, 3, 30, 40), 11);
      int before = manager.getManagedArrays().size();
      for (int i = 0; i < 5; i++) {
        objective.evaluate(image).close();
      }
      assertEquals(before, manager.getManagedArrays().size());
    }
  }

  @Test
  void refusesImagesWithoutPositions() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> TileGrid.of(15, 400, Layer.parse("conv5_1"), 256, 1))
            .getMessage();
    assertTrue(message.contains("15 x 400") && message.contains("16 x 16"), message);
  }

  @Test
  void gridsCoverTheImageOnceWithinTheSize() {
    TileGrid grid = TileGrid.of(1000, 777, Layer.parse("conv3_1"), 256, 1);
    long own = 0;
    for (Tile tile : grid.tiles()) {
      own += (long) (tile.right() - tile.left()) * (tile.bottom() - tile.top());
      assertEquals(0, tile.left() % 4 + tile.top() % 4 + tile.window().left() % 4);
      assertTrue(tile.window().right() - tile.window().left() <= 256 + 4, tile.toString());
    }
    assertEquals(1000L * 777, own);
  }

  /** conv3_1 depends on 8 + 2 pixels, with whole grains on 4 x 6 and then on 2 x 6 + 2 x 1. */
  @Test
  void windowsBeginAtWholeGrains() {
    TileGrid grid = TileGrid.of(1000, 777, Layer.parse("conv3_1"), 256, 6);
    for (Tile tile : grid.tiles()) {
      assertEquals(0, tile.window().left() % 24 + tile.window().top() % 24);
      assertTrue(tile.left() - tile.window().left() >= Math.min(tile.left(), 32), tile.toString());
      assertTrue(tile.window().bottom() >= Math.min(777, tile.bottom() + 32), tile.toString());
    }
    assertEquals(48, new ReceptiveField(Layer.parse("conv3_1"), 6).halo());
  }

  /**
   * A convolution reaches one of its input's positions further, in whole positions of the deepest.
   */
  @Test
  void halosOfDirectConvolutionsAreTheReceptiveFields() {
    int reach = 0;
    for (int i = 1; i <= 16; i++) {
      Layer layer = Layer.conv(i);
      reach += layer.stride();
      int positions = (reach + layer.stride() - 1) / layer.stride();
      assertEquals(positions * layer.stride(), new ReceptiveField(layer, 1).halo());
    }
    assertEquals(118, reach);
  }

  private static double norm(NDArray array) {
    try (NDScope scope = new NDScope()) {
      return array.norm().getDouble();
    }
  }

  private static void assertClose(double expected, double actual, double tolerance) {
    assertTrue(
        Math.abs(expected - actual) <= tolerance * Math.abs(expected),
        expected + " expected, but was " + actual);
  }

  /** On each side as far as padding reaches, at most 12 pixels and a quarter of a small map. */
  @ParameterizedTest
  @CsvSource({
    "conv1_1, 10, 8, 48",
    "conv1_2, 10, 8, 24",
    "conv1_2, 7, 3, 15",
    "conv3_1, 64, 48, 60",
    "conv3_4, 64, 48, 60",
    "conv4_1, 64, 48, 24",
    "conv4_1, 20, 16, 4",
    "conv5_1, 64, 48, 12",
    "conv5_1, 400, 330, 500",
  })
  void fewPixelsAndAQuarterAreLeftOutAtMost(String layer, int width, int height, long positions) {
    Layer deepest = Layer.parse(layer);
    TileGrid grid = TileGrid.of(width, height, deepest, 1000, 1);
    long all = (long) (width / deepest.stride()) * (height / deepest.stride());
    assertEquals(all, grid.statisticPositions(deepest));
    assertEquals(positions, grid.with(Edges.LEFT_OUT).statisticPositions(deepest));
  }
}
