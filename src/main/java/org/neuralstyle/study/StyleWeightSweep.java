package org.neuralstyle.study;

import java.util.List;
import org.neuralstyle.synthesis.SynthesisSettings;

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

  /** Checks the weights. */
  public StyleWeightSweep {
    weights = List.copyOf(weights);
    weights.forEach(settings::withStyleWeight);
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
                    "style weight " + weight, content, style, settings.withStyleWeight(weight)))
        .toList();
  }
}
