package org.neuralstyle.synthesis;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.neuralstyle.image.OutputFile;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.objective.Losses;
import org.neuralstyle.optimizer.State;
import org.neuralstyle.settings.SynthesisSettings;

/**
 * A file that keeps a run, so that it can go on after it was ended in whatever way, or with more
 * evaluations after it was finished. What goes on is to the last bit what had never been
 * interrupted, on the same device with as many threads.
 *
 * <p>The file is big endian: {@code "NSCP"}, the format's version, the length of a JSON text and
 * the text in UTF-8, width and height, the best image so far as {@code 3 x H x W} float32, the
 * optimiser's state, and the CRC-32 of all that as an int64. It is written beside its place, forced
 * onto the disk and moved, so that there always is a whole one.
 */
public final class Checkpoint {

  private static final int MAGIC = 0x4e534350;
  private static final int VERSION = 1;

  /** How often at most a run is kept. */
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  /** Values that are on the host at once. */
  private static final int PIECE = 1 << 18;

  private static final Gson GSON =
      new GsonBuilder().serializeSpecialFloatingPointValues().disableHtmlEscaping().create();

  private final Path file;
  private final Duration interval;

  private Checkpoint(Path file, Duration interval) {
    this.file = file;
    this.interval = interval;
  }

  /**
   * A place for a run.
   *
   * @param file that keeps it; made by the first run, which later ones go on with
   * @return nothing is read or written yet
   */
  public static Checkpoint in(Path file) {
    return new Checkpoint(file, INTERVAL);
  }

  /** The same, kept as often as the interval says. */
  Checkpoint every(Duration another) {
    return new Checkpoint(file, another);
  }

  Path file() {
    return file;
  }

  Duration interval() {
    return interval;
  }

  private Path part() {
    return file.resolveSibling(file.getFileName() + ".part");
  }

  /**
   * Checks, without computing anything, that a run can be kept here, and goes on with the one that
   * is kept already.
   *
   * @param inputs of the run
   * @param settings of the run
   * @throws IllegalArgumentException if the file is no checkpoint, is damaged, or is of a run with
   *     other settings or inputs; the message says what to do
   * @throws IOException if the file cannot be read or written
   */
  public void check(Inputs inputs, SynthesisSettings settings) throws IOException {
    read().ifPresent(kept -> kept.settings(inputs, settings));
  }

  /** The run that is kept; empty if there is none yet. */
  Optional<KeptRun> read() throws IOException {
    checkPlace();
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    if (!Files.isRegularFile(file)) {
      throw refused("is no file", "Give the path of a file");
    }
    checkWhole();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      in.readInt();
      in.readInt();
      byte[] json = new byte[in.readInt()];
      in.readFully(json);
      KeptRun.Header header =
          GSON.fromJson(new String(json, StandardCharsets.UTF_8), KeptRun.Header.class);
      int width = in.readInt();
      int height = in.readInt();
      float[] planes = new float[3 * width * height];
      byte[] row = new byte[Float.BYTES * width];
      for (int i = 0; i < 3 * height; i++) {
        in.readFully(row);
        ByteBuffer.wrap(row).asFloatBuffer().get(planes, i * width, width);
      }
      long offset = 5L * Integer.BYTES + json.length + (long) Float.BYTES * planes.length;
      return Optional.of(new KeptRun(header, new RgbImage(width, height, planes), file, offset));
    } catch (JsonParseException | EOFException e) {
      throw new IllegalStateException("A whole checkpoint that cannot be read: " + file, e);
    }
  }

  private void checkPlace() throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IOException(
          "Cannot keep the run in %s: there is no folder %s.".formatted(file, folder));
    }
    if (!Files.isWritable(folder)) {
      throw new IOException(
          "Cannot keep the run in " + file + ": the folder is not writable. Give another one.");
    }
    Path part = part();
    new OutputFile("The checkpoint", part).checkWritable();
    if (Files.exists(part) && !(Files.isRegularFile(part) && isOurs(part))) {
      throw new IllegalArgumentException(
          "Cannot keep the run in %s: %s is in the way. Give another file."
              .formatted(file, part.getFileName()));
    }
  }

  /** Whether a file is what a run that was killed left, whole or not. */
  private static boolean isOurs(Path part) throws IOException {
    try (InputStream in = Files.newInputStream(part)) {
      byte[] begin = in.readNBytes(Integer.BYTES);
      return begin.length < Integer.BYTES || ByteBuffer.wrap(begin).getInt() == MAGIC;
    }
  }

  private void checkWhole() throws IOException {
    long size = Files.size(file);
    String another = "Give another file, which does not exist yet";
    String away = "Move it away to begin anew, or give another file";
    try (CheckedInputStream checked =
            new CheckedInputStream(
                new BufferedInputStream(Files.newInputStream(file), 1 << 16), new CRC32());
        DataInputStream in = new DataInputStream(checked)) {
      if (size < 2 * Integer.BYTES || in.readInt() != MAGIC) {
        throw refused("is no checkpoint of a run", another);
      }
      int version = in.readInt();
      if (version != VERSION) {
        throw refused(
            "is a checkpoint of version %d, and this program knows version %d"
                .formatted(version, VERSION),
            version > VERSION
                ? "Go on with the program that made it, or give another file"
                : another);
      }
      in.skipNBytes(Math.max(0, size - Long.BYTES - 2 * Integer.BYTES));
      long expected = checked.getChecksum().getValue();
      if (size < 2 * Integer.BYTES + Long.BYTES || in.readLong() != expected) {
        throw refused("is damaged", away);
      }
    } catch (EOFException e) {
      throw refused("is damaged", away);
    }
  }

  private IllegalArgumentException refused(String what, String remedy) {
    return new IllegalArgumentException("%s %s. %s.".formatted(file, what, remedy));
  }

  /** Keeps a run in place of what was kept before. */
  void write(KeptRun.Header header, State<Losses> state) throws IOException {
    Path part = part();
    try (FileChannel channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      CheckedOutputStream checked =
          new CheckedOutputStream(
              new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16), new CRC32());
      DataOutputStream out = new DataOutputStream(checked);
      out.writeInt(MAGIC);
      out.writeInt(VERSION);
      byte[] json = GSON.toJson(header).getBytes(StandardCharsets.UTF_8);
      out.writeInt(json.length);
      out.write(json);
      writeImage(out, state.image());
      state.write(out);
      out.writeLong(checked.getChecksum().getValue());
      out.flush();
      channel.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(part);
      throw e;
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Some rows at once, so that the host need not hold it all. */
  private static void writeImage(DataOutputStream out, NDArray image) throws IOException {
    int height = (int) image.getShape().get(2);
    int width = (int) image.getShape().get(3);
    out.writeInt(width);
    out.writeInt(height);
    int rows = Math.max(1, PIECE / width);
    for (int c = 0; c < 3; c++) {
      for (int top = 0; top < height; top += rows) {
        int bottom = Math.min(height, top + rows);
        try (NDScope scope = new NDScope()) {
          NDIndex some = new NDIndex().addIndices(0, c).addSliceDim(top, bottom);
          float[] values = image.get(some).toFloatArray();
          ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
          bytes.asFloatBuffer().put(values);
          out.write(bytes.array());
        }
      }
    }
  }
}
