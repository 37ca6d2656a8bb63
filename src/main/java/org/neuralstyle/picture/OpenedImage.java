package org.neuralstyle.picture;

import ij.ImagePlus;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.image.AlphaMask;

/**
 * What was in an image file.
 *
 * @param imp the image, upright, not shown
 * @param alpha the transparency of its first slice, which ImageJ's images cannot hold; none if all
 *     is opaque
 * @param warnings what a person should know about it, in sentences that name the file
 */
public record OpenedImage(ImagePlus imp, Optional<AlphaMask> alpha, List<String> warnings) {

  /** An opened image. */
  public OpenedImage {
    warnings = List.copyOf(warnings);
  }

  static OpenedImage of(ImagePlus imp) {
    return new OpenedImage(imp, Optional.empty(), List.of());
  }
}
