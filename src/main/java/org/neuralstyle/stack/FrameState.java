package org.neuralstyle.stack;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.objective.Losses;

/**
 * A finished frame as it is kept in a work folder: big endian, {@code "NSFR"}, the format's
 * version, the fields in order, {@code 3 x H x W} float32, and the CRC-32 of all that.
 *
 * @param report what is known of it
 * @param contentChecksum of the frame it was made from
 * @param image the frame, in float
 */
record FrameState(FrameReport report, long contentChecksum, RgbImage image) {

  private static final int MAGIC = 0x4e534652;
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

  /** Writes beside the file, forces it onto the disk, and moves it into place. */
  void write(Path file) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (FileChannel channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      OutputStream stream = Channels.newOutputStream(channel);
      CheckedOutputStream checked = new CheckedOutputStream(stream, new CRC32());
      DataOutputStream out = new DataOutputStream(checked);
      out.writeInt(MAGIC);
      out.writeInt(VERSION);
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
      out.writeLong(checked.getChecksum().getValue());
      out.flush();
      channel.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(part);
      throw new IOException(
          "Frame %d could not be kept in %s: %s. The frames before it are kept; make room and start again with the same folder."
              .formatted(report.frame() + 1, file.getParent(), e.getMessage()),
          e);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Reads what {@link #write} wrote. */
  static FrameState read(Path file) throws IOException {
    try (InputStream stream = new BufferedInputStream(Files.newInputStream(file))) {
      CheckedInputStream checked = new CheckedInputStream(stream, new CRC32());
      DataInputStream in = new DataInputStream(checked);
      if (in.readInt() != MAGIC) {
        throw new IOException("it is no finished frame");
      }
      int version = in.readInt();
      if (version != VERSION) {
        throw new IOException(
            "it is of version " + version + ", and this program reads " + VERSION);
      }
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
      if (width < 1 || height < 1 || (long) width * height > Files.size(file)) {
        throw new IOException("its size makes no sense");
      }
      byte[] bytes = in.readNBytes(3 * Float.BYTES * width * height);
      long expected = checked.getChecksum().getValue();
      if (in.readLong() != expected) {
        throw new IOException("it is damaged");
      }
      float[] planes = new float[3 * width * height];
      ByteBuffer.wrap(bytes).asFloatBuffer().get(planes);
      return new FrameState(
          new FrameReport(frame, losses, evaluations, effort, seconds, sceneStart, known, true),
          contentChecksum,
          new RgbImage(width, height, planes));
    } catch (IOException e) {
      throw new IOException(
          "The finished frame %s cannot be read: %s. Delete it to have it made again."
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
