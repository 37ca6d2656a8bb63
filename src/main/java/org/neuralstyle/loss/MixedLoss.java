package org.neuralstyle.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** The weighted sum of one loss for several styles; the statistic is taken once. */
public final class MixedLoss implements StyleLoss {

  /**
   * A style's loss.
   *
   * @param share its factor
   * @param loss with a statistic that is equal to those of the others
   */
  public record Part(double share, StyleLoss loss) {}

  private final List<Part> parts;

  /**
   * A sum.
   *
   * @param parts at least one; owned by this loss from now on
   */
  public MixedLoss(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  @Override
  public Statistic statistic() {
    return parts.get(0).loss().statistic();
  }

  @Override
  public Slope at(NDArray sum, double positions) {
    Slope total = null;
    for (Part part : parts) {
      Slope own = part.loss().at(sum, positions);
      NDArray value = own.value().mul(part.share());
      NDArray sensitivity = own.sensitivity().muli(part.share());
      total =
          total == null
              ? new Slope(value, sensitivity)
              : new Slope(total.value().addi(value), total.sensitivity().addi(sensitivity));
    }
    return total;
  }

  @Override
  public void close() {
    parts.forEach(part -> part.loss().close());
  }
}
