package org.neuralstyle.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.neuralstyle.option.Operation;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.synthesis.Inputs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reconstruction. */
@Command(
    name = "reconstruct",
    description = "Make an image that has the features of another in a layer of VGG-19.")
final class ReconstructCommand extends SynthesisSubcommand {

  @Option(
      names = "--content",
      required = true,
      paramLabel = "FILE",
      description = "The image whose content is kept.")
  private Path content;

  ReconstructCommand() {
    super(Operation.RECONSTRUCT);
  }

  @Override
  Job job() {
    DisplayedImage image = open(content);
    return new Job(
        "reconstruct",
        settings(),
        new Inputs(Optional.of(image.toRgb()), Optional.empty(), start()),
        image,
        files(content));
  }
}
