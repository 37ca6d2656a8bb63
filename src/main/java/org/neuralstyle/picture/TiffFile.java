package org.neuralstyle.picture;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/**
 * The directories of a TIFF file, all of which lie within it, as does all that they point at: what
 * is found damaged here would come back half empty from readers, or never.
 *
 * @param directories in the order of the file, at least one
 */
record TiffFile(List<TiffDirectory> directories) {

  // The count that ImageJ writes; its stacks of more than 4 GB have one directory.
  private static final Pattern IMAGES = Pattern.compile("(?s)ImageJ=.*?\\bimages=(\\d+).*");
  private static final int NONE = 1;
  private static final Set<Integer> FAX = Set.of(2, 3, 4);
  private static final int LZW = 5;
  private static final int LZW_CLEAR = 256;
  private static final int LZW_END = 257;
  private static final int LZW_CODES = 4096;
  private static final int LZW_WIDTH = 9;
  private static final int LZW_MOST = 12;
  private static final int OLD_JPEG = 6;
  private static final int DEFLATE = 8;
  private static final int OLD_DEFLATE = 32946;
  private static final int PACK_BITS = 32773;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int YCBCR = 6;

  /**
   * Reads the directories and checks that the file is whole.
   *
   * @throws IOException if it is not; the message says why, as the end of a sentence
   */
  static TiffFile read(Path path) throws IOException {
    try (ImageInputStream in = new FileImageInputStream(path.toFile())) {
      TiffFile file = new TiffFile(directories(in));
      for (TiffDirectory directory : file.directories) {
        checkPixels(in, directory);
      }
      file.checkStack(in.length());
      return file;
    }
  }

  /** The first directory of EXIF data. */
  static TiffDirectory first(ImageInputStream in) throws IOException {
    boolean big = readHeader(in);
    return TiffDirectory.read(in, big ? in.readLong() : in.readUnsignedInt(), big);
  }

  /** Reads byte order and version. */
  private static boolean readHeader(ImageInputStream in) throws IOException {
    in.seek(0);
    if (in.length() >= 0 && in.length() < 8) {
      throw new DamagedImageException("it ends before its directory does");
    }
    in.setByteOrder(
        in.readUnsignedShort() == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    boolean big = in.readUnsignedShort() == 43;
    if (big) {
      in.readInt();
    }
    return big;
  }

  private static List<TiffDirectory> directories(ImageInputStream in) throws IOException {
    boolean big = readHeader(in);
    long offset = big ? in.readLong() : in.readUnsignedInt();
    List<TiffDirectory> directories = new ArrayList<>();
    Set<Long> visited = new HashSet<>();
    while (offset != 0) {
      if (!visited.add(offset)) {
        throw new DamagedImageException("its directories point at each other in a circle");
      }
      TiffDirectory directory = TiffDirectory.read(in, offset, big);
      directories.add(directory);
      offset = directory.next();
    }
    if (directories.isEmpty()) {
      throw new DamagedImageException("it has no directory");
    }
    return directories;
  }

  private static void checkPixels(ImageInputStream in, TiffDirectory directory) throws IOException {
    if (!directory.has(TiffDirectory.STRIP_OFFSETS)
        && !directory.has(TiffDirectory.TILE_OFFSETS)
        && directory.get(TiffDirectory.COMPRESSION, NONE) != OLD_JPEG) {
      throw new DamagedImageException("it does not say where its pixels are");
    }
    checkParts(
        in,
        directory,
        directory.all(TiffDirectory.STRIP_OFFSETS),
        directory.all(TiffDirectory.STRIP_BYTE_COUNTS));
    checkParts(
        in,
        directory,
        directory.all(TiffDirectory.TILE_OFFSETS),
        directory.all(TiffDirectory.TILE_BYTE_COUNTS));
  }

  private static void checkParts(
      ImageInputStream in, TiffDirectory directory, long[] offsets, long[] counts)
      throws IOException {
    long compression = directory.get(TiffDirectory.COMPRESSION, NONE);
    for (int i = 0; i < offsets.length; i++) {
      // Some writers leave out the counts, or get them wrong where the size says enough.
      long count = i < counts.length ? counts[i] : 1;
      if (offsets.length == 1 && compression == NONE) {
        count = bytes(directory);
      }
      if (offsets[i] < 0 || count < 0 || count > in.length() - offsets[i]) {
        throw new DamagedImageException(
            "%s of its %s bytes of pixels are missing"
                .formatted(Math.min(count, Math.max(0, offsets[i] + count - in.length())), count));
      }
      if (compression == DEFLATE || compression == OLD_DEFLATE) {
        checkDeflated(in, offsets[i], count);
      }
    }
    // Where colours have a lower resolution, there are fewer bytes than pixels say.
    if (compression == LZW
        && offsets.length == counts.length
        && offsets.length > 0
        && directory.get(TiffDirectory.PHOTOMETRIC, 1) != YCBCR) {
      checkUnpacked(in, directory, offsets, counts);
    }
  }

  /** LZW has no sums; where it is damaged, it mostly ends early. */
  private static void checkUnpacked(
      ImageInputStream in, TiffDirectory directory, long[] offsets, long[] counts)
      throws IOException {
    long whole = bytes(directory);
    long missing = whole;
    for (int i = 0; i < offsets.length; i++) {
      in.seek(offsets[i]);
      if (in.read() == 0 && (in.read() & 1) == 1) {
        return; // as before TIFF 6, with the bits the other way round
      }
      in.seek(offsets[i]);
      missing -= lzwBytes(in, 8 * counts[i]);
    }
    if (missing > 0) {
      throw new DamagedImageException(
          "a part of its compressed pixels is damaged: %s of %s bytes are missing"
              .formatted(missing, whole));
    }
  }

  /** How many bytes codes stand for (TIFF 6.0, section 13). */
  private static long lzwBytes(ImageInputStream in, long available) throws IOException {
    int[] lengths = new int[LZW_CODES];
    Arrays.fill(lengths, 0, LZW_CLEAR, 1);
    int next = LZW_END + 1;
    int width = LZW_WIDTH;
    int previous = 0;
    long bytes = 0;
    long left = available;
    while (left >= width) {
      int code = (int) in.readBits(width);
      left -= width;
      if (code == LZW_END) {
        break;
      } else if (code == LZW_CLEAR) {
        next = LZW_END + 1;
        width = LZW_WIDTH;
        previous = 0;
        continue;
      }
      int length = code < next ? lengths[code] : previous + 1;
      if (code > next || (code == next && previous == 0)) {
        break;
      }
      bytes += length;
      if (previous > 0 && next < LZW_CODES) {
        lengths[next++] = previous + 1;
      }
      previous = length;
      if (next == (1 << width) - 1 && width < LZW_MOST) {
        width++;
      }
    }
    return bytes;
  }

  private static void checkDeflated(ImageInputStream in, long offset, long count)
      throws IOException {
    Inflater inflater = new Inflater();
    byte[] packed = new byte[1 << 13];
    byte[] unpacked = new byte[1 << 16];
    try {
      in.seek(offset);
      long left = count;
      while (!inflater.finished()) {
        if (inflater.needsInput()) {
          int read = left > 0 ? in.read(packed, 0, (int) Math.min(left, packed.length)) : -1;
          if (read < 0) {
            throw new DamagedImageException("a part of its compressed pixels ends early");
          }
          inflater.setInput(packed, 0, read);
          left -= read;
        }
        if (inflater.inflate(unpacked) == 0 && inflater.needsDictionary()) {
          throw new DamagedImageException("a part of its compressed pixels is damaged");
        }
      }
    } catch (DataFormatException e) {
      throw new DamagedImageException("a part of its compressed pixels is damaged", e);
    } finally {
      inflater.end();
    }
  }

  /** ImageJ finds all slices behind the first one. */
  private void checkStack(long length) throws IOException {
    TiffDirectory first = first();
    Matcher matcher = IMAGES.matcher(first.description());
    long[] offsets = first.all(TiffDirectory.STRIP_OFFSETS);
    if (!matcher.matches() || offsets.length == 0 || directories.size() > 1) {
      return;
    }
    long images = Long.parseLong(matcher.group(1));
    long whole = (length - offsets[0]) / Math.max(1, bytes(first));
    if (whole < images) {
      throw new DamagedImageException(
          "%s of its %s slices are missing".formatted(images - whole, images));
    }
  }

  /** The bytes of all pixels of a directory, not compressed. */
  private static long bytes(TiffDirectory directory) {
    long bits = 0;
    long samples = directory.get(TiffDirectory.SAMPLES_PER_PIXEL, 1);
    long[] perSample = directory.all(TiffDirectory.BITS_PER_SAMPLE);
    for (int s = 0; s < samples; s++) {
      bits += perSample.length == 0 ? 1 : perSample[Math.min(s, perSample.length - 1)];
    }
    long rowBits = directory.get(TiffDirectory.WIDTH, 0) * bits;
    return (rowBits + 7) / 8 * directory.get(TiffDirectory.HEIGHT, 0);
  }

  /** The bytes of the pixels of all directories, not compressed. */
  long bytes() {
    return directories.stream().mapToLong(TiffFile::bytes).sum();
  }

  TiffDirectory first() {
    return directories.get(0);
  }

  /** Whether ImageJ wrote it, with its own display ranges. */
  boolean isFromImageJ() {
    return first().description().startsWith("ImageJ=");
  }

  /** Whether its first image is compressed as faxes are, which only some decoders check. */
  boolean isFax() {
    return FAX.contains((int) first().get(TiffDirectory.COMPRESSION, NONE));
  }

  /** Whether it has three channels of 16 bits that are red, green and blue. */
  boolean isDeepRgb() {
    return first().get(TiffDirectory.PHOTOMETRIC, 0) == RGB
        && first().get(TiffDirectory.SAMPLES_PER_PIXEL, 1) == 3
        && first().get(TiffDirectory.BITS_PER_SAMPLE, 1) == 16;
  }

  /** Whether ImageJ's own reader gets it right, which keeps what only ImageJ knows. */
  boolean isForImageJ() {
    TiffDirectory first = first();
    long photometric = first.get(TiffDirectory.PHOTOMETRIC, 1);
    long samples = first.get(TiffDirectory.SAMPLES_PER_PIXEL, 1);
    long bits = first.get(TiffDirectory.BITS_PER_SAMPLE, 1);
    long extra = first.get(TiffDirectory.EXTRA_SAMPLES, 0);
    boolean alpha = samples % 2 == 0 && (extra == 1 || extra == 2);
    boolean profile = photometric >= RGB && first.has(TiffDirectory.ICC_PROFILE);
    boolean half = first.get(TiffDirectory.SAMPLE_FORMAT, 1) == 3 && bits < 32;
    return !first.has(TiffDirectory.TILE_OFFSETS)
        && isCompressionForImageJ((int) first.get(TiffDirectory.COMPRESSION, NONE))
        && first.get(TiffDirectory.PREDICTOR, 1) <= 2
        && (photometric < PALETTE || (photometric == PALETTE && bits == 8))
        && (bits == 1 || bits == 8 || bits == 12 || bits % 16 == 0)
        && !alpha
        && !profile
        && !half;
  }

  private static boolean isCompressionForImageJ(int compression) {
    return switch (compression) {
      case NONE, LZW, DEFLATE, OLD_DEFLATE, PACK_BITS -> true;
      default -> false;
    };
  }
}
