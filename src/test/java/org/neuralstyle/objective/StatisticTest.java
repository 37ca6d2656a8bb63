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
import org.junit.jupiter.params.provider.ValueSource;
import org.neuralstyle.loss.Statistic;
import org.neuralstyle.loss.StyleLoss;
import org.neuralstyle.optimizer.Evaluation;
import org.neuralstyle.vgg.FeatureArray;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Pooling;
import org.neuralstyle.vgg.SmallNetwork;
import org.neuralstyle.vgg.Vgg19;

/** A loss with a statistic of another shape than Gram's, which knows where positions are. */
class StatisticTest {

  private static final int WIDTH = 90;
  private static final int HEIGHT = 70;

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /** The channels' sums under a mask, {@code 1 x 1 x C}. */
  private record MaskedSum(NDArray mask) implements Statistic {

    private NDArray at(FeatureArray features) {
      Shape shape = features.values().getShape();
      return mask.get(
          new NDIndex()
              .addSliceDim(features.top(), features.top() + shape.get(0))
              .addSliceDim(features.left(), features.left() + shape.get(1))
              .addAllDim());
    }

    @Override
    public Shape shape(int channels) {
      return new Shape(1, 1, channels);
    }

    @Override
    public NDArray of(FeatureArray features) {
      return features.values().mul(at(features)).sum(new int[] {0, 1}, true);
    }

    @Override
    public NDArray normalized(NDArray sum, double positions) {
      return sum.div(positions);
    }

    @Override
    public void addGradient(FeatureArray features, NDArray sensitivity, FeatureArray gradient) {
      gradient.add(at(features).mul(sensitivity));
    }
  }

  /** The sum of the squared means. */
  private record SquaredMeans(MaskedSum statistic) implements StyleLoss {

    @Override
    public Slope at(NDArray sum, double positions) {
      NDArray means = statistic.normalized(sum, positions);
      return new Slope(means.square().sum(), means.mul(2.0 / positions));
    }

    @Override
    public void close() {}
  }

  private NDArray random(Shape shape, long seed) {
    return manager.create(new Random(seed).doubles(shape.size()).toArray(), shape);
  }

  private TiledObjective objective(Vgg19 vgg, Layer layer, NDArray mask, int tileSize) {
    TileGrid grid = TileGrid.of(WIDTH, HEIGHT, layer, tileSize, vgg.grain());
    assertEquals(tileSize >= 1000, grid.tiles().size() == 1);
    return new TiledObjective(
        vgg,
        grid,
        false,
        new TiledObjective.Weights(0, 1),
        List.of(new TiledObjective.StyleTerm(layer, 1, new SquaredMeans(new MaskedSum(mask)))),
        List.of(),
        null,
        List.of());
  }

  private NDArray mask(Layer layer) {
    return random(new Shape(HEIGHT / layer.stride(), WIDTH / layer.stride(), 1), 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"conv2_2", "relu3_1"})
  void valueIsThatOfTheMapInOnePiece(String name) {
    Layer layer = Layer.parse(name);
    NDArray mask = mask(layer);
    NDArray image = random(new Shape(1, 3, HEIGHT, WIDTH), 5);
    try (Vgg19 vgg =
            SmallNetwork.inBands(manager, layer.convolution(), 7, Pooling.AVERAGE, Long.MAX_VALUE);
        TiledObjective whole = objective(vgg, layer, mask, 1000);
        Evaluation<Losses> evaluation = whole.evaluate(image);
        NDScope scope = new NDScope()) {
      NDArray map = vgg.features(image, layer.convolution()).get(layer.convolution() - 1);
      NDArray features = layer.rectified() ? map.maximum(0) : map;
      NDArray means =
          features
              .mul(mask.transpose(2, 0, 1).expandDims(0))
              .sum(new int[] {2, 3})
              .div(mask.size());
      double expected = means.square().sum().getDouble();
      assertEquals(expected, evaluation.value().style(), 1e-12 * expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"conv2_2", "relu3_1"})
  void tilesAndBandsAddUpToTheWhole(String name) {
    Layer layer = Layer.parse(name);
    NDArray mask = mask(layer);
    NDArray image = random(new Shape(1, 3, HEIGHT, WIDTH), 5);
    int depth = layer.convolution();
    try (Vgg19 inPiece = SmallNetwork.inBands(manager, depth, 7, Pooling.MAX, Long.MAX_VALUE);
        Vgg19 inBands = SmallNetwork.inBands(manager, depth, 7, Pooling.MAX, 1);
        TiledObjective whole = objective(inPiece, layer, mask, 1000);
        TiledObjective tiled = objective(inBands, layer, mask, 40);
        Evaluation<Losses> expected = whole.evaluate(image);
        Evaluation<Losses> actual = tiled.evaluate(image);
        NDScope scope = new NDScope()) {
      assertEquals(expected.value().style(), actual.value().style(), 1e-12);
      double norm = expected.gradient().norm().getDouble();
      double error = actual.gradient().sub(expected.gradient()).norm().getDouble();
      assertTrue(norm > 0 && error <= 1e-12 * norm, "relative error " + error / norm);
    }
  }

  @Test
  void gradientAgreesWithFiniteDifferences() {
    Layer layer = Layer.parse("conv2_2");
    NDArray mask = mask(layer);
    double[] values = new Random(5).doubles(3L * HEIGHT * WIDTH).toArray();
    try (Vgg19 vgg = SmallNetwork.inBands(manager, 4, 7, Pooling.AVERAGE, 1);
        TiledObjective tiled = objective(vgg, layer, mask, 40)) {
      double[] gradient;
      try (NDArray image = manager.create(values, new Shape(1, 3, HEIGHT, WIDTH));
          Evaluation<Losses> evaluation = tiled.evaluate(image)) {
        gradient = evaluation.gradient().toDoubleArray();
      }
      double largest = 0;
      for (double value : gradient) {
        largest = Math.max(largest, Math.abs(value));
      }
      for (int i = 17; i < values.length; i += 1900) {
        double step = 1e-5;
        double difference = (total(tiled, values, i, step) - total(tiled, values, i, -step));
        assertEquals(difference / (2 * step), gradient[i], 1e-5 * largest, "value " + i);
      }
    }
  }

  private double total(TiledObjective objective, double[] values, int i, double step) {
    double[] moved = values.clone();
    moved[i] += step;
    try (NDArray image = manager.create(moved, new Shape(1, 3, HEIGHT, WIDTH));
        Evaluation<Losses> evaluation = objective.evaluate(image)) {
      return evaluation.value().total();
    }
  }
}
