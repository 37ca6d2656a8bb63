package org.neuralstyle.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.neuralstyle.option.InputOptions;
import org.neuralstyle.option.Operation;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.synthesis.Inputs;
import picocli.CommandLine.Command;

/** Texture synthesis. */
@Command(
    name = "texture",
    description = {
      "Make a texture that has the style of an image.",
      "With --size, the texture has the proportions of the style; a style that is larger is reduced to that size, a smaller one keeps its scale."
    })
final class TextureCommand extends SynthesisSubcommand {

  TextureCommand() {
    super(Operation.TEXTURE);
  }

  @Override
  Job job() {
    Path style = file(InputOptions.STYLE);
    DisplayedImage image = open(style);
    return new Job(
        "texture",
        settings(),
        new Inputs(Optional.empty(), Optional.of(image.toRgb()), start()),
        image,
        files(style));
  }
}
