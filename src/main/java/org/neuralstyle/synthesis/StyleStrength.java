package org.neuralstyle.synthesis;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.objective.Losses;
import org.neuralstyle.objective.TiledObjective;
import org.neuralstyle.optimizer.Evaluation;
import org.neuralstyle.settings.LossSettings;
import org.neuralstyle.settings.StyleLossKind;
import org.neuralstyle.tensor.ComputeDevice;

/**
 * How strong a style is as people mean it, whatever layers, sizes and images losses come from.
 *
 * <p>The content loss counts in relation to that of an image in which nothing of the content is
 * left, a flat one of its mean colour; the style loss in relation to that of the content, to which
 * nothing of the style has come. With these relative losses c and s, a run minimises
 *
 * <pre>  c + k r s,   r = 10^(4.5 - 3/4 B + 4 (strength - 1/2))</pre>
 *
 * <p>divided so that the content loss has weight 1. B is the block of the deepest content layer:
 * the shallower, the closer features hold on to pixels, and the more the style has to count for
 * pictures that look alike. k is 1, and 1/5 for the Wasserstein distance: Gram matrices are near
 * when their largest eigenvalues are, while that distance asks for all, and pulls for longer.
 */
final class StyleStrength {

  /** Power of ten of r in the middle; like its slope and its range chosen by eye. */
  private static final double MIDDLE = 4.5;

  private static final double SLOPE = -0.75;
  private static final double RANGE = 4;

  private StyleStrength() {}

  /**
   * The weights that a strength means for an image.
   *
   * @param settings with a strength
   * @param objective whose losses are weighed
   * @param content at the objective's size
   * @param device where it computes
   * @return the weights of the settings if there is nothing to keep or to take on
   */
  static TiledObjective.Weights weights(
      LossSettings settings, TiledObjective objective, RgbImage content, ComputeDevice device) {
    double lost = losses(objective, flat(content), device).content();
    double missing = losses(objective, content, device).style();
    int block =
        settings.contentLayers().stream().mapToInt(l -> l.layer().block()).max().orElseThrow();
    double power = MIDDLE + SLOPE * block + RANGE * (settings.strength().orElseThrow() - 0.5);
    double ratio = factor(settings.styleBy()) * Math.pow(10, power);
    double weight = ratio * lost / missing;
    return lost > 0 && weight > 0 && Double.isFinite(weight)
        ? new TiledObjective.Weights(1, weight)
        : new TiledObjective.Weights(settings.contentWeight(), settings.styleWeight());
  }

  /** With which as much of the content is left as with Gram matrices, measured on two pairs. */
  private static double factor(StyleLossKind kind) {
    return kind == StyleLossKind.W2 ? 0.2 : 1;
  }

  private static Losses losses(TiledObjective objective, RgbImage image, ComputeDevice device) {
    try (NDArray x = device.tensor(image);
        Evaluation<Losses> evaluation = objective.evaluate(x)) {
      return evaluation.value();
    }
  }

  /** An image of the mean colour. */
  private static RgbImage flat(RgbImage image) {
    float[] planes = image.planes().clone();
    int pixels = planes.length / 3;
    for (int from = 0; from < planes.length; from += pixels) {
      double sum = 0;
      for (int i = from; i < from + pixels; i++) {
        sum += planes[i];
      }
      Arrays.fill(planes, from, from + pixels, (float) (sum / pixels));
    }
    return new RgbImage(image.width(), image.height(), planes);
  }
}
