package org.neuralstyle.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.neuralstyle.option.InputOptions;
import org.neuralstyle.option.Operation;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.synthesis.Inputs;
import picocli.CommandLine.Command;

/** Style transfer. */
@Command(name = "transfer", description = "Give the content of one image the style of another.")
final class TransferCommand extends SynthesisSubcommand {

  TransferCommand() {
    super(Operation.TRANSFER);
  }

  @Override
  Job job() {
    Path contentFile = file(InputOptions.CONTENT);
    Path styleFile = file(InputOptions.STYLE);
    DisplayedImage content = open(contentFile);
    DisplayedImage style = open(styleFile);
    return new Job(
        "transfer",
        settings(),
        new Inputs(Optional.of(content.toRgb()), Optional.of(style.toRgb()), start()),
        content,
        files(contentFile, styleFile));
  }
}
