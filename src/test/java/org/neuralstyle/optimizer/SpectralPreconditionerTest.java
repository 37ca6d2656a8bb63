package org.neuralstyle.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against the closed form: waves are eigenvectors of a filter. */
class SpectralPreconditionerTest {

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /** A wave of whole periods, different in each channel. */
  private static double[] wave(int height, int width, int down, int across) {
    double[] values = new double[3 * height * width];
    for (int i = 0; i < values.length; i++) {
      int channel = i / (height * width);
      int y = i / width % height;
      int x = i % width;
      double periods = (double) down * y / height + (double) across * x / width;
      values[i] = (channel + 1) * Math.cos(2 * Math.PI * periods + channel);
    }
    return values;
  }

  @Test
  void scalesWavesByTheirFrequency() {
    int[][] sizes = {{12, 16}, {9, 15}, {11, 8}, {1, 6}};
    int[][] waves = {{0, 0}, {1, 0}, {0, 2}, {3, 3}, {-2, 1}};
    for (int[] size : sizes) {
      Shape shape = new Shape(1, 3, size[0], size[1]);
      try (SpectralPreconditioner filter =
          new SpectralPreconditioner(manager.zeros(shape, DataType.FLOAT64))) {
        for (int[] wave : waves) {
          int down = size[0] == 1 ? 0 : wave[0];
          double[] values = wave(size[0], size[1], down, wave[1]);
          double frequency = Math.hypot((double) down / size[0], (double) wave[1] / size[1]);
          double gain = 1 / Math.sqrt(frequency + 0.03);
          double[] actual = filter.apply(manager.create(values, shape)).toDoubleArray();
          for (int i = 0; i < values.length; i++) {
            assertEquals(gain * values[i], actual[i], 1e-12 * gain * 3);
          }
        }
      }
    }
  }

  @Test
  void whatItReturnsOutlivesIt() {
    Shape shape = new Shape(1, 3, 4, 4);
    NDArray ones = manager.ones(shape);
    NDArray filtered;
    try (SpectralPreconditioner filter = new SpectralPreconditioner(ones)) {
      filtered = filter.apply(ones).neg();
    }
    assertEquals(-1 / Math.sqrt(0.03), filtered.toFloatArray()[0], 1e-5);
  }

  @Test
  void isSymmetricAndPositiveDefinite() {
    Shape shape = new Shape(1, 3, 7, 10);
    Random random = new Random(1);
    try (SpectralPreconditioner filter =
        new SpectralPreconditioner(manager.zeros(shape, DataType.FLOAT64))) {
      for (int i = 0; i < 5; i++) {
        NDArray a = manager.create(random.doubles(210).map(v -> v - 0.5).toArray(), shape);
        NDArray b = manager.create(random.doubles(210).map(v -> v - 0.5).toArray(), shape);
        double[] before = a.toDoubleArray();
        double left = filter.apply(a).mul(b).sum().getDouble();
        double right = a.mul(filter.apply(b)).sum().getDouble();
        assertEquals(left, right, 1e-12);
        assertTrue(filter.apply(a).mul(a).sum().getDouble() > 0);
        assertArrayEquals(before, a.toDoubleArray(), "left as it was");
      }
    }
  }
}
