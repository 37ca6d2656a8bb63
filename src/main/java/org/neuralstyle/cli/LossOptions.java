package org.neuralstyle.cli;

import org.neuralstyle.settings.SynthesisSettings;
import picocli.CommandLine.Option;

/** Layers and weights of a transfer's losses, for commands that take their images otherwise. */
final class LossOptions {

  @Option(
      names = "--content-layers",
      paramLabel = "LAYERS",
      description = "Layers of the content loss. Default: ${DEFAULT-VALUE}.")
  private LayerList contentLayers;

  @Option(
      names = "--content-weight",
      paramLabel = "W",
      description = "Weight of the content loss. Default: ${DEFAULT-VALUE}.")
  private double contentWeight;

  @Option(
      names = "--style-layers",
      paramLabel = "LAYERS",
      description = "Layers of the style loss. Default: ${DEFAULT-VALUE}.")
  private LayerList styleLayers;

  @Option(
      names = "--style-weight",
      paramLabel = "W",
      description = "Weight of the style loss. Default: ${DEFAULT-VALUE}.")
  private double styleWeight;

  SynthesisSettings apply(SynthesisSettings settings) {
    return settings.withLosses(
        losses ->
            losses
                .contentLayers(contentLayers.layers())
                .contentWeight(contentWeight)
                .styleLayers(styleLayers.layers())
                .styleWeight(styleWeight));
  }
}
