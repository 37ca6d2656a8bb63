package org.neuralstyle.picture;

import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.InflaterInputStream;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/**
 * What Java's reader of PNG leaves out: whether the file is whole, its colour profile and its EXIF
 * data. From "Portable Network Graphics (PNG) Specification (Third Edition)", W3C.
 *
 * @param profile the profile of its colours, if it has one
 * @param exif its EXIF data, if it has some
 */
record PngFile(Optional<ICC_Profile> profile, Optional<byte[]> exif) {

  private static final int SIGNATURE = 8;
  // Of chunks that are kept; more would be no profile.
  private static final int MOST_BYTES = 1 << 26;

  /**
   * Reads all chunks and checks their sums.
   *
   * @throws IOException if the file is damaged; the message says why, as the end of a sentence
   */
  static PngFile read(Path path) throws IOException {
    Optional<ICC_Profile> profile = Optional.empty();
    Optional<byte[]> exif = Optional.empty();
    boolean standard = false;
    try (ImageInputStream in = new FileImageInputStream(path.toFile())) {
      in.seek(SIGNATURE);
      String name = "";
      while (!name.equals("IEND")) {
        long length = in.readUnsignedInt();
        byte[] head = new byte[4];
        in.readFully(head);
        name = new String(head, StandardCharsets.ISO_8859_1);
        boolean kept = (name.equals("iCCP") || name.equals("eXIf")) && length <= MOST_BYTES;
        byte[] data = check(in, name, head, length, kept);
        if (kept && name.equals("iCCP")) {
          profile = profile(data);
        } else if (kept) {
          exif = Optional.of(data);
        }
        standard |= name.equals("sRGB");
      }
    } catch (EOFException e) {
      throw new DamagedImageException("it ends before its last chunk", e);
    }
    return new PngFile(standard ? Optional.empty() : profile, exif);
  }

  /** Checks the sum of a chunk; its data if they are kept. */
  private static byte[] check(
      ImageInputStream in, String name, byte[] head, long length, boolean kept) throws IOException {
    if (length > in.length() - in.getStreamPosition()) {
      throw new EOFException();
    }
    CRC32 sum = new CRC32();
    sum.update(head);
    byte[] data = new byte[kept ? (int) length : (int) Math.min(length, 1 << 16)];
    for (long left = length; left > 0; ) {
      int part = (int) Math.min(left, data.length);
      in.readFully(data, 0, part);
      sum.update(data, 0, part);
      left -= part;
    }
    if (in.readUnsignedInt() != sum.getValue()) {
      throw new DamagedImageException("the sum of its chunk " + name + " is wrong");
    }
    return data;
  }

  /** A name, a zero, the method of compression, and the profile; a wrong one is left out. */
  private static Optional<ICC_Profile> profile(byte[] data) {
    int name = 0;
    while (name < data.length && data[name] != 0) {
      name++;
    }
    if (name + 2 > data.length) {
      return Optional.empty();
    }
    try (InflaterInputStream in =
        new InflaterInputStream(new ByteArrayInputStream(data, name + 2, data.length - name - 2))) {
      return Optional.of(ICC_Profile.getInstance(in.readNBytes(MOST_BYTES)));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
