package org.neuralstyle.cli;

import java.nio.file.Path;
import org.neuralstyle.settings.SynthesisSettings;
import picocli.CommandLine.Option;

/** The content image and its loss. */
final class ContentOptions {

  @Option(
      names = "--content",
      required = true,
      paramLabel = "FILE",
      description = "The image whose content is kept.")
  private Path file;

  @Option(
      names = {"--content-layers", "--layer"},
      paramLabel = "LAYERS",
      description =
          "Layers of the content loss: names, numbers or sets (see the command layers), each with :WEIGHT if wanted. Default: ${DEFAULT-VALUE}.")
  private LayerList layers;

  @Option(
      names = "--content-weight",
      paramLabel = "W",
      description = "Weight of the content loss. Default: ${DEFAULT-VALUE}.")
  private double weight;

  Path file() {
    return file;
  }

  SynthesisSettings apply(SynthesisSettings settings) {
    return settings.withLosses(
        losses -> losses.contentLayers(layers.layers()).contentWeight(weight));
  }
}
