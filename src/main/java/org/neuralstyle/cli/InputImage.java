package org.neuralstyle.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.picture.ImageFiles;
import org.neuralstyle.picture.OpenedImage;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Opens the images that options name. */
final class InputImage {

  private InputImage() {}

  /** What the image of a file shows; warnings go to standard error, and errors are bad input. */
  static DisplayedImage open(CommandLine command, Path file) {
    try {
      OpenedImage opened = ImageFiles.read(file);
      opened.warnings().forEach(warning -> Console.warn(command.getErr(), warning));
      return DisplayedImage.of(opened);
    } catch (IOException e) {
      throw new ParameterException(command, e.getMessage(), e);
    }
  }
}
