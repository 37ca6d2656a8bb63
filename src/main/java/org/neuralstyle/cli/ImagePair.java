package org.neuralstyle.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The images of a transfer. */
final class ImagePair {

  @Option(
      names = "--content",
      required = true,
      paramLabel = "FILE",
      description = "The image whose content is kept.")
  private Path content;

  @Option(
      names = "--style",
      required = true,
      paramLabel = "FILE",
      description = "The image whose style is taken on.")
  private Path style;

  Path content() {
    return content;
  }

  Path style() {
    return style;
  }
}
