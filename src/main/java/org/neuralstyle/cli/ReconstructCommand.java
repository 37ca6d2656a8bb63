package org.neuralstyle.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.neuralstyle.option.InputOptions;
import org.neuralstyle.option.Operation;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.synthesis.Inputs;
import picocli.CommandLine.Command;

/** Reconstruction. */
@Command(
    name = "reconstruct",
    description = "Make an image that has the features of another in a layer of VGG-19.")
final class ReconstructCommand extends SynthesisSubcommand {

  ReconstructCommand() {
    super(Operation.RECONSTRUCT);
  }

  @Override
  Job job() {
    Path content = file(InputOptions.CONTENT);
    DisplayedImage image = open(content);
    return new Job(
        "reconstruct",
        settings(),
        new Inputs(Optional.of(image.toRgb()), Optional.empty(), start()),
        image,
        files(content));
  }
}
