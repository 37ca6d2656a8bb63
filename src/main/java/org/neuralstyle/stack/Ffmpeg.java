package org.neuralstyle.stack;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.neuralstyle.tensor.NativeLibraries;

/** What FFmpeg's C functions say, in Java's terms. */
final class Ffmpeg {

  /** The system's numbers of errors, as Linux, macOS and Windows have them. */
  private static final int TOO_LARGE = 27;

  private static final int NO_SPACE = 28;
  private static final int LONGEST_REASON = 256;

  private Ffmpeg() {}

  /** Loads FFmpeg, which writes about each damaged byte to standard error if nobody listens. */
  static void prepare() {
    NativeLibraries.prepare();
    Complaints.listen();
  }

  /** A file's address; without the scheme, a colon in a name would be taken for one. */
  static String url(Path file) {
    return "file:" + file.toAbsolutePath();
  }

  /** A call of FFmpeg that must not fail. */
  static int check(int code) throws FfmpegException {
    if (code < 0) {
      throw new FfmpegException(reason(code));
    }
    return code;
  }

  private static String reason(int code) {
    if (code == -NO_SPACE) {
      return "the disk is full";
    }
    if (code == -TOO_LARGE) {
      return "the file is larger than it may be";
    }
    byte[] text = new byte[LONGEST_REASON];
    avutil.av_strerror(code, text, text.length);
    return text(text).toLowerCase(Locale.ROOT);
  }

  /** C's text, which ends at a zero. */
  static String text(byte[] bytes) {
    String all = new String(bytes, StandardCharsets.UTF_8);
    int end = all.indexOf('\0');
    return end < 0 ? all : all.substring(0, end);
  }

  static AVRational rational(int numerator, int denominator) {
    return new AVRational().num(numerator).den(denominator);
  }

  static double seconds(long ticks, AVRational tick) {
    return (double) ticks * tick.num() / tick.den();
  }
}
