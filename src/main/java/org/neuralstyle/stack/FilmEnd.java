package org.neuralstyle.stack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Whether a film's file ends in the middle of a part, by the lengths that its parts have; FFmpeg
 * reads what there is and says nothing.
 */
final class FilmEnd {

  private static final int GIF_END = ';';
  private static final int TS_SYNC = 0x47;
  private static final int TS_PACKET = 188;
  private static final long SEGMENT = 0x18538067L;
  private static final long CLUSTER = 0x1F43B675L;
  private static final long UNKNOWN = -1;

  private final RandomAccessFile in;
  private final long length;

  private FilmEnd(RandomAccessFile in) throws IOException {
    this.in = in;
    this.length = in.length();
  }

  /**
   * Looks at a file.
   *
   * @param kind FFmpeg's name of it
   * @return false too for kinds whose files do not say where they end
   */
  static boolean isMissing(Path file, String kind) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      FilmEnd end = new FilmEnd(in);
      return switch (kind) {
        case "gif" -> end.isGifCut();
        case "mpegts" -> end.isTransportStreamCut();
        case "matroska,webm" -> end.isMatroskaCut();
        case "mov,mp4,m4a,3gp,3g2,mj2" -> end.areBoxesCut();
        case "avi" -> end.isRiffCut();
        default -> false;
      };
    }
  }

  /** A mark is at the end; zeros may follow. */
  private boolean isGifCut() throws IOException {
    long at = length;
    int last = 0;
    while (last == 0 && at > 0) {
      at--;
      in.seek(at);
      last = in.read();
    }
    return last != GIF_END;
  }

  /** Packets have one length, on discs with 4 bytes before each. */
  private boolean isTransportStreamCut() throws IOException {
    int before = 0;
    while (before <= 4) {
      in.seek(before);
      if (in.read() == TS_SYNC) {
        return length % (TS_PACKET + before) != 0;
      }
      before += 4;
    }
    return false;
  }

  /** Elements have a length, or go on to the next of their kind. */
  private boolean isMatroskaCut() throws IOException {
    long at = 0;
    while (at < length) {
      in.seek(at);
      if (length - at < 2) {
        return true;
      }
      int first = in.read();
      int idBytes = Integer.numberOfLeadingZeros(first) - 23;
      if (idBytes > 4) {
        return false; // no element: FFmpeg goes on from the next one
      }
      long id = number(first, idBytes);
      int size = in.read();
      int sizeBytes = Integer.numberOfLeadingZeros(size) - 23;
      if (size < 0 || sizeBytes > 8) {
        return size < 0;
      }
      long mask = (1L << (7 * sizeBytes)) - 1;
      long value = number(size, sizeBytes) & mask;
      if (in.getFilePointer() > length) {
        return true;
      }
      long content = at + idBytes + sizeBytes;
      long end = value == mask ? UNKNOWN : content + value;
      if (end > length) {
        return true;
      }
      boolean inside = id == SEGMENT || id == CLUSTER;
      if (end == UNKNOWN && !inside) {
        return false;
      }
      at = inside ? content : end;
    }
    return false;
  }

  private long number(int first, int bytes) throws IOException {
    long value = first;
    for (int i = 1; i < bytes; i++) {
      value = (value << 8) | Math.max(0, in.read());
    }
    return value;
  }

  private boolean areBoxesCut() throws IOException {
    long at = 0;
    while (length - at >= 8) {
      in.seek(at);
      long size = in.readInt() & 0xffffffffL;
      in.readInt();
      if (size == 1) {
        if (length - at < 16) {
          return true;
        }
        size = in.readLong();
      }
      if (size == 0) {
        return false; // to the end, wherever that is
      }
      if (size < 8 || size > length - at) {
        return size > length - at;
      }
      at += size;
    }
    return at < length;
  }

  private boolean isRiffCut() throws IOException {
    long at = 0;
    while (length - at >= 8) {
      in.seek(at);
      byte[] name = new byte[4];
      in.readFully(name);
      long size = Integer.reverseBytes(in.readInt()) & 0xffffffffL;
      if (!new String(name, StandardCharsets.ISO_8859_1).equals("RIFF") || size == 0) {
        return false;
      }
      if (8 + size > length - at) {
        return true;
      }
      at += 8 + size + size % 2;
    }
    return false;
  }
}
