package org.neuralstyle.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;

/**
 * Quadratic total variation (Mahendran and Vedaldi, 2015, with beta = 2): the sum of the squared
 * differences of horizontal and of vertical neighbours, divided by the number of values.
 */
public final class TotalVariationLoss implements PixelLoss {

  @Override
  public Kind kind() {
    return Kind.TOTAL_VARIATION;
  }

  @Override
  public NDArray addTo(NDArray image, double weight, NDArray gradient) {
    NDArray value = image.getManager().zeros(new ai.djl.ndarray.types.Shape(), image.getDataType());
    for (int axis = 2; axis <= 3; axis++) {
      long length = image.getShape().get(axis);
      if (length > 1) {
        NDIndex next = slice(axis, 1, length);
        NDIndex previous = slice(axis, 0, length - 1);
        NDArray difference = image.get(next).sub(image.get(previous));
        value.addi(difference.square().sum().divi(image.size()));
        difference.muli(2 * weight / image.size());
        gradient.get(next).addi(difference);
        gradient.get(previous).subi(difference);
      }
    }
    return value;
  }

  private static NDIndex slice(int axis, long from, long to) {
    return new NDIndex().addAllDim(axis).addSliceDim(from, to);
  }
}
