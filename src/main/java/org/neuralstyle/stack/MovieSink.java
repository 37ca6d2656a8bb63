package org.neuralstyle.stack;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.storage.OutputFile;

/**
 * Writes a film frame by frame with FFmpeg, with the sound of another film.
 *
 * <p>MP4, MOV and MKV get H.264 in the colours of BT.709, AVI gets Motion JPEG, which ImageJ reads,
 * GIF one palette of 256 colours. A side of odd length grows by one pixel, its last one repeated,
 * since the coders take pixels by twos. Sound is taken over as it is where the format has its kind,
 * and coded anew where it has not. The film is written beside its place under a name that nobody
 * has, and moved there when it is closed, whole or with the frames that were finished.
 */
public final class MovieSink implements FrameSink {

  private final Path file;
  private final Path part;
  private final FrameTimes times;
  private final Optional<Path> sound;
  private MovieWriter writer;
  private int written;

  /**
   * A film of frames that all last equally long.
   *
   * @param file its name ends in mp4, mov, mkv, avi or gif
   * @param frameRate frames for each second
   * @param sound a film whose sound is taken, where the format has any
   * @throws IOException if the file exists, cannot be written, or its kind is not known
   */
  public MovieSink(Path file, double frameRate, Optional<Path> sound) throws IOException {
    this(file, FrameTimes.constant(frameRate), sound);
  }

  /**
   * A film that is written when its first frame comes.
   *
   * @param file its name ends in mp4, mov, mkv, avi or gif
   * @param times of its frames, in the clock of the film whose sound is taken
   * @param sound a film whose sound is taken, where the format has any
   * @throws IOException if the file exists, cannot be written, or its kind is not known
   */
  public MovieSink(Path file, FrameTimes times, Optional<Path> sound) throws IOException {
    // Short, and with the ending that tells the kind.
    this(
        file,
        file.toAbsolutePath().resolveSibling("part-" + UUID.randomUUID() + "." + ending(file)),
        times,
        sound);
  }

  /** Written to a place of one's own choice at first. */
  MovieSink(Path file, Path part, FrameTimes times, Optional<Path> sound) throws IOException {
    if (!isMovie(file)) {
      throw new IOException(
          "The film %s has an unknown ending; use mp4, mov, mkv, avi or gif.".formatted(file));
    }
    checkTarget(file);
    Ffmpeg.prepare();
    this.file = file;
    this.part = part;
    this.times = times;
    this.sound = holdsSound(file) ? sound : Optional.empty();
  }

  /** The place is tried, since nothing else tells whether it can be written to. */
  private static void checkTarget(Path file) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(
          "The film " + file + " exists already; choose another name or move it away.");
    }
    new OutputFile("The film", file).checkWritable();
    try {
      Files.delete(Files.createFile(file));
    } catch (IOException e) {
      throw new IOException(
          "The film %s cannot be written: %s. Choose another name or folder."
              .formatted(file, OutputFile.reason(e)),
          e);
    }
  }

  /**
   * Whether a file's name is that of a film this writes.
   *
   * @param file a name
   * @return true for mp4, mov, mkv, avi and gif
   */
  public static boolean isMovie(Path file) {
    return ending(file).matches("mp4|mov|mkv|avi|gif");
  }

  /**
   * Whether a film of such a name has sound.
   *
   * @param file the name of a film
   * @return false for gif
   */
  public static boolean holdsSound(Path file) {
    return !ending(file).equals("gif");
  }

  private static String ending(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.substring(name.lastIndexOf('.') + 1);
  }

  @Override
  public void begin(int width, int height) throws IOException {
    try {
      writer = new MovieWriter(part, ending(file), times, sound, width, height);
    } catch (IOException e) {
      throw new IOException(
          "A film of %s x %s px cannot be written to %s: %s. Give a smaller --size, another format, or a folder for images."
              .formatted(width, height, file, e.getMessage()),
          e);
    }
  }

  @Override
  public void write(int index, RgbImage frame) throws IOException {
    if (writer == null) {
      begin(frame.width(), frame.height());
    }
    try {
      writer.write(index, frame);
      written++;
    } catch (IOException e) {
      throw new IOException(
          "Frame %s of %s x %s px could not be written to %s: %s. What was written before it stays there; with a work folder no finished frame is lost."
              .formatted(index + 1, frame.width(), frame.height(), file, e.getMessage()),
          e);
    }
  }

  @Override
  public void close() throws IOException {
    if (writer == null) {
      Files.deleteIfExists(part);
      return;
    }
    MovieWriter ending = writer;
    writer = null;
    if (written == 0) {
      try (ending) {
        Files.deleteIfExists(part);
      }
      return;
    }
    IOException failure = null;
    try (ending) {
      ending.finish(times.isLast(written - 1));
    } catch (IOException e) {
      failure = e;
    }
    Path at = move();
    if (failure == null) {
      failure = checkEnd(at);
    }
    if (failure != null) {
      throw new IOException(
          "The end of the film %s could not be written: %s; is the disk full? What was written before it stays in %s."
              .formatted(file, failure.getMessage(), at),
          failure);
    }
    if (!at.equals(file)) {
      throw new IOException(
          "The finished film could not be moved to %s, and stays in %s; move it where you want it."
              .formatted(file, at));
    }
  }

  /** To its place, or it stays where it is: nothing that came there meanwhile is replaced. */
  private Path move() {
    try {
      return Files.move(part, file);
    } catch (IOException e) {
      return part;
    }
  }

  /** What reached the disk is what can be read from there. */
  private IOException checkEnd(Path at) {
    try (MovieSource whole = new MovieSource(at)) {
      return whole.count() < written
          ? new IOException("%s of %s frames are there".formatted(whole.count(), written))
          : null;
    } catch (IOException e) {
      return e;
    }
  }
}
