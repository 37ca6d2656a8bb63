package org.neuralstyle.imagej;

import ij.ImagePlus;
import ij.gui.ImageCanvas;
import ij.gui.ImageWindow;
import ij.process.ImageProcessor;
import java.awt.Color;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.Rectangle;
import java.awt.event.MouseEvent;
import java.awt.image.BufferedImage;

/** Shows a result, and to the left of the mouse the content that it was made from. */
final class CompareCanvas extends ImageCanvas {

  private static final long serialVersionUID = 1;

  private final transient Image content;

  /** Where the content ends, in pixels of the image. */
  private int divider;

  private CompareCanvas(ImagePlus result, Image content) {
    super(result);
    this.content = content;
    divider = result.getWidth() / 2;
  }

  /**
   * Opens a window.
   *
   * @param content as it is shown now, of any size
   * @param result as it is shown now
   */
  static void open(ImagePlus content, ImagePlus result) {
    ImagePlus imp =
        new ImagePlus("Content | " + result.getTitle(), result.flatten().getProcessor());
    ImageProcessor ip = content.flatten().getProcessor();
    ip.setInterpolationMethod(ImageProcessor.BILINEAR);
    Image scaled = ip.resize(imp.getWidth(), imp.getHeight(), true).createImage();
    new ImageWindow(imp, new CompareCanvas(imp, scaled));
  }

  @Override
  public void mouseMoved(MouseEvent event) {
    super.mouseMoved(event);
    divider = offScreenX(event.getX());
    repaint();
  }

  @Override
  public void update(Graphics g) {
    paint(g);
  }

  /** At once, so that nothing flickers. */
  @Override
  public void paint(Graphics g) {
    int width = getWidth();
    int height = getHeight();
    if (width == 0 || height == 0) {
      return;
    }
    BufferedImage both = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D all = both.createGraphics();
    super.paint(all);
    Rectangle shown = getSrcRect();
    int x = screenX(divider);
    Graphics left = all.create(0, 0, Math.max(0, x), height);
    left.drawImage(
        content,
        0,
        0,
        width,
        height,
        shown.x,
        shown.y,
        shown.x + shown.width,
        shown.y + shown.height,
        null);
    left.dispose();
    all.setColor(Color.WHITE);
    all.drawLine(x, 0, x, height);
    all.dispose();
    g.drawImage(both, 0, 0, null);
  }
}
