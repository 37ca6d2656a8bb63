package org.neuralstyle.picture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.stream.ImageInputStream;

/**
 * One directory of a TIFF file, or of the EXIF data of another: what it says of an image. From
 * "TIFF Revision 6.0", Adobe 1992, and the design of BigTIFF.
 *
 * @param numbers the values of the fields that are whole numbers, by their tags
 * @param description the tag ImageDescription, or an empty text
 * @param next where the next directory begins, in bytes from the beginning; 0 for none
 */
record TiffDirectory(Map<Integer, long[]> numbers, String description, long next) {

  static final int SUBFILE_TYPE = 254;
  static final int WIDTH = 256;
  static final int HEIGHT = 257;
  static final int BITS_PER_SAMPLE = 258;
  static final int COMPRESSION = 259;
  static final int PHOTOMETRIC = 262;
  static final int STRIP_OFFSETS = 273;
  static final int ORIENTATION = 274;
  static final int SAMPLES_PER_PIXEL = 277;
  static final int STRIP_BYTE_COUNTS = 279;
  static final int PREDICTOR = 317;
  static final int TILE_OFFSETS = 324;
  static final int TILE_BYTE_COUNTS = 325;
  static final int EXTRA_SAMPLES = 338;
  static final int SAMPLE_FORMAT = 339;
  static final int ICC_PROFILE = 34675;
  private static final int DESCRIPTION = 270;

  /**
   * Reads a directory.
   *
   * @param in in the byte order of the file
   * @param offset where the directory begins
   * @param big whether the file is a BigTIFF
   * @throws IOException if the file ends within it
   */
  static TiffDirectory read(ImageInputStream in, long offset, boolean big) throws IOException {
    in.seek(offset);
    long fields = big ? in.readLong() : in.readUnsignedShort();
    int fieldSize = big ? 20 : 12;
    int room = big ? 8 : 4;
    long first = in.getStreamPosition();
    check(in, first, fields, fieldSize);
    Map<Integer, long[]> numbers = new HashMap<>();
    String description = "";
    for (int k = 0; k < fields; k++) {
      in.seek(first + (long) k * fieldSize);
      int tag = in.readUnsignedShort();
      int size = sizeOf(in.readUnsignedShort());
      long count = big ? in.readLong() : in.readUnsignedInt();
      if (size == 0) {
        continue;
      }
      if (count < 0 || count > room / size) {
        long values = big ? in.readLong() : in.readUnsignedInt();
        check(in, values, count, size);
        in.seek(values);
      }
      if (tag == DESCRIPTION) {
        byte[] text = new byte[(int) count];
        in.readFully(text);
        description = new String(text, StandardCharsets.ISO_8859_1);
      } else if (tag == ICC_PROFILE) {
        numbers.put(tag, new long[] {count});
      } else if (size > 1 || count <= room) {
        numbers.put(tag, numbers(in, (int) count, size));
      }
    }
    in.seek(first + fields * fieldSize);
    return new TiffDirectory(numbers, description, big ? in.readLong() : in.readUnsignedInt());
  }

  private static long[] numbers(ImageInputStream in, int count, int size) throws IOException {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] =
          switch (size) {
            case 1 -> in.readUnsignedByte();
            case 2 -> in.readUnsignedShort();
            case 4 -> in.readUnsignedInt();
            default -> in.readLong();
          };
    }
    return values;
  }

  private static void check(ImageInputStream in, long offset, long count, int size)
      throws IOException {
    if (offset < 0 || count < 0 || count > (in.length() - offset) / size) {
      throw new DamagedImageException("it ends before its directory does");
    }
  }

  /** Bytes of a value of a type: BYTE, ASCII, SHORT, LONG, LONG8, IFD8; 0 for what is not read. */
  private static int sizeOf(int type) {
    return switch (type) {
      case 1, 2, 7 -> 1;
      case 3 -> 2;
      case 4, 13 -> 4;
      case 16, 18 -> 8;
      default -> 0;
    };
  }

  /** All values of a field; none if it is missing. */
  long[] all(int tag) {
    return numbers.getOrDefault(tag, new long[0]);
  }

  /** The first value of a field, or a default. */
  long get(int tag, long missing) {
    long[] values = all(tag);
    return values.length == 0 ? missing : values[0];
  }

  boolean has(int tag) {
    return all(tag).length > 0;
  }

  Orientation orientation() {
    return new Orientation((int) get(ORIENTATION, 1));
  }
}
