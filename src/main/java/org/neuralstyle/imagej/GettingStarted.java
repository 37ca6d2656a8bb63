package org.neuralstyle.imagej;

import ij.IJ;
import ij.plugin.PlugIn;

/** Makes a first picture of the images that come with the plugin, small and within seconds. */
public final class GettingStarted implements PlugIn {

  private static final String SETTINGS = "preset=painterly strength=0.4 size=256 iterations=50";

  /** The bridge creates it. */
  public GettingStarted() {}

  @Override
  public void run(String none) {
    if (OpenSamples.open()) {
      IJ.run(
          "Transfer Style...",
          "content=%s style=%s %s".formatted(OpenSamples.CONTENT, OpenSamples.STYLE, SETTINGS));
    }
  }
}
