package org.neuralstyle.study;

import java.awt.image.BufferedImage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import javax.imageio.ImageIO;
import net.imglib2.img.array.ArrayImgs;
import org.neuralstyle.image.RgbImage;

/** The images that come with the project; their origin is in SOURCES.md beside them. */
public final class Samples {

  private static final String FOLDER = "/org/neuralstyle/samples/";

  private Samples() {}

  /**
   * A photograph.
   *
   * @return 512 x 410 px
   * @throws IOException if the installation lacks it
   */
  public static Source content() throws IOException {
    return read("content.jpg");
  }

  /**
   * A painting.
   *
   * @return 512 x 404 px
   * @throws IOException if the installation lacks it
   */
  public static Source style() throws IOException {
    return read("style.jpg");
  }

  private static Source read(String name) throws IOException {
    try (InputStream in = Samples.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new FileNotFoundException(
            "The sample image " + name + " is missing in this installation.");
      }
      BufferedImage image = ImageIO.read(in);
      int width = image.getWidth();
      int height = image.getHeight();
      int[] argb = image.getRGB(0, 0, width, height, null, 0, width);
      return new Source(name, RgbImage.ofArgb(ArrayImgs.argbs(argb, width, height)));
    }
  }
}
