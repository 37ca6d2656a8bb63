package org.neuralstyle.cli;

import org.neuralstyle.settings.SynthesisSettings;
import picocli.CommandLine.Option;

/** The loss of the style. */
final class StyleLossOptions {

  @Option(
      names = "--style-layers",
      paramLabel = "LAYERS",
      description =
          "Layers of the style loss: names, numbers or sets (see the command layers), each with :WEIGHT if wanted, for example conv1_1:0.5,conv3_1. Default: ${DEFAULT-VALUE}.")
  private LayerList layers;

  @Option(
      names = "--style-weight",
      paramLabel = "W",
      description = "Weight of the style loss. Default: ${DEFAULT-VALUE}.")
  private double weight;

  SynthesisSettings apply(SynthesisSettings settings) {
    return settings.withLosses(losses -> losses.styleLayers(layers.layers()).styleWeight(weight));
  }
}
