package org.neuralstyle.imagej;

import ij.ImagePlus;
import org.neuralstyle.synthesis.SynthesisResult;

/** Settings and losses as properties of an image, which TIFF files keep and Show Info lists. */
public final class ResultProperties {

  /** The properties' names begin with this. */
  public static final String PREFIX = "neuralstyle.";

  private ResultProperties() {}

  /**
   * Adds what a run did to its image.
   *
   * @param imp the image, changed
   * @param operation reconstruct, texture or transfer
   * @param result of the run
   */
  public static void add(ImagePlus imp, String operation, SynthesisResult result) {
    imp.setProp(PREFIX + "operation", operation);
    result.properties().forEach((name, value) -> imp.setProp(PREFIX + name, String.valueOf(value)));
  }
}
