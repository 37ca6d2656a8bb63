package org.neuralstyle.picture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.neuralstyle.image.AlphaMask;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.stack.FrameSource;

/**
 * A film of one image file for each frame.
 *
 * @param files in the order of the frames
 * @param warnings takes what a person should know about a file
 */
record ImageSequence(List<Path> files, Consumer<String> warnings) implements FrameSource {

  @Override
  public int count() {
    return files.size();
  }

  @Override
  public RgbImage read(int index) throws IOException {
    OpenedImage opened = ImageFiles.read(files.get(index));
    opened.warnings().forEach(warnings);
    return DisplayedImage.of(opened).toRgb();
  }

  /** The transparency of a frame, for a result of the given size. */
  Optional<AlphaMask> alpha(int index, RgbImage result) throws IOException {
    return DisplayedImage.of(ImageFiles.read(files.get(index)))
        .alpha(result.width(), result.height());
  }
}
