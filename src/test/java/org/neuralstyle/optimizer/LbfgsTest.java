package org.neuralstyle.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.neuralstyle.optimizer.Outcome.Ending;

/** Against functions whose minima are known in closed form, and against the dense BFGS update. */
class LbfgsTest {

  private static final Observer<Total> NOBODY = (evaluation, value, best) -> true;

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private record Total(double total) implements Value {

    @Override
    public void write(DataOutputStream out) throws IOException {
      out.writeDouble(total);
    }
  }

  /** A function of a few values and its gradient. */
  private interface Function {
    double at(double[] x, double[] gradient);
  }

  private static Objective<Total> objective(Function function) {
    return image -> {
      double[] x = image.toDoubleArray();
      double[] gradient = new double[x.length];
      double value = function.at(x, gradient);
      return new Evaluation<>(
          new Total(value), image.getManager().create(gradient, image.getShape()));
    };
  }

  /** Half of (x - minimum)^T A (x - minimum), with a positive definite A that is not diagonal. */
  private static Function quadratic(double[][] a, double[] minimum) {
    return (x, gradient) -> {
      double value = 0;
      for (int i = 0; i < x.length; i++) {
        for (int j = 0; j < x.length; j++) {
          gradient[i] += a[i][j] * (x[j] - minimum[j]);
        }
        value += 0.5 * gradient[i] * (x[i] - minimum[i]);
      }
      return value;
    };
  }

  /** B^T B + I / 100 with a random B, whose eigenvalues lie some hundreds apart. */
  private static double[][] definite(int n, long seed) {
    Random random = new Random(seed);
    double[][] b = new double[n][n];
    for (double[] row : b) {
      for (int i = 0; i < n; i++) {
        row[i] = random.nextGaussian();
      }
    }
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      a[i][i] = 0.01;
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < n; k++) {
          a[i][j] += b[k][i] * b[k][j];
        }
      }
    }
    return a;
  }

  private double[] minimized(
      Function function, double[] start, int history, InitialEstimate estimate) {
    try (NDArray x = manager.create(start, new Shape(1, 3, 1, start.length / 3));
        Outcome<Total> outcome =
            new Lbfgs(history, estimate).minimize(objective(function), x, 400, NOBODY)) {
      assertArrayEquals(start, x.toDoubleArray(), "the start is left untouched");
      return outcome.image().toDoubleArray();
    }
  }

  @Test
  void findsTheMinimumOfQuadratics() {
    double[] minimum = new Random(5).doubles(12).map(v -> 0.2 + 0.6 * v).toArray();
    double[] start = new Random(6).doubles(12).toArray();
    for (InitialEstimate estimate : InitialEstimate.values()) {
      for (int history : new int[] {3, 10, 100}) {
        double[] found = minimized(quadratic(definite(12, 1), minimum), start, history, estimate);
        assertArrayEquals(minimum, found, 1e-3, estimate + ", history " + history);
      }
    }
  }

  /** Rosenbrock (1960), scaled so that the minimum lies at 1/2. */
  @Test
  void findsTheEndOfACurvedValley() {
    Function valley =
        (x, gradient) -> {
          double u = 2 * x[0];
          double v = 2 * x[1];
          double w = x[2] - 0.5;
          gradient[0] = 2 * (-400 * u * (v - u * u) - 2 * (1 - u));
          gradient[1] = 2 * 200 * (v - u * u);
          gradient[2] = 2 * w;
          return 100 * (v - u * u) * (v - u * u) + (1 - u) * (1 - u) + w * w;
        };
    double[] found = minimized(valley, new double[] {0.05, 0.9, 0.1}, 10, InitialEstimate.BOLD);
    assertArrayEquals(new double[] {0.5, 0.5, 0.5}, found, 1e-3);
  }

  /** The conditions of Karush, Kuhn and Tucker. */
  @Test
  void staysInTheBoxAndIsOptimalThere() {
    double[] minimum = new Random(7).doubles(12).map(v -> 3 * v - 1).toArray();
    Function function = quadratic(definite(12, 2), minimum);
    double[] x =
        minimized(function, new Random(8).doubles(12).toArray(), 10, InitialEstimate.SMOOTH);
    double[] gradient = new double[12];
    function.at(x, gradient);
    int bound = 0;
    for (int i = 0; i < 12; i++) {
      assertTrue(x[i] >= 0 && x[i] <= 1, "in the box: " + x[i]);
      if (x[i] == 0) {
        assertTrue(gradient[i] >= -1e-3, "pushed down at 0: " + gradient[i]);
        bound++;
      } else if (x[i] == 1) {
        assertTrue(gradient[i] <= 1e-3, "pushed up at 1: " + gradient[i]);
        bound++;
      } else {
        assertEquals(0, gradient[i], 1e-3, "at rest at " + x[i]);
      }
    }
    assertTrue(bound >= 3 && bound < 12, "some values on bounds: " + bound);
  }

  @Test
  void neverAcceptsARise() {
    // The best image that observers see must get better, whatever candidates come to.
    Function rough =
        (x, gradient) -> {
          double value = 0;
          for (int i = 0; i < x.length; i++) {
            value += Math.sin(25 * x[i]) + 20 * (x[i] - 0.6) * (x[i] - 0.6);
            gradient[i] = 25 * Math.cos(25 * x[i]) + 40 * (x[i] - 0.6);
          }
          return value;
        };
    List<Double> best = new ArrayList<>();
    try (NDArray start = manager.create(new Random(9).doubles(9).toArray(), new Shape(1, 3, 3, 1));
        Outcome<Total> outcome =
            new Lbfgs(5, InitialEstimate.SMOOTH)
                .minimize(
                    objective(rough),
                    start,
                    60,
                    (evaluation, losses, image) ->
                        best.add(rough.at(image.toDoubleArray(), new double[9])))) {
      for (int i = 1; i < best.size(); i++) {
        assertTrue(best.get(i) <= best.get(i - 1), "evaluation " + (i + 1) + " is no rise");
      }
      double result = rough.at(outcome.image().toDoubleArray(), new double[9]);
      assertEquals(outcome.value().total(), result, 1e-12);
      assertTrue(result < best.get(0));
    }
  }

  /** The dense inverse Hessian of BFGS, updated by the same pairs. */
  @Test
  void directionIsThatOfTheDenseUpdate() {
    directionIsThatOfTheDenseUpdate(InitialEstimate.CLASSIC, new double[] {1, 1, 1, 1, 1, 1});
    directionIsThatOfTheDenseUpdate(InitialEstimate.BOLD, new double[] {1, 1, 1, 1, 1, 1});
    directionIsThatOfTheDenseUpdate(InitialEstimate.SMOOTH, new double[] {1, 2, 5, 0.5, 3, 7});
  }

  private void directionIsThatOfTheDenseUpdate(InitialEstimate estimate, double[] diagonal) {
    int n = diagonal.length;
    Random random = new Random(10);
    Shape shape = new Shape(1, 3, 1, 2);
    double[][] a = definite(n, 3);
    List<double[]> steps = new ArrayList<>();
    List<double[]> changes = new ArrayList<>();
    NDArray preconditioner = manager.create(diagonal, shape);
    try (CurvaturePairs pairs =
        new CurvaturePairs(
            manager.zeros(shape, DataType.FLOAT64), 3, estimate, preconditioner::mul)) {
      for (int count = 1; count <= 8; count++) {
        double[] s = random.doubles(n).map(v -> v - 0.5).toArray();
        double[] y = product(a, s);
        steps.add(s);
        changes.add(y);
        pairs.add(manager.create(s, shape), manager.create(y, shape));
        double[] g = random.doubles(n).map(v -> v - 0.5).toArray();
        double[] actual = pairs.direction(manager.create(g, shape)).toDoubleArray();
        int first = Math.max(0, count - 3);
        double boldness = estimate.boldness(count - first);
        double[][] h =
            inverseHessian(
                steps.subList(first, count), changes.subList(first, count), diagonal, boldness);
        double[] expected = product(h, g);
        for (int i = 0; i < n; i++) {
          assertEquals(-expected[i], actual[i], 1e-9 * (1 + Math.abs(expected[i])));
        }
      }
      pairs.clear();
      assertTrue(pairs.isEmpty());
    }
  }

  /** H' = (I - s y^T / sy) H (I - y s^T / sy) + s s^T / sy from boldness sy/yDy D. */
  private static double[][] inverseHessian(
      List<double[]> steps, List<double[]> changes, double[] diagonal, double boldness) {
    int n = diagonal.length;
    int last = steps.size() - 1;
    double yDy = 0;
    for (int i = 0; i < n; i++) {
      yDy += changes.get(last)[i] * diagonal[i] * changes.get(last)[i];
    }
    double[][] h = new double[n][n];
    for (int i = 0; i < n; i++) {
      h[i][i] = boldness * dot(steps.get(last), changes.get(last)) / yDy * diagonal[i];
    }
    for (int k = 0; k <= last; k++) {
      double[] s = steps.get(k);
      double[] y = changes.get(k);
      double sy = dot(s, y);
      double[] hy = product(h, y);
      double yhy = dot(y, hy);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          h[i][j] += (1 + yhy / sy) * s[i] * s[j] / sy - (hy[i] * s[j] + s[i] * hy[j]) / sy;
        }
      }
    }
    return h;
  }

  private static double[] product(double[][] a, double[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = dot(a[i], x);
    }
    return y;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @Test
  void saysWhyItEnded() {
    Function flat = (x, gradient) -> 3;
    Function infinite = (x, gradient) -> Double.NaN;
    Function bowl = quadratic(definite(3, 4), new double[] {0.5, 0.4, 0.6});
    assertEquals(Ending.CONVERGED, ending(flat, 50, NOBODY));
    assertEquals(Ending.DIVERGED, ending(infinite, 50, NOBODY));
    assertEquals(Ending.EVALUATIONS, ending(bowl, 4, NOBODY));
    assertEquals(Ending.CONVERGED, ending(bowl, 400, NOBODY));
    int[] seen = {0};
    assertEquals(
        Ending.STOPPED,
        ending(
            bowl,
            50,
            (evaluation, losses, best) -> {
              seen[0]++;
              return evaluation < 3;
            }));
    assertEquals(3, seen[0]);
  }

  private Ending ending(Function function, int evaluations, Observer<Total> observer) {
    try (NDArray start = manager.create(new double[] {0.1, 0.2, 0.3}, new Shape(1, 3, 1, 1));
        Outcome<Total> outcome =
            new Lbfgs(10, InitialEstimate.SMOOTH)
                .minimize(objective(function), start, evaluations, observer)) {
      assertFalse(outcome.image().isReleased());
      return outcome.ending();
    }
  }

  @Test
  void needsAHistory() {
    assertThrows(IllegalArgumentException.class, () -> new Lbfgs(0, InitialEstimate.CLASSIC));
  }
}
