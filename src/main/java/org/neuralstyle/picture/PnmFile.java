package org.neuralstyle.picture;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the formats PBM, PGM and PPM, whose readers do not say if pixels are missing. */
final class PnmFile {

  private static final int END = -1;

  private PnmFile() {}

  /**
   * Checks that all pixels are there.
   *
   * @throws IOException if some are missing; the message says so, as the end of a sentence
   */
  static void check(Path path) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      in.read();
      int kind = in.read();
      long width = number(in);
      long height = number(in);
      long max = kind == '1' || kind == '4' ? 1 : number(in);
      ImageFileReader.checkSize(path, width, height);
      long row =
          switch (kind) {
            case '4' -> (width + 7) / 8;
            case '1' -> width;
            case '3', '6' -> 3 * width;
            default -> width;
          };
      long values = row * height;
      long found = 0;
      if (kind >= '4') {
        long bytes = max > 255 ? 2 : 1;
        while (found < values && in.skip(bytes) == bytes) {
          found++;
        }
      } else {
        while (found < values && (kind == '1' ? digit(in) : number(in)) != END) {
          found++;
        }
      }
      if (found < values) {
        throw new DamagedImageException(
            "%s of its %s values are missing".formatted(values - found, values));
      }
    }
  }

  /** The next number, and the character after it; comments are left out. */
  private static long number(InputStream in) throws IOException {
    int c = next(in);
    if (c == END) {
      return END;
    }
    long value = 0;
    while (c >= '0' && c <= '9' && value < Integer.MAX_VALUE) {
      value = 10 * value + c - '0';
      c = in.read();
    }
    return value;
  }

  /** The pixels of a PBM need no spaces between them. */
  private static long digit(InputStream in) throws IOException {
    return next(in);
  }

  private static int next(InputStream in) throws IOException {
    int c = in.read();
    while (c == '#' || Character.isWhitespace(c)) {
      while (c == '#' && c != END) {
        do {
          c = in.read();
        } while (c != '\n' && c != END);
      }
      c = in.read();
    }
    return c >= '0' && c <= '9' ? c : END;
  }
}
