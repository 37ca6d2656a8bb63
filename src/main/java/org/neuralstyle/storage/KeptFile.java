package org.neuralstyle.storage;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
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

/**
 * A file that the program keeps for itself, so that work goes on where it was. There is a whole one
 * or none: it is written beside its place, forced onto the disk, and moved.
 *
 * <p>The file is big endian: a number that names its kind, the version of its format, its content,
 * and the CRC-32 of all that as an int64.
 *
 * @param path of the file
 * @param noun what such a file is, for messages
 * @param kind four letters as an int32, with which the file begins
 * @param version of the format, an int32
 */
public record KeptFile(Path path, String noun, int kind, int version) {

  private static final int HEADER_BYTES = 2 * Integer.BYTES;
  private static final int BUFFER_BYTES = 1 << 16;

  /** Writes to a stream. */
  @FunctionalInterface
  public interface Content<T extends OutputStream> {
    /**
     * Writes all of it.
     *
     * @param out left open
     * @throws IOException if that fails
     */
    void write(T out) throws IOException;
  }

  /** A file that cannot be used. Its message goes on after the file's name. */
  public static final class UnusableException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What is wrong with a file. */
    public enum Fault {
      /** It is of another kind. */
      FOREIGN,
      /** It is of an earlier version. */
      OLDER,
      /** It is of a later version. */
      NEWER,
      /** It is incomplete, or has other bytes than were written. */
      DAMAGED
    }

    private final Fault fault;

    private UnusableException(Fault fault, String message) {
      super(message);
      this.fault = fault;
    }

    /**
     * What is wrong.
     *
     * @return the first fault that was found
     */
    public Fault fault() {
      return fault;
    }
  }

  /**
   * Writes any file: beside its place, forced onto the disk, and moved.
   *
   * @param file the place; a file there is replaced
   * @param content of the file
   * @throws IOException if that fails; what was there before stays
   */
  public static void replace(Path file, Content<OutputStream> content) throws IOException {
    replace(file, part(file), content);
  }

  /**
   * The same, beside its place under a name of the caller's choice.
   *
   * @param file the place; a file there is replaced
   * @param part in the same folder, not there afterwards
   * @param content of the file
   * @throws IOException if that fails; what was there before stays
   */
  public static void replace(Path file, Path part, Content<OutputStream> content)
      throws IOException {
    try {
      try (FileChannel channel =
          FileChannel.open(
              part,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        OutputStream out =
            new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
        content.write(out);
        out.flush();
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static Path part(Path file) {
    return file.resolveSibling(file.getFileName() + ".part");
  }

  /**
   * Where it is written before it is moved.
   *
   * @return a path beside the file's
   */
  public Path part() {
    return part(path);
  }

  /**
   * Writes the file.
   *
   * @param content between version and checksum
   * @throws IOException if that fails; what was there before stays
   */
  public void write(Content<DataOutputStream> content) throws IOException {
    replace(
        path,
        stream -> {
          CheckedOutputStream checked = new CheckedOutputStream(stream, new CRC32());
          DataOutputStream out = new DataOutputStream(checked);
          out.writeInt(kind);
          out.writeInt(version);
          content.write(out);
          out.writeLong(checked.getChecksum().getValue());
        });
  }

  /**
   * Reads the file, once it is known to be whole.
   *
   * @return begins with the content, to be closed
   * @throws UnusableException if it is of another kind or version, or damaged
   * @throws IOException if it cannot be read
   */
  public DataInputStream open() throws IOException {
    checkWhole();
    DataInputStream in = new DataInputStream(buffered());
    in.skipNBytes(HEADER_BYTES);
    return in;
  }

  private InputStream buffered() throws IOException {
    return new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES);
  }

  private void checkWhole() throws IOException {
    long size = Files.size(path);
    try (CheckedInputStream checked = new CheckedInputStream(buffered(), new CRC32());
        DataInputStream in = new DataInputStream(checked)) {
      if (size < HEADER_BYTES || in.readInt() != kind) {
        throw new UnusableException(UnusableException.Fault.FOREIGN, "is no " + noun);
      }
      int found = in.readInt();
      if (found != version) {
        throw new UnusableException(
            found > version ? UnusableException.Fault.NEWER : UnusableException.Fault.OLDER,
            "is a %s of version %s, and this program knows version %s"
                .formatted(noun, found, version));
      }
      long content = size - HEADER_BYTES - Long.BYTES;
      in.skipNBytes(Math.max(0, content));
      long expected = checked.getChecksum().getValue();
      if (content < 0 || in.readLong() != expected) {
        throw new UnusableException(UnusableException.Fault.DAMAGED, "is damaged");
      }
    }
  }

  /**
   * Whether a file is one of this kind, whole or not: what a program that was killed left of it.
   *
   * @param other a regular file
   * @return true also if it ends before that can be told
   * @throws IOException if it cannot be read
   */
  public boolean isKindOf(Path other) throws IOException {
    try (InputStream in = Files.newInputStream(other)) {
      byte[] begin = in.readNBytes(Integer.BYTES);
      return begin.length < Integer.BYTES || ByteBuffer.wrap(begin).getInt() == kind;
    }
  }
}
