package org.neuralstyle.vgg;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How lines, rows or columns, are made of some of a feature map's: each is a weighted sum of two.
 *
 * @param first index of one line for each
 * @param second index of the other
 * @param firstWeight its factor, 0 where it is none of the map's part
 * @param secondWeight the other's factor
 */
public record Interpolation(
    long[] first, long[] second, double[] firstWeight, double[] secondWeight) {

  /** Whether the lines are some of the map's themselves, in equal steps. */
  boolean isSlice() {
    // Lines that are all the same one are no slice.
    boolean slice =
        step() > 0
            && Arrays.stream(firstWeight).allMatch(w -> w == 1)
            && Arrays.stream(secondWeight).allMatch(w -> w == 0);
    for (int i = 2; slice && i < first.length; i++) {
      slice = first[i] - first[i - 1] == step();
    }
    return slice;
  }

  private long step() {
    return first.length > 1 ? first[1] - first[0] : 1;
  }

  /** Start, end and step of a slice. */
  long[] slice() {
    return new long[] {first[0], first[first.length - 1] + 1, step()};
  }

  /** Indices and weights; only those of the first lines where the others do not count. */
  List<NDArray> arrays(NDManager manager) {
    List<NDArray> arrays = new ArrayList<>();
    arrays.add(manager.create(first));
    arrays.add(manager.create(firstWeight));
    if (Arrays.stream(secondWeight).anyMatch(w -> w != 0)) {
      arrays.add(manager.create(second));
      arrays.add(manager.create(secondWeight));
    }
    return arrays;
  }

  /** The same as a matrix that is multiplied with so many lines. */
  NDArray matrix(NDManager manager, int lines) {
    double[] values = new double[first.length * lines];
    for (int i = 0; i < first.length; i++) {
      values[i * lines + (int) first[i]] += firstWeight[i];
      values[i * lines + (int) second[i]] += secondWeight[i];
    }
    return manager.create(values, new Shape(first.length, lines));
  }
}
