package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.List;
import org.neuralstyle.optimizer.Evaluation;
import org.neuralstyle.optimizer.Objective;

/**
 * An objective with a direction in place of its gradient: the gradients of content and style, each
 * divided by the mean of its absolute values and multiplied by its weight, and those of the pixel
 * losses as they are. It is the gradient of no function. Each evaluation takes two.
 */
public final class NormalizedObjective implements Objective<Losses> {

  /** Added to the mean size, so that no gradient stays none. */
  private static final double SMALLEST = 1e-8;

  private final TiledObjective.Weights weights;
  private final List<TiledObjective> parts;

  /**
   * The same losses.
   *
   * @param objective stays the caller's
   */
  public NormalizedObjective(TiledObjective objective) {
    weights = objective.weights();
    parts = objective.parts(new TiledObjective.Weights(1, 0), new TiledObjective.Weights(0, 1));
  }

  @Override
  public Evaluation<Losses> evaluate(NDArray image) {
    try (Evaluation<Losses> ofContent = parts.get(0).evaluate(image);
        Evaluation<Losses> ofStyle = parts.get(1).evaluate(image)) {
      Evaluation<Losses> ofPixels = parts.get(2).evaluate(image);
      try (NDScope scope = new NDScope()) {
        add(ofContent.gradient(), weights.content(), ofPixels.gradient());
        add(ofStyle.gradient(), weights.style(), ofPixels.gradient());
      }
      Losses pixels = ofPixels.value();
      double content = ofContent.value().content();
      double style = ofStyle.value().style();
      double total = weights.content() * content + weights.style() * style + pixels.total();
      return new Evaluation<>(
          new Losses(content, style, pixels.totalVariation(), pixels.temporal(), total),
          ofPixels.gradient());
    }
  }

  private static void add(NDArray gradient, double weight, NDArray direction) {
    NDArray size = gradient.abs().mean().addi(SMALLEST);
    direction.addi(gradient.div(size).muli(weight));
  }
}
