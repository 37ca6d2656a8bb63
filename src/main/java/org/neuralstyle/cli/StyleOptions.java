package org.neuralstyle.cli;

import java.nio.file.Path;
import org.neuralstyle.settings.SynthesisSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The style image and its loss. */
final class StyleOptions {

  @Option(
      names = "--style",
      required = true,
      paramLabel = "FILE",
      description = "The image whose style is taken on.")
  private Path file;

  @Mixin private final StyleLossOptions loss = new StyleLossOptions();

  Path file() {
    return file;
  }

  SynthesisSettings apply(SynthesisSettings settings) {
    return loss.apply(settings);
  }
}
