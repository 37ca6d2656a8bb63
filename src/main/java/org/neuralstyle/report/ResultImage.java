package org.neuralstyle.report;

import ij.ImagePlus;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.synthesis.Inputs;

/** A run's picture as an image of ImageJ. */
public final class ResultImage {

  private ResultImage() {}

  /**
   * The picture with type and calibration of what it was made of.
   *
   * @param picture what the run made
   * @param title of the image
   * @param inputs of the run
   * @param like the content, or of a texture the style
   * @param rgb whether the image is RGB, whatever the type of the content
   * @return a new image, not shown
   */
  public static ImagePlus of(
      RgbImage picture, String title, Inputs inputs, DisplayedImage like, boolean rgb) {
    if (inputs.content().isPresent()) {
      return like.toImagePlus(picture, title, rgb);
    }
    // A texture is not a field of its style: it may be larger, but its pixels are never finer.
    RgbImage style = inputs.style().orElseThrow();
    double scaleX = Math.min(1, (double) picture.width() / style.width());
    double scaleY = Math.min(1, (double) picture.height() / style.height());
    return like.toImagePlus(picture, title, rgb, scaleX, scaleY);
  }
}
