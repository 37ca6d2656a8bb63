package org.neuralstyle.synthesis;

import org.neuralstyle.image.RgbImage;

/**
 * What a frame is expected to look like from the frames before (Ruder, Dosovitskiy and Brox, 2016).
 *
 * @param image the expected frame
 * @param confidence how much each pixel of it is relied on, row by row, from 0, where nothing is
 *     known, to 1
 * @param weight factor of the temporal loss, finite, at least 0
 */
public record TemporalTarget(RgbImage image, float[] confidence, double weight) {

  /**
   * Checks the target.
   *
   * @throws IllegalArgumentException if the confidence does not fit the image, or a value is out of
   *     range
   */
  public TemporalTarget {
    if (confidence.length != image.width() * image.height()) {
      throw new IllegalArgumentException(
          "An image of %s x %s px has %s confidences, not %s."
              .formatted(
                  image.width(),
                  image.height(),
                  image.width() * image.height(),
                  confidence.length));
    }
    for (float value : confidence) {
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException("A confidence must be from 0 to 1, not " + value + ".");
      }
    }
    if (!(weight >= 0) || !Double.isFinite(weight)) {
      throw new IllegalArgumentException(
          "The temporal weight must be a number of 0 or more, not " + weight + ".");
    }
  }
}
