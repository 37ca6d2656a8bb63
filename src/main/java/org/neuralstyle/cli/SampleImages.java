package org.neuralstyle.cli;

import ij.ImagePlus;
import ij.process.ColorProcessor;
import java.io.IOException;
import java.net.URL;
import javax.imageio.ImageIO;
import org.neuralstyle.picture.DisplayedImage;

/** The images that come with the program; their sources are in SOURCES.md beside them. */
final class SampleImages {

  private static final String FOLDER = "/org/neuralstyle/samples/";

  private SampleImages() {}

  /** A photograph. */
  static DisplayedImage content() throws IOException {
    return read("content.jpg");
  }

  /** A painting. */
  static DisplayedImage style() throws IOException {
    return read("style.jpg");
  }

  private static DisplayedImage read(String name) throws IOException {
    URL url = SampleImages.class.getResource(FOLDER + name);
    if (url == null) {
      throw new IOException("The sample image " + name + " is missing in this installation.");
    }
    return DisplayedImage.of(new ImagePlus(name, new ColorProcessor(ImageIO.read(url))));
  }
}
