package org.neuralstyle.imagej;

import java.nio.file.Files;
import java.nio.file.Path;
import net.imagej.patcher.LegacyEnvironment;

/** A program that runs a macro in ImageJ 1.x without a display, patched as Fiji patches it. */
public final class HeadlessMacro {

  private HeadlessMacro() {}

  /**
   * Runs a macro.
   *
   * @param arguments the macro's file
   * @throws Exception if ImageJ cannot be patched
   */
  public static void main(String[] arguments) throws Exception {
    Thread.currentThread().setContextClassLoader(HeadlessMacro.class.getClassLoader());
    LegacyEnvironment imagej = new LegacyEnvironment(HeadlessMacro.class.getClassLoader(), true);
    imagej.runMacro(Files.readString(Path.of(arguments[0])), "");
    System.exit(0);
  }
}
