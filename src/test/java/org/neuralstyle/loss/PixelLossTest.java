package org.neuralstyle.loss;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PixelLossTest {

  private static final int WIDTH = 7;
  private static final int HEIGHT = 5;
  private static final Shape SHAPE = new Shape(1, 3, HEIGHT, WIDTH);

  private NDManager manager;
  private double[] image;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager();
    image = new Random(1).doubles(SHAPE.size()).toArray();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void temporalLossIsTheMaskedMeanSquaredDifference() {
    double[] expected = new Random(2).doubles(SHAPE.size()).toArray();
    double[] confidence = new Random(3).doubles(HEIGHT * WIDTH).toArray();
    confidence[3] = 0;
    double sum = 0;
    double[] gradient = new double[image.length];
    for (int i = 0; i < image.length; i++) {
      double c = confidence[i % confidence.length];
      double difference = image[i] - expected[i];
      sum += c * difference * difference;
      gradient[i] = 1 + 0.7 * 2 * c * difference / image.length;
    }
    try (TemporalLoss loss =
        new TemporalLoss(
            manager.create(expected, SHAPE),
            manager.create(confidence, new Shape(1, 1, HEIGHT, WIDTH)))) {
      NDArray into = manager.ones(SHAPE, ai.djl.ndarray.types.DataType.FLOAT64);
      double value = loss.addTo(manager.create(image, SHAPE), 0.7, into).getDouble();
      assertNear(sum / image.length, value, 1e-14);
      double[] actual = into.toDoubleArray();
      for (int i = 0; i < actual.length; i++) {
        assertNear(gradient[i], actual[i], 1e-14);
      }
      checkGradient(loss);
    }
  }

  @Test
  void totalVariationHasItsGradient() {
    try (TotalVariationLoss loss = new TotalVariationLoss()) {
      checkGradient(loss);
    }
  }

  private void checkGradient(PixelLoss loss) {
    double weight = 1.3;
    NDArray gradient = manager.create(new double[image.length], SHAPE);
    loss.addTo(manager.create(image, SHAPE), weight, gradient);
    double[] actual = gradient.toDoubleArray();
    double step = 1e-4;
    for (int i = 0; i < image.length; i++) {
      double difference = (value(loss, i, step) - value(loss, i, -step)) / (2 * step);
      assertNear(weight * difference, actual[i], 1e-10);
    }
  }

  private double value(PixelLoss loss, int i, double step) {
    double[] moved = image.clone();
    moved[i] += step;
    return loss.addTo(
            manager.create(moved, SHAPE), 1, manager.create(new double[image.length], SHAPE))
        .getDouble();
  }

  private static void assertNear(double expected, double actual, double tolerance) {
    assertTrue(Math.abs(expected - actual) <= tolerance, expected + " expected, but was " + actual);
  }
}
