package org.neuralstyle.study;

import java.math.BigDecimal;
import java.util.List;
import org.neuralstyle.settings.SynthesisSettings;

/**
 * Style transfer with style weights over decades. Every weight has its row, also where the
 * optimisation does not converge or diverges.
 *
 * @param content the content
 * @param style the style
 * @param weights the style weights, finite, at least 0
 * @param settings of a transfer; the style weight is replaced
 */
public record StyleWeightSweep(
    Source content, Source style, List<Double> weights, SynthesisSettings settings)
    implements Sweep {

  /** Style weights by default. */
  public static final List<Double> DEFAULT_WEIGHTS = List.of(1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9);

  /** Numbers with fewer digits than that are written without an exponent. */
  private static final int LEAST_EXPONENT = 3;

  /** Checks the weights. */
  public StyleWeightSweep {
    weights = List.copyOf(weights);
    Sweep.checkNotEmpty("style weights", weights, "1e3; 1e5; 1e7");
    weights.forEach(settings.losses()::withStyleWeight);
  }

  @Override
  public String name() {
    return "style-weight-sweep";
  }

  @Override
  public List<Source> sources() {
    return List.of(content, style);
  }

  @Override
  public List<Run> runs() {
    return weights.stream()
        .map(
            weight ->
                Run.transfer(
                    "style weight " + format(weight),
                    content,
                    style,
                    settings.withLosses(losses -> losses.styleWeight(weight))))
        .toList();
  }

  /**
   * Writes a weight as people do.
   *
   * @param weight a style weight
   * @return for example {@code 1e7}, {@code 2.5e3} or {@code 50}
   */
  public static String format(double weight) {
    BigDecimal value = BigDecimal.valueOf(weight).stripTrailingZeros();
    int exponent = value.precision() - value.scale() - 1;
    return value.signum() == 0 || Math.abs(exponent) < LEAST_EXPONENT
        ? value.toPlainString()
        : value.movePointLeft(exponent).toPlainString() + "e" + exponent;
  }
}
