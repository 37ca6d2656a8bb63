package org.neuralstyle.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The most memory that a process has held so far, as Linux counts it. */
public final class PeakMemory {

  private static final Path SELF = Path.of("/proc/self/status");
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  private PeakMemory() {}

  /**
   * The peak of the resident memory.
   *
   * @return bytes, or empty on systems that do not say
   * @throws IOException if the system's file cannot be read
   */
  public static OptionalLong resident() throws IOException {
    return Files.isReadable(SELF) ? peak(Files.readString(SELF)) : OptionalLong.empty();
  }

  /**
   * The peak of another process.
   *
   * @param pid its number
   * @return bytes, or empty if the process has ended or the system does not say
   */
  static OptionalLong resident(long pid) {
    try {
      return peak(Files.readString(Path.of("/proc/" + pid + "/status")));
    } catch (IOException ended) {
      return OptionalLong.empty();
    }
  }

  private static OptionalLong peak(String status) {
    Matcher matcher = PEAK.matcher(status);
    return matcher.find()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)) * 1024)
        : OptionalLong.empty();
  }
}
