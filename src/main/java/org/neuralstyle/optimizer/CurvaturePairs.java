package org.neuralstyle.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * The last steps s of L-BFGS and the changes y of the gradient along them, as rows of two matrices.
 *
 * <p>The two-loop recursion (Nocedal, 1980) runs on the coefficients of the direction in the basis
 * of these rows, as in the vector-free form of Chen, Wang and Zhou (2014): all it needs to know of
 * the rows are products, which are computed once for each new pair. One direction thus reads the
 * rows twice, in three products of matrix and vector, whatever the length of the history.
 */
final class CurvaturePairs implements AutoCloseable {

  private final int capacity;
  private final NDArray steps;
  private final NDArray changes;

  /** sy[i][j] = s_i . y_j for pairs i that are not newer than j. */
  private final double[][] sy;

  private final double[][] yy;
  private int size;
  private int newest = -1;

  /**
   * Room for pairs, taken at once, so that a run holds as much at its end as at its beginning.
   *
   * @param like an array of the optimised values, which says how many there are
   * @param capacity how many pairs are remembered
   */
  CurvaturePairs(NDArray like, int capacity) {
    this.capacity = capacity;
    Shape shape = new Shape(capacity, like.size());
    steps = like.getManager().ones(shape, like.getDataType());
    changes = like.getManager().ones(shape, like.getDataType());
    NDScope.unregister(steps, changes);
    sy = new double[capacity][capacity];
    yy = new double[capacity][capacity];
  }

  boolean isEmpty() {
    return size == 0;
  }

  void clear() {
    size = 0;
    newest = -1;
  }

  /** Remembers a pair, in place of the oldest if there is no room. */
  void add(NDArray step, NDArray change) {
    newest = (newest + 1) % capacity;
    size = Math.min(size + 1, capacity);
    try (NDScope scope = new NDScope()) {
      steps.set(new NDIndex(newest), step.flatten());
      changes.set(new NDIndex(newest), change.flatten());
      double[] withSteps = products(steps, change);
      double[] withChanges = products(changes, change);
      for (int i = 0; i < size; i++) {
        sy[i][newest] = withSteps[i];
        yy[i][newest] = withChanges[i];
        yy[newest][i] = withChanges[i];
      }
    }
  }

  /** Row k of the pairs from the oldest, 0, to the newest, size - 1. */
  private int row(int k) {
    return Math.floorMod(newest - size + 1 + k, capacity);
  }

  /**
   * The two-loop recursion.
   *
   * @param gradient of any shape
   * @return minus the estimate of the inverse Hessian times the gradient, in that shape
   */
  NDArray direction(NDArray gradient) {
    double[] withSteps = products(steps, gradient);
    double[] withChanges = products(changes, gradient);
    double[] alpha = new double[size];
    for (int k = size - 1; k >= 0; k--) {
      int i = row(k);
      double product = -withSteps[i];
      for (int l = k + 1; l < size; l++) {
        int j = row(l);
        product -= alpha[j] * sy[i][j];
      }
      alpha[i] = product / sy[i][i];
    }
    double scale = sy[newest][newest] / yy[newest][newest];
    double[] ofSteps = new double[size];
    double[] ofChanges = new double[size];
    for (int k = 0; k < size; k++) {
      int i = row(k);
      double product = -withChanges[i];
      for (int j = 0; j < size; j++) {
        product -= alpha[j] * yy[i][j];
      }
      product *= scale;
      for (int l = 0; l < k; l++) {
        int j = row(l);
        product += ofSteps[j] * sy[j][i];
      }
      ofSteps[i] = alpha[i] - product / sy[i][i];
      ofChanges[i] = -scale * alpha[i];
    }
    NDArray direction = gradient.flatten().mul(-scale);
    direction.addi(combination(ofSteps, steps));
    direction.addi(combination(ofChanges, changes));
    return direction.reshape(gradient.getShape());
  }

  private NDArray used(NDArray rows) {
    return rows.get(new NDIndex().addSliceDim(0, size));
  }

  private double[] products(NDArray rows, NDArray vector) {
    try (NDScope scope = new NDScope()) {
      NDArray products = used(rows).matMul(vector.flatten());
      return products.toType(DataType.FLOAT64, false).toDoubleArray();
    }
  }

  private NDArray combination(double[] coefficients, NDArray rows) {
    NDArray row = rows.getManager().create(coefficients).toType(rows.getDataType(), false);
    return row.expandDims(0).matMul(used(rows)).squeeze(0);
  }

  @Override
  public void close() {
    steps.close();
    changes.close();
  }
}
