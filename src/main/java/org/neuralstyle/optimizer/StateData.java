package org.neuralstyle.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.neuralstyle.optimizer.Outcome.Ending;

/** The parts of a {@link State} as big-endian bytes. */
final class StateData {

  /** Values of an array that are on the host at once. */
  private static final long PIECE = 1 << 18;

  private StateData() {}

  /** Writes shape, type and values. */
  static void write(DataOutputStream out, NDArray array) throws IOException {
    boolean exact = array.getDataType() == DataType.FLOAT64;
    long[] shape = array.getShape().getShape();
    out.writeInt(shape.length);
    for (long length : shape) {
      out.writeLong(length);
    }
    out.writeBoolean(exact);
    writeValues(out, array);
  }

  /** Reads what {@link #write(DataOutputStream, NDArray)} wrote; the caller's own. */
  static NDArray readArray(DataInputStream in, NDManager manager) throws IOException {
    int dimensions = in.readInt();
    if (dimensions < 1 || dimensions > 4) {
      throw new IOException("an array of " + dimensions + " dimensions");
    }
    long[] shape = new long[dimensions];
    for (int i = 0; i < dimensions; i++) {
      shape[i] = in.readLong();
    }
    DataType type = in.readBoolean() ? DataType.FLOAT64 : DataType.FLOAT32;
    // Memory of libtorch's, laid out as where the array came from.
    NDArray array = manager.zeros(new Shape(shape), type);
    NDScope.unregister(array);
    try {
      readValues(in, array);
      return array;
    } catch (IOException | RuntimeException e) {
      array.close();
      throw e;
    }
  }

  /** Writes the values alone. */
  static void writeValues(DataOutputStream out, NDArray array) throws IOException {
    boolean exact = array.getDataType() == DataType.FLOAT64;
    for (long i = 0; i < array.size(); i += PIECE) {
      try (NDScope scope = new NDScope()) {
        long to = Math.min(i + PIECE, array.size());
        NDArray piece = array.flatten().get(new NDIndex().addSliceDim(i, to));
        ByteBuffer bytes;
        if (exact) {
          double[] values = piece.toDoubleArray();
          bytes = ByteBuffer.allocate(Double.BYTES * values.length);
          bytes.asDoubleBuffer().put(values);
        } else {
          float[] values = piece.toFloatArray();
          bytes = ByteBuffer.allocate(Float.BYTES * values.length);
          bytes.asFloatBuffer().put(values);
        }
        out.write(bytes.array());
      }
    }
  }

  /** Reads what {@link #writeValues} wrote into an array of the same size and type. */
  static void readValues(DataInputStream in, NDArray array) throws IOException {
    boolean exact = array.getDataType() == DataType.FLOAT64;
    for (long i = 0; i < array.size(); i += PIECE) {
      try (NDScope scope = new NDScope()) {
        int length = (int) Math.min(PIECE, array.size() - i);
        byte[] bytes = new byte[length * (exact ? Double.BYTES : Float.BYTES)];
        in.readFully(bytes);
        NDArray piece;
        if (exact) {
          double[] values = new double[length];
          ByteBuffer.wrap(bytes).asDoubleBuffer().get(values);
          piece = array.getManager().create(values);
        } else {
          float[] values = new float[length];
          ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
          piece = array.getManager().create(values);
        }
        array.flatten().set(new NDIndex().addSliceDim(i, i + length), piece);
      }
    }
  }

  /** Writes an ending that more evaluations would not change; of others nothing. */
  static void write(DataOutputStream out, Optional<Ending> ending) throws IOException {
    out.writeUTF(
        ending
            .filter(e -> e == Ending.CONVERGED || e == Ending.DIVERGED)
            .map(Enum::name)
            .orElse(""));
  }

  static Optional<Ending> readEnding(DataInputStream in) throws IOException {
    String name = in.readUTF();
    return name.isEmpty() ? Optional.empty() : Optional.of(Ending.valueOf(name));
  }
}
