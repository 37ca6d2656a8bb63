package org.neuralstyle.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neuralstyle.loss.TotalVariationLoss;
import org.neuralstyle.optimizer.Evaluation;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.LayerSet;
import org.neuralstyle.vgg.Pooling;
import org.neuralstyle.vgg.SmallNetwork;
import org.neuralstyle.vgg.Vgg19;
import org.neuralstyle.vgg.WeightedLayer;

/** Distances from nearest neighbours: tiles add up, gradients are those of finite differences. */
class NeighbourLossesTest {

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray image(int width, int height, long seed) {
    Shape shape = new Shape(1, 3, height, width);
    return manager.create(new Random(seed).doubles(shape.size()).toArray(), shape);
  }

  /** For a random image and style; the same for every division into tiles. */
  private TiledObjective objective(
      Vgg19 vgg, String layers, int width, int height, int tileSize, boolean split) {
    List<Layer> list = LayerSet.parse(layers);
    Layer deepest = list.get(list.size() - 1);
    TileGrid grid = TileGrid.of(width, height, deepest, tileSize, vgg.grain());
    assertEquals(tileSize >= 1000, grid.tiles().size() == 1);
    NeighbourSearch search =
        new NeighbourSearch(
            vgg, WeightedLayer.of(list), grid, true, Math.max(64, tileSize), () -> {});
    try (NDArray style = image(75, 58, 1);
        NDArray chooses = image(width, height, 2)) {
      return new TiledObjective(
          vgg,
          search.tiles(),
          new TiledObjective.Weights(0, 3),
          split
              ? search.split(List.of(style), chooses, 32, 1)
              : search.hypercolumns(List.of(style), chooses),
          List.of(),
          null,
          List.of(new TiledObjective.PixelTerm(0.2, new TotalVariationLoss())));
    }
  }

  /** Columns: layers, width, height, tile, whether layers are split, bytes of a band. */
  @ParameterizedTest
  @CsvSource({
    "relu1_1 relu2_1 relu3_1, 61, 83, 30, false, 1",
    "relu1_1 relu2_1 relu3_1, 61, 83, 30, true, 1",
    "conv1_2 relu2_2 conv4_1, 177, 65, 64, false, 1",
    "conv1_2 relu2_2 conv4_1, 177, 65, 64, true, 1",
    "relu3_3 relu4_3, 131, 130, 64, false, 40000",
    "relu1_2, 37, 12, 9, false, 1000",
    "relu1_2, 37, 12, 9, true, 1000",
    "relu1_1 relu4_1, 95, 167, 1000, false, 1",
    "relu1_1 relu4_1, 95, 167, 1000, true, 1"
  })
  void tilesAndBandsAddUpToTheWhole(
      String layers, int width, int height, int tileSize, boolean split, long bandBytes) {
    List<Layer> list = LayerSet.parse(layers);
    int depth = list.get(list.size() - 1).convolution();
    try (NDScope scope = new NDScope();
        Vgg19 inOnePiece = SmallNetwork.inBands(manager, depth, 7, Pooling.MAX, Long.MAX_VALUE);
        Vgg19 inBands = SmallNetwork.inBands(manager, depth, 7, Pooling.MAX, bandBytes);
        TiledObjective whole = objective(inOnePiece, layers, width, height, 1000, split);
        TiledObjective tiled = objective(inBands, layers, width, height, tileSize, split)) {
      NDArray image = image(width, height, 5);
      try (Evaluation<Losses> expected = whole.evaluate(image);
          Evaluation<Losses> actual = tiled.evaluate(image)) {
        double value = expected.value().style();
        assertTrue(value > 0.01, "value " + value);
        assertTrue(Math.abs(actual.value().style() - value) <= 1e-12 * value, "value");
        double error = norm(actual.gradient().sub(expected.gradient()));
        double size = norm(expected.gradient());
        assertTrue(size > 0 && error <= 1e-11 * size, error + " of " + size);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void gradientsAreThoseOfFiniteDifferences(boolean split) {
    int width = 43;
    int height = 38;
    double step = 1e-6;
    try (NDScope scope = new NDScope();
        Vgg19 vgg = SmallNetwork.inBands(manager, 9, 7, Pooling.MAX, 1);
        TiledObjective objective =
            objective(vgg, "relu1_1 conv2_1 relu3_1 relu4_1", width, height, 1000, split)) {
      NDArray image = image(width, height, 5);
      try (Evaluation<Losses> at = objective.evaluate(image)) {
        double typical = norm(at.gradient()) / Math.sqrt(at.gradient().size());
        for (int[] pixel : new int[][] {{0, 0, 0}, {1, 37, 42}, {2, 20, 11}, {0, 9, 30}}) {
          NDIndex index = new NDIndex(0, pixel[0], pixel[1], pixel[2]);
          double[] totals = new double[2];
          for (int side = 0; side < 2; side++) {
            NDArray moved = image.duplicate();
            moved.set(
                index, image.getDouble(0, pixel[0], pixel[1], pixel[2]) + (2 * side - 1) * step);
            try (Evaluation<Losses> evaluation = objective.evaluate(moved)) {
              totals[side] = evaluation.value().total();
            }
          }
          double numeric = (totals[1] - totals[0]) / (2 * step);
          double analytic = at.gradient().getDouble(0, pixel[0], pixel[1], pixel[2]);
          assertTrue(Math.abs(numeric - analytic) <= 1e-4 * typical, numeric + " and " + analytic);
        }
      }
    }
  }

  /** A style is its own nearest neighbour, at each place, so that nothing is left of the loss. */
  @Test
  void aStyleIsNearestToItself() {
    try (NDScope scope = new NDScope();
        Vgg19 vgg = SmallNetwork.inBands(manager, 5, 7, Pooling.MAX, 1)) {
      NDArray style = image(48, 40, 1);
      TileGrid grid = TileGrid.of(48, 40, Layer.conv(5), 1000, vgg.grain());
      NeighbourSearch search =
          new NeighbourSearch(
              vgg, WeightedLayer.of(LayerSet.parse("relu1_1 conv3_1")), grid, true, 1000, () -> {});
      try (TiledObjective objective =
          new TiledObjective(
              vgg,
              search.tiles(),
              new TiledObjective.Weights(0, 1),
              search.hypercolumns(List.of(style), style),
              List.of(),
              null,
              List.of())) {
        try (Evaluation<Losses> evaluation = objective.evaluate(style)) {
          assertEquals(0, evaluation.value().style(), 1e-12);
        }
        try (Evaluation<Losses> evaluation = objective.evaluate(image(48, 40, 9))) {
          assertTrue(evaluation.value().style() > 0.01);
        }
      }
    }
  }

  private static double norm(NDArray array) {
    return array.norm().getDouble();
  }
}
