package org.neuralstyle.vgg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.neuralstyle.tensor.TorchScript;

/** Guides are divided without changing what they say. */
class SpanTest {

  private static final int ROWS = 70;
  private static final int COLUMNS = 130;
  private static final int CHANNELS = 5;

  /** Shapes of guides. */
  private enum Form {
    NONE,
    ALL,
    SLANTED,
    RING,
    SOFT,
    STRIPES,
    DOTS;

    float at(int x, int y) {
      double radius = Math.hypot(x - 70, y - 30);
      return switch (this) {
        case NONE -> 0;
        case ALL -> 1;
        case SLANTED -> y < 20 + x / 4 ? 1 : 0;
        case RING -> radius > 12 && radius < 60 ? 1 : 0;
        case SOFT -> (float) Math.max(0, Math.min(1, (70 - x) / 30.0));
        case STRIPES -> x / 20 % 2;
        case DOTS -> new Random(31L * x + y).nextInt(40) == 0 ? 0.5f : 0;
      };
    }

    float[] factors() {
      float[] factors = new float[ROWS * COLUMNS];
      for (int i = 0; i < factors.length; i++) {
        factors[i] = at(i % COLUMNS, i / COLUMNS);
      }
      return factors;
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyPositionThatCountsIsInOneSpan(Form form) {
    float[] factors = form.factors();
    int[] spans = new int[factors.length];
    for (Span span : Span.of(factors, COLUMNS)) {
      for (int y = span.at().top(); y < span.at().bottom(); y++) {
        for (int x = span.at().left(); x < span.at().right(); x++) {
          spans[y * COLUMNS + x]++;
          assertTrue(!span.whole() || factors[y * COLUMNS + x] == 1, span.toString());
        }
      }
    }
    for (int i = 0; i < factors.length; i++) {
      assertTrue(spans[i] == 1 || spans[i] == 0 && factors[i] == 0, i + ": " + spans[i]);
    }
  }

  @Test
  void mostOfHalvesIsWhole() {
    long whole =
        Span.of(Form.SLANTED.factors(), COLUMNS).stream()
            .filter(Span::whole)
            .mapToLong(span -> span.at().count())
            .sum();
    assertTrue(whole > 0.6 * ROWS * COLUMNS / 2, whole + " positions");
  }

  /** Statistics and gradients under a guide, against sums over all positions one by one. */
  @ParameterizedTest
  @CsvSource({
    "SLANTED, true", "SLANTED, false", "RING, true", "RING, false", "SOFT, true", "SOFT, false",
    "STRIPES, true", "STRIPES, false", "DOTS, true", "DOTS, false", "NONE, true", "ALL, false"
  })
  void guidedSumsAreThoseOfThePositions(Form form, boolean planar) {
    float[] factors = form.factors();
    Positions here = new Positions(3, 61, 7, 127);
    int rows = here.bottom() - here.top();
    int columns = here.right() - here.left();
    try (NDManager manager = NDManager.newBaseManager();
        TorchScript script = FeatureArray.script(manager)) {
      NDArray guide = manager.create(factors, new Shape(ROWS, COLUMNS, 1));
      NDArray map = random(manager, 1, planar);
      NDArray into = random(manager, 2, planar);
      FeatureArray features =
          part(script, map, here)
              .guidedBy(part(script, guide, here).values(), Span.of(factors, COLUMNS));
      FeatureArray gradient = part(script, into, here);
      float[] f = features.values().duplicate().toFloatArray();
      float[] g = gradient.values().duplicate().toFloatArray();
      float[] s = manager.randomNormal(new Shape(CHANNELS, CHANNELS)).toFloatArray();
      float[] v = {1, -2, 3, 0.5f, 4};
      double[] gram = new double[CHANNELS * CHANNELS];
      double[] sum = new double[CHANNELS];
      double[] expected = new double[g.length];
      for (int p = 0; p < rows * columns; p++) {
        int at = (here.top() + p / columns) * COLUMNS + here.left() + p % columns;
        double square = (double) factors[at] * factors[at];
        for (int i = 0; i < CHANNELS; i++) {
          sum[i] += square * f[p * CHANNELS + i];
          expected[p * CHANNELS + i] = g[p * CHANNELS + i] + square * v[i];
          for (int j = 0; j < CHANNELS; j++) {
            gram[i * CHANNELS + j] += square * f[p * CHANNELS + i] * f[p * CHANNELS + j];
            expected[p * CHANNELS + i] += square * f[p * CHANNELS + j] * s[j * CHANNELS + i];
          }
        }
      }
      assertNear(gram, features.gram());
      assertNear(sum, features.sum());
      gradient.addProduct(features, manager.create(s, new Shape(CHANNELS, CHANNELS)));
      gradient.addToEach(features, manager.create(v));
      assertNear(expected, gradient.values());
      assertArrayEquals(f, features.values().duplicate().toFloatArray());
    }
  }

  private static NDArray random(NDManager manager, int seed, boolean planar) {
    Random random = new Random(seed);
    float[] values = new float[ROWS * COLUMNS * CHANNELS];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return planar
        ? manager.create(values, new Shape(CHANNELS, ROWS, COLUMNS)).transpose(1, 2, 0)
        : manager.create(values, new Shape(ROWS, COLUMNS, CHANNELS));
  }

  private static FeatureArray part(TorchScript script, NDArray map, Positions at) {
    NDArray values =
        map.get(
            new NDIndex()
                .addSliceDim(at.top(), at.bottom())
                .addSliceDim(at.left(), at.right())
                .addAllDim());
    return new FeatureArray(script, values, at.top(), at.left(), Optional.empty());
  }

  private static void assertNear(double[] expected, NDArray actual) {
    float[] values = actual.duplicate().toFloatArray();
    double largest = 1;
    for (double value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertEquals(expected.length, values.length);
    for (int i = 0; i < values.length; i++) {
      assertEquals(expected[i], values[i], 1e-5 * largest);
    }
  }
}
