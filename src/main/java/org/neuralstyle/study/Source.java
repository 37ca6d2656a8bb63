package org.neuralstyle.study;

import org.neuralstyle.image.RgbImage;
import org.neuralstyle.tensor.Resampling;

/**
 * An image with the name by which runs and tables refer to it.
 *
 * @param name a title or file name
 * @param image the image
 */
public record Source(String name, RgbImage image) {

  /** Checks the name. */
  public Source {
    if (name.isBlank()) {
      throw new IllegalArgumentException("An image of a sweep needs a name.");
    }
  }

  /**
   * This image at the size of a sweep's results, so that they can be compared with it.
   *
   * @param size the longer side in pixels, 0 for the image's own
   * @return the resampled image under the same name
   */
  public Source fitted(int size) {
    int longer = Math.max(image.width(), image.height());
    if (size == 0 || size == longer) {
      return this;
    }
    double factor = (double) size / longer;
    int width = (int) Math.max(1, Math.round(image.width() * factor));
    int height = (int) Math.max(1, Math.round(image.height() * factor));
    try (Resampling resampling = new Resampling()) {
      return new Source(name, resampling.resize(image, width, height));
    }
  }
}
