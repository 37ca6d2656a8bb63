package org.neuralstyle.loss;

import ai.djl.ndarray.NDArray;

/**
 * The mean squared difference to the image expected from the frames before, where it is known
 * (Ruder, Dosovitskiy and Brox, 2016, equation 7):
 *
 * <pre>  L = 1/D sum_k c_k (x_k - w_k)^2</pre>
 *
 * with the D values w_k of the expected image and their confidences c_k.
 */
public final class TemporalLoss implements PixelLoss {

  private final NDArray expected;
  private final NDArray confidence;

  /**
   * A loss for a frame.
   *
   * @param expected {@code 1 x 3 x H x W}; owned by this loss from now on
   * @param confidence {@code 1 x 1 x H x W} or {@code 1 x 3 x H x W}, at least 0; owned by this
   *     loss from now on
   */
  public TemporalLoss(NDArray expected, NDArray confidence) {
    this.expected = expected;
    this.confidence = confidence;
  }

  @Override
  public Kind kind() {
    return Kind.TEMPORAL;
  }

  @Override
  public NDArray addTo(NDArray image, double weight, NDArray gradient) {
    NDArray difference = image.sub(expected);
    NDArray weighted = difference.mul(confidence);
    NDArray value = difference.muli(weighted).sum().divi(image.size());
    gradient.addi(weighted.muli(2 * weight / image.size()));
    return value;
  }

  @Override
  public void close() {
    expected.close();
    confidence.close();
  }
}
