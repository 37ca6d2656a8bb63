package org.neuralstyle.imagej;

import java.nio.file.Files;
import java.nio.file.Path;
import net.imagej.patcher.LegacyEnvironment;

/** A program that runs macros in ImageJ 1.x without a display, patched as Fiji patches it. */
public final class HeadlessMacro {

  private HeadlessMacro() {}

  /**
   * Runs macros, one after the other.
   *
   * @param arguments the macros' files
   * @throws Exception if ImageJ cannot be patched
   */
  public static void main(String[] arguments) throws Exception {
    Thread.currentThread().setContextClassLoader(HeadlessMacro.class.getClassLoader());
    LegacyEnvironment imagej = new LegacyEnvironment(HeadlessMacro.class.getClassLoader(), true);
    for (String file : arguments) {
      imagej.runMacro(Files.readString(Path.of(file)), "");
    }
    System.exit(0);
  }
}
