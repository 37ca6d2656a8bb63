package org.neuralstyle.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** FFmpeg's program, where there is one, asked whether a picture or film is damaged. */
final class OtherDecoder {

  private OtherDecoder() {}

  /** Whether it finds something wrong, with all its checks; not if it is not installed. */
  static boolean complains(Path file) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            "ffmpeg",
            "-nostdin",
            "-v",
            "error",
            "-err_detect",
            "crccheck+bitstream+buffer",
            "-i",
            file.toString(),
            // Results are pictures.
            "-an",
            "-f",
            "null",
            "-");
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String told = new String(process.getInputStream().readAllBytes());
      return !process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0 || !told.isBlank();
    } catch (IOException e) {
      return false;
    }
  }
}
