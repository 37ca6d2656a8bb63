package org.neuralstyle.stack;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.objective.Losses;
import org.neuralstyle.storage.KeptFile;
import org.neuralstyle.storage.OutputFile;

/**
 * A finished frame as it is kept in a work folder: a {@link KeptFile} with the fields in order and
 * {@code 3 x H x W} float32.
 *
 * @param report what is known of it
 * @param contentChecksum of the frame it was made from
 * @param image the frame as it was painted, in float
 */
record FrameState(FrameReport report, long contentChecksum, RgbImage image) {

  private static final int KIND = 0x4e534652; // NSFR
  private static final int VERSION = 2;

  /** The CRC-32 of an image's values. */
  static long checksum(RgbImage image) {
    CRC32 crc = new CRC32();
    crc.update(bytes(image.planes()));
    return crc.getValue();
  }

  private static byte[] bytes(float[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(Float.BYTES * values.length);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  private static KeptFile at(Path file) {
    return new KeptFile(file, "finished frame", KIND, VERSION);
  }

  /** Writes the frame. */
  void write(Path file) throws IOException {
    try {
      at(file).write(this::write);
    } catch (IOException e) {
      throw new IOException(
          "Frame %s could not be kept in %s: %s. The frames before it are kept; make room and start again with the same folder."
              .formatted(report.frame() + 1, file.getParent(), e.getMessage()),
          e);
    }
  }

  private void write(DataOutputStream out) throws IOException {
    out.writeInt(report.frame());
    out.writeInt(report.sceneStart());
    out.writeInt(report.evaluations());
    out.writeDouble(report.effort());
    out.writeDouble(report.seconds());
    out.writeDouble(report.known());
    out.writeDouble(report.losses().content());
    out.writeDouble(report.losses().style());
    out.writeDouble(report.losses().totalVariation());
    out.writeDouble(report.losses().temporal());
    out.writeDouble(report.losses().total());
    out.writeLong(contentChecksum);
    out.writeInt(image.width());
    out.writeInt(image.height());
    out.write(bytes(image.planes()));
  }

  /** Reads what {@link #write(Path)} wrote. */
  static FrameState read(Path file) throws IOException {
    try (DataInputStream in = at(file).open()) {
      return read(in);
    } catch (IOException e) {
      String fault =
          e instanceof KeptFile.UnusableException
              ? e.getMessage()
              : "cannot be read: " + OutputFile.reason(e);
      throw new IOException(
          "The finished frame %s %s. Delete it to have it made again.".formatted(file, fault), e);
    }
  }

  private static FrameState read(DataInputStream in) throws IOException {
    int frame = in.readInt();
    int sceneStart = in.readInt();
    int evaluations = in.readInt();
    double effort = in.readDouble();
    double seconds = in.readDouble();
    double known = in.readDouble();
    Losses losses =
        new Losses(
            in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
    long contentChecksum = in.readLong();
    int width = in.readInt();
    int height = in.readInt();
    float[] planes = new float[3 * width * height];
    ByteBuffer.wrap(in.readNBytes(Float.BYTES * planes.length)).asFloatBuffer().get(planes);
    return new FrameState(
        new FrameReport(frame, losses, evaluations, effort, seconds, sceneStart, known, true),
        contentChecksum,
        new RgbImage(width, height, planes));
  }
}
