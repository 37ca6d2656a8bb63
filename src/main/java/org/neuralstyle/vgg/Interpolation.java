package org.neuralstyle.vgg;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
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

  /** Indices and weights; only those of the first lines where the others do not count. */
  List<NDArray> arrays(NDManager manager) {
    List<NDArray> arrays = new ArrayList<>();
    arrays.add(manager.create(first));
    arrays.add(manager.create(firstWeight));
    for (double weight : secondWeight) {
      if (weight != 0) {
        arrays.add(manager.create(second));
        arrays.add(manager.create(secondWeight));
        break;
      }
    }
    return arrays;
  }
}
