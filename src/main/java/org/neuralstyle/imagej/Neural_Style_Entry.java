package org.neuralstyle.imagej;

import ij.IJ;
import ij.Macro;
import ij.plugin.PlugIn;

/**
 * What the menu runs: the bridge, or where Java is too old for it, a message that says so. This
 * class alone is compiled for Java 8, and names no other of the plugin's.
 */
public final class Neural_Style_Entry implements PlugIn {

  /** ImageJ creates its plugins itself. */
  public Neural_Style_Entry() {}

  @Override
  public void run(String className) {
    PlugIn bridge;
    try {
      bridge =
          Class.forName("org.neuralstyle.imagej.Neural_Style_Bridge")
              .asSubclass(PlugIn.class)
              .getConstructor()
              .newInstance();
    } catch (UnsupportedClassVersionError e) {
      refuse(
          "Neural Style needs Java 17 or newer; this ImageJ runs on Java "
              + System.getProperty("java.version")
              + ".\nFiji: download it anew from https://fiji.sc, it brings Java 21."
              + "\nImageJ: install Java 17 or newer, for instance from https://adoptium.net,"
              + "\nand start ImageJ with it. Then install Neural Style there.");
      return;
    } catch (ReflectiveOperationException | LinkageError e) {
      refuse("The plugin is not complete: " + e + ". Install it again, see its README.");
      return;
    }
    bridge.run(className);
  }

  private static void refuse(String message) {
    IJ.error("Neural Style", message);
    // A macro must not go on as if there were a result.
    Macro.abort();
  }
}
