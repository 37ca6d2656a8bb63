package org.neuralstyle.picture;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.neuralstyle.stack.FrameSink;
import org.neuralstyle.stack.FrameSource;
import org.neuralstyle.stack.MovieSink;
import org.neuralstyle.stack.MovieSource;
import org.neuralstyle.storage.OutputFile;

/** Films, folders of images and TIFF stacks, read and written frame by frame. */
public final class FrameFiles {

  private static final String IMAGES = ".*\\.(tiff?|png|jpe?g|gif|bmp|webp|pgm)";
  private static final String FRAME = "frame-\\d+\\.(png|tif)";
  private static final double DEFAULT_FRAME_RATE = 25;

  private FrameFiles() {}

  /**
   * Opens frames.
   *
   * @param path a folder of TIFF, PNG, JPEG, GIF, BMP, WebP or PGM images in the order of their
   *     numbers, a TIFF stack, or a film in any format that FFmpeg reads
   * @return the frames, to be closed
   * @throws IOException if there are none that can be read; the message says why
   * @throws IllegalArgumentException if a TIFF holds several films
   */
  public static FrameSource open(Path path) throws IOException {
    return open(path, warning -> {});
  }

  /**
   * Opens frames, as {@link #open(Path)}.
   *
   * @param path the frames
   * @param warnings takes what a person should know about a frame when it is read
   * @return the frames, to be closed
   * @throws IOException as {@link #open(Path)}
   */
  public static FrameSource open(Path path, Consumer<String> warnings) throws IOException {
    if (Files.isDirectory(path)) {
      return sequence(path, warnings);
    }
    if (name(path).matches(".*\\.tiff?")) {
      return StackFrames.only(stack(path, warnings));
    }
    return new MovieSource(path);
  }

  /**
   * Whether a path may name several frames.
   *
   * @param path of a file or folder
   * @return false for files that hold one picture
   */
  public static boolean mayBeSeveral(Path path) {
    return Files.isDirectory(path) || name(path).matches(".*\\.tiff?") || MovieSink.isMovie(path);
  }

  /** Its slices stay in the file, unless some of their values have to be replaced. */
  private static ImagePlus stack(Path path, Consumer<String> warnings) throws IOException {
    ImagePlus slices = ImageFiles.openVirtual(path);
    if (slices.getStack().isVirtual() && FiniteValues.areAll(slices)) {
      return slices;
    }
    OpenedImage whole = ImageFiles.read(path);
    whole.warnings().forEach(warnings);
    return whole.imp();
  }

  private static FrameSource sequence(Path folder, Consumer<String> warnings) throws IOException {
    return new ImageSequence(images(folder), warnings);
  }

  /**
   * The images in a folder.
   *
   * @param folder the folder
   * @return at least one, in the order of their numbers
   * @throws IOException if there is none, or the folder cannot be read
   */
  public static List<Path> images(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = ImageFiles.inOrder(all.filter(FrameFiles::isImage));
    }
    if (files.isEmpty()) {
      throw new IOException(
          "The folder " + folder + " holds no TIFF, PNG, JPEG, GIF, BMP, WebP or PGM images.");
    }
    return files;
  }

  /** Of a kind that is read, and not hidden, as are the files that macOS leaves beside others. */
  private static boolean isImage(Path file) {
    return name(file).matches(IMAGES) && !name(file).startsWith(".") && Files.isRegularFile(file);
  }

  /**
   * Makes a place for frames.
   *
   * @param path the name of a film, which must not exist, or of a folder for images, which must not
   *     exist, be empty, or hold the frames of the run that goes on
   * @param format of the images of a folder, png or tif
   * @param goesOn whether the run may be one that was ended before
   * @param source whose frame rate and, with its file, sound a film takes on
   * @param file of the source
   * @return takes the frames, to be closed
   * @throws IOException if the place is taken or cannot be written to
   */
  public static FrameSink create(
      Path path, String format, boolean goesOn, FrameSource source, Path file) throws IOException {
    if (MovieSink.isMovie(path)) {
      return source instanceof MovieSource movie
          ? new MovieSink(path, movie.times(), Optional.of(file))
          : new MovieSink(path, DEFAULT_FRAME_RATE, Optional.empty());
    }
    if (name(path).contains(".")) {
      throw new IOException(
          "The output %s is of an unknown kind; give a film ending in mp4, mov, mkv, avi or gif, or the name of a folder."
              .formatted(path));
    }
    makeFolder(path);
    try (Stream<Path> present = Files.list(path)) {
      if (present.anyMatch(other -> !(goesOn && name(other).matches(FRAME)))) {
        throw new FileAlreadyExistsException(
            "The folder "
                + path
                + " is not empty; choose another name, or give the work folder of the run that made it.");
      }
    }
    return (index, frame) ->
        ImageFiles.save(
            DisplayedImage.rgb(frame, "frame"),
            source instanceof ImageSequence images ? images.alpha(index, frame) : Optional.empty(),
            path.resolve(String.format(Locale.ROOT, "frame-%06d.%s", index + 1, format)));
  }

  private static void makeFolder(Path path) throws IOException {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new IOException(
          "The folder %s cannot be made: %s. Choose another name or place."
              .formatted(path, OutputFile.reason(e)),
          e);
    }
    if (!Files.isWritable(path)) {
      throw new IOException("The folder " + path + " is not writable; choose another.");
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
  }
}
