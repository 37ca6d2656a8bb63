package org.neuralstyle.cli;

import java.nio.file.Path;
import java.util.List;
import org.neuralstyle.option.Operation;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.study.Gallery;
import org.neuralstyle.study.Sweep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Every content in every style. */
@Command(
    name = "gallery",
    description =
        "Transfer every style to every content, as a grid with the sources in its margins.")
final class GalleryCommand extends SweepSubcommand {

  @Option(
      names = "--content",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "The contents, the rows of the grid.")
  private List<Path> contents;

  @Option(
      names = "--style",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "The styles, the columns of the grid.")
  private List<Path> styles;

  GalleryCommand() {
    super(Operation.GALLERY);
  }

  @Override
  Sweep sweep(SynthesisSettings settings) {
    return new Gallery(open(contents), open(styles), settings);
  }
}
