package org.neuralstyle;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A screen of 1366 x 768 px for the windows of one test, which so neither meet those of others nor
 * a person's.
 */
public final class VirtualDisplay implements AutoCloseable {

  private static final String PROGRAM = "Xvfb";

  private final Process xvfb;
  private final String name;

  private VirtualDisplay(Process xvfb, String name) {
    this.xvfb = xvfb;
    this.name = name;
  }

  /** Whether there is a program for it; tests with windows are skipped without. */
  public static boolean available() {
    String path = System.getenv("PATH");
    return path != null
        && Stream.of(path.split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, PROGRAM)));
  }

  /** Opens a screen. */
  public static VirtualDisplay open() throws IOException {
    Process xvfb =
        new ProcessBuilder(
                PROGRAM, "-displayfd", "1", "-screen", "0", "1366x768x24", "-nolisten", "tcp")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader said = xvfb.inputReader(StandardCharsets.US_ASCII);
    String number = said.readLine();
    if (number == null) {
      throw new IOException(PROGRAM + " did not start");
    }
    return new VirtualDisplay(xvfb, ":" + number.strip());
  }

  /** Lets a program that is not started yet open its windows here. */
  public void takeWindowsOf(ProcessBuilder program) {
    program.environment().put("DISPLAY", name);
  }

  @Override
  public void close() {
    xvfb.destroy();
  }
}
