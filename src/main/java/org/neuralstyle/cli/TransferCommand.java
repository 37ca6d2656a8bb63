package org.neuralstyle.cli;

import java.util.Optional;
import org.neuralstyle.option.Operation;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.synthesis.Inputs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Style transfer. */
@Command(name = "transfer", description = "Give the content of one image the style of another.")
final class TransferCommand extends SynthesisSubcommand {

  @Mixin private final ImagePair images = new ImagePair();

  TransferCommand() {
    super(Operation.TRANSFER);
  }

  @Override
  Job job() {
    DisplayedImage content = open(images.content());
    DisplayedImage style = open(images.style());
    return new Job(
        "transfer",
        settings(),
        new Inputs(Optional.of(content.toRgb()), Optional.of(style.toRgb()), start()),
        content,
        files(images.content(), images.style()));
  }
}
