package org.neuralstyle.imagej;

import ij.ImagePlus;
import ij.WindowManager;
import ij.plugin.PlugIn;
import ij.process.ColorProcessor;
import java.io.IOException;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.study.Samples;
import org.neuralstyle.study.Source;

/** Opens the images that come with the plugin, a photograph and a painting. */
public final class OpenSamples implements PlugIn {

  static final String CONTENT = "sample-content.jpg";
  static final String STYLE = "sample-style.jpg";

  /** The bridge creates it. */
  public OpenSamples() {}

  @Override
  public void run(String none) {
    open();
  }

  /** Opens those that are not open; tells whether both are. */
  static boolean open() {
    try {
      open(CONTENT, Samples.content());
      open(STYLE, Samples.style());
      return true;
    } catch (IOException e) {
      NeuralStyleCommand.showError(e.getMessage());
      return false;
    }
  }

  private static void open(String title, Source sample) {
    if (WindowManager.getImage(title) == null) {
      RgbImage image = sample.image();
      int[] argb = image.toArgb().update(null).getCurrentStorageArray();
      new ImagePlus(title, new ColorProcessor(image.width(), image.height(), argb)).show();
    }
  }
}
