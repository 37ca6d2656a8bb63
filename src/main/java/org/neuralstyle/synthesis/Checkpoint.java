package org.neuralstyle.synthesis;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.objective.Losses;
import org.neuralstyle.optimizer.State;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.storage.KeptFile;
import org.neuralstyle.storage.OutputFile;

/**
 * A file that keeps a run, so that it can go on after it was ended in whatever way, or with more
 * evaluations after it was finished. What goes on is to the last bit what had never been
 * interrupted, on the same device with as many threads.
 *
 * <p>It is a {@link KeptFile} with the length of a JSON text and the text in UTF-8, width and
 * height, the best image so far as {@code 3 x H x W} float32, where the JSON says so another image
 * like this, and the optimiser's state.
 */
public final class Checkpoint {

  private static final int KIND = 0x4e534350; // NSCP
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

  private KeptFile kept() {
    return new KeptFile(file, "checkpoint of a run", KIND, VERSION);
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
    try (DataInputStream in = kept().open()) {
      byte[] json = new byte[in.readInt()];
      in.readFully(json);
      KeptRun.Header header =
          GSON.fromJson(new String(json, StandardCharsets.UTF_8), KeptRun.Header.class);
      RgbImage image = readImage(in);
      RgbImage begin = header.begins() ? readImage(in) : image;
      long offset = 3L * Integer.BYTES + json.length + bytes(image);
      return Optional.of(
          new KeptRun(header, image, begin, file, offset + (header.begins() ? bytes(begin) : 0)));
    } catch (KeptFile.UnusableException e) {
      throw refused(
          e.getMessage(),
          switch (e.fault()) {
            case FOREIGN, OLDER -> "Give another file, which does not exist yet";
            case NEWER -> "Go on with the program that made it, or give another file";
            case DAMAGED -> "Move it away to begin anew, or give another file";
          });
    } catch (JsonParseException | EOFException e) {
      throw new IllegalStateException("A whole checkpoint that cannot be read: " + file, e);
    }
  }

  private static RgbImage readImage(DataInputStream in) throws IOException {
    int width = in.readInt();
    int height = in.readInt();
    float[] planes = new float[3 * width * height];
    byte[] row = new byte[Float.BYTES * width];
    for (int i = 0; i < 3 * height; i++) {
      in.readFully(row);
      ByteBuffer.wrap(row).asFloatBuffer().get(planes, i * width, width);
    }
    return new RgbImage(width, height, planes);
  }

  private static long bytes(RgbImage image) {
    return 2L * Integer.BYTES + (long) Float.BYTES * image.planes().length;
  }

  private static void writeImage(DataOutputStream out, RgbImage image) throws IOException {
    int width = image.width();
    out.writeInt(width);
    out.writeInt(image.height());
    byte[] row = new byte[Float.BYTES * width];
    for (int i = 0; i < 3 * image.height(); i++) {
      ByteBuffer.wrap(row).asFloatBuffer().put(image.planes(), i * width, width);
      out.write(row);
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
    if (Files.isSymbolicLink(file)) {
      new OutputFile("The checkpoint", file).checkWritable();
    }
    Path part = kept().part();
    new OutputFile("The checkpoint", part).checkWritable();
    if (Files.exists(part) && !(Files.isRegularFile(part) && kept().isKindOf(part))) {
      throw new IllegalArgumentException(
          "Cannot keep the run in %s: %s is in the way. Give another file."
              .formatted(file, part.getFileName()));
    }
  }

  private IllegalArgumentException refused(String what, String remedy) {
    return new IllegalArgumentException("%s %s. %s.".formatted(file, what, remedy));
  }

  /** Keeps a run, which began its scale with a canvas, in place of what was kept before. */
  void write(KeptRun.Header header, RgbImage begin, State<Losses> state) throws IOException {
    byte[] json = GSON.toJson(header).getBytes(StandardCharsets.UTF_8);
    kept()
        .write(
            out -> {
              out.writeInt(json.length);
              out.write(json);
              writeImage(out, state.image());
              if (header.begins()) {
                writeImage(out, begin);
              }
              state.write(out);
            });
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
