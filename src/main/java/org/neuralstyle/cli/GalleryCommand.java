package org.neuralstyle.cli;

import org.neuralstyle.option.InputOptions;
import org.neuralstyle.option.Operation;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.study.Gallery;
import org.neuralstyle.study.Sweep;
import picocli.CommandLine.Command;

/** Every content in every style. */
@Command(
    name = "gallery",
    description =
        "Transfer every style to every content, as a grid with the sources in its margins.")
final class GalleryCommand extends SweepSubcommand {

  GalleryCommand() {
    super(Operation.GALLERY);
  }

  @Override
  Sweep sweep(SynthesisSettings settings) {
    return new Gallery(
        openMany(options().values(InputOptions.CONTENT_FILES)),
        openMany(options().values(InputOptions.STYLE_FILES)),
        settings);
  }
}
