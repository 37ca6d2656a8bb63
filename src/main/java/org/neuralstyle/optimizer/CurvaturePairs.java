package org.neuralstyle.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.function.UnaryOperator;

/**
 * The last steps s of L-BFGS and the changes y of the gradient along them, as rows of two matrices.
 *
 * <p>The two-loop recursion (Nocedal, 1980) runs on the coefficients of the direction in the basis
 * of the gradient and these rows, as in the vector-free form of Chen, Wang and Zhou (2014): all it
 * needs to know of the rows are products, which are computed once for each new pair. One direction
 * thus reads the rows twice, whatever the length of the history: once for the products with the
 * gradient and the newest change, and once to combine them.
 */
final class CurvaturePairs implements AutoCloseable {

  private final int capacity;
  private final InitialEstimate estimate;
  private final UnaryOperator<NDArray> preconditioner;

  /**
   * The preconditioned gradient in row 0, the step of pair i in row 2i + 1 and its preconditioned
   * change in row 2i + 2.
   */
  private final NDArray rows;

  /** sy[i][j] = s_i . y_j for pairs i that are not newer than j. */
  private final double[][] sy;

  /** yy[i][j] = y_i . preconditioned y_j. */
  private final double[][] yy;

  private int size;
  private int newest = -1;

  /** The newest change as it was given; {@code null} before the first. */
  private NDArray newestChange;

  /**
   * Room for pairs, taken at once, so that a run holds as much at its end as at its beginning.
   *
   * @param like an array of the optimised values, which says how many there are
   * @param capacity how many pairs are remembered
   * @param estimate which scale the first estimate has
   * @param preconditioner what it scales: symmetric, positive definite and linear
   */
  CurvaturePairs(
      NDArray like, int capacity, InitialEstimate estimate, UnaryOperator<NDArray> preconditioner) {
    this.capacity = capacity;
    this.estimate = estimate;
    this.preconditioner = preconditioner;
    Shape shape = new Shape(2L * capacity + 1, like.size());
    rows = like.getManager().ones(shape, like.getDataType());
    NDScope.unregister(rows);
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
      rows.set(new NDIndex(stepRow(newest)), step.flatten());
      rows.set(new NDIndex(changeRow(newest)), preconditioner.apply(change).flatten());
      if (newestChange != null) {
        newestChange.close();
      }
      newestChange = change.flatten().duplicate();
      NDScope.unregister(newestChange);
    }
  }

  private static int stepRow(int pair) {
    return 2 * pair + 1;
  }

  private static int changeRow(int pair) {
    return 2 * pair + 2;
  }

  /** Pair k from the oldest, 0, to the newest, size - 1. */
  private int pair(int k) {
    return Math.floorMod(newest - size + 1 + k, capacity);
  }

  /**
   * The direction as long as there is no pair.
   *
   * @param gradient of any shape
   * @return minus the preconditioned gradient
   */
  NDArray firstDirection(NDArray gradient) {
    return preconditioner.apply(gradient).neg();
  }

  /**
   * The two-loop recursion, begun with the scaled preconditioner; there must be at least one pair.
   *
   * @param gradient of any shape
   * @return minus the estimate of the inverse Hessian times the gradient, in that shape
   */
  NDArray direction(NDArray gradient) {
    NDArray used = rows.get(new NDIndex().addSliceDim(0, 2L * size + 1));
    rows.set(new NDIndex(0), preconditioner.apply(gradient).flatten());
    double[][] products = products(used, gradient.flatten());
    for (int i = 0; i < size; i++) {
      sy[i][newest] = products[stepRow(i)][1];
      yy[i][newest] = products[changeRow(i)][1];
      yy[newest][i] = products[changeRow(i)][1];
    }
    double[] alpha = new double[size];
    for (int k = size - 1; k >= 0; k--) {
      int i = pair(k);
      double product = -products[stepRow(i)][0];
      for (int l = k + 1; l < size; l++) {
        int j = pair(l);
        product -= alpha[j] * sy[i][j];
      }
      alpha[i] = product / sy[i][i];
    }
    double scale = estimate.boldness(size) * sy[newest][newest] / yy[newest][newest];
    double[] coefficients = new double[2 * size + 1];
    coefficients[0] = -scale;
    for (int k = 0; k < size; k++) {
      int i = pair(k);
      double product = -products[changeRow(i)][0];
      for (int j = 0; j < size; j++) {
        product -= alpha[j] * yy[i][j];
      }
      product *= scale;
      for (int l = 0; l < k; l++) {
        int j = pair(l);
        product += coefficients[stepRow(j)] * sy[j][i];
      }
      coefficients[stepRow(i)] = alpha[i] - product / sy[i][i];
      coefficients[changeRow(i)] = -scale * alpha[i];
    }
    NDArray row = rows.getManager().create(coefficients).toType(rows.getDataType(), false);
    return row.expandDims(0).matMul(used).reshape(gradient.getShape());
  }

  /** Of each row with the gradient and with the newest change. */
  private double[][] products(NDArray used, NDArray gradient) {
    try (NDScope scope = new NDScope()) {
      NDList vectors = new NDList(gradient, newestChange);
      NDArray products = used.matMul(NDArrays.stack(vectors).transpose());
      double[] values = products.toType(DataType.FLOAT64, false).toDoubleArray();
      double[][] pairs = new double[values.length / 2][];
      for (int i = 0; i < pairs.length; i++) {
        pairs[i] = new double[] {values[2 * i], values[2 * i + 1]};
      }
      return pairs;
    }
  }

  /** Writes the pairs in their places, since sums over them depend on the order. */
  void write(DataOutputStream out) throws IOException {
    out.writeInt(capacity);
    out.writeInt(size);
    out.writeInt(newest);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        out.writeDouble(sy[i][j]);
        out.writeDouble(yy[i][j]);
      }
    }
    try (NDScope scope = new NDScope()) {
      for (int row = 1; row <= 2 * size; row++) {
        StateData.writeValues(out, rows.get(new NDIndex(row)));
      }
    }
    if (size > 0) {
      StateData.write(out, newestChange);
    }
  }

  /** Reads what {@link #write} wrote; more room is no matter if none has been lacking yet. */
  void read(DataInputStream in) throws IOException {
    int room = in.readInt();
    size = in.readInt();
    newest = in.readInt();
    if (size > capacity || (room != capacity && size == room)) {
      throw new IOException("a history of %s steps instead of %s".formatted(room, capacity));
    }
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        sy[i][j] = in.readDouble();
        yy[i][j] = in.readDouble();
      }
    }
    try (NDScope scope = new NDScope()) {
      for (int row = 1; row <= 2 * size; row++) {
        StateData.readValues(in, rows.get(new NDIndex(row)));
      }
    }
    if (size > 0) {
      newestChange = StateData.readArray(in, rows.getManager());
    }
  }

  @Override
  public void close() {
    rows.close();
    if (newestChange != null) {
      newestChange.close();
    }
  }
}
