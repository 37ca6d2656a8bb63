package org.neuralstyle.imagej;

import ij.ImagePlus;
import ij.process.ColorProcessor;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** What an image shows, small. */
final class Thumbnail {

  /** Pixels of the longer side from which on pixels are left out before others are averaged. */
  private static final int FEW = 1024;

  private Thumbnail() {}

  /**
   * A small copy.
   *
   * @param imp an image with pixels
   * @param width it has at most, in pixels
   * @param height it has at most, in pixels
   * @return in the same proportions, never larger than the image
   */
  static ColorProcessor of(ImagePlus imp, int width, int height) {
    double few = Math.min(1, (double) FEW / Math.max(imp.getWidth(), imp.getHeight()));
    ColorProcessor shown = new ColorProcessor(drawn(imp.getImage(), imp, few));
    double scale =
        Math.min(
            1, Math.min((double) width / shown.getWidth(), (double) height / shown.getHeight()));
    return (ColorProcessor)
        shown.resize(side(shown.getWidth(), scale), side(shown.getHeight(), scale), true);
  }

  private static BufferedImage drawn(Image image, ImagePlus imp, double scale) {
    int width = side(imp.getWidth(), scale);
    int height = side(imp.getHeight(), scale);
    BufferedImage copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = copy.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return copy;
  }

  private static int side(int pixels, double scale) {
    return Math.max(1, (int) Math.round(pixels * scale));
  }
}
