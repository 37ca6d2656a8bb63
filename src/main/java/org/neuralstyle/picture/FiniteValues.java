package org.neuralstyle.picture;

import ij.ImagePlus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Images of 32 bits with values that are infinite or not a number, as masks and ratios have them:
 * they are shown as the ends of the range of the others.
 */
final class FiniteValues {

  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private long others;
  private int x;
  private int y;

  private FiniteValues() {}

  /**
   * The image with finite values: those above all others as the highest of these, those below and
   * those that are no numbers as the lowest. If there are any, a warning says so.
   *
   * @throws DamagedImageException if no value is finite
   */
  static OpenedImage of(OpenedImage image, Path path) throws DamagedImageException {
    ImagePlus imp = image.imp();
    FiniteValues values = in(imp);
    if (values.others == 0) {
      return image;
    }
    if (values.min > values.max) {
      throw new DamagedImageException("none of its values is a finite number");
    }
    for (int n = 1; n <= imp.getStackSize(); n++) {
      values.replace((float[]) imp.getStack().getPixels(n));
    }
    double lower = imp.getDisplayRangeMin();
    double upper = imp.getDisplayRangeMax();
    if (!Double.isFinite(lower) || !Double.isFinite(upper) || !(lower < upper)) {
      imp.setDisplayRange(values.min, values.max);
    }
    List<String> warnings = new ArrayList<>(image.warnings());
    warnings.add(
        "%s holds infinite values or NaN (%s, the first at x=%s, y=%s); they are taken for the ends of the range of the others, %s to %s."
            .formatted(
                path, values.others, values.x, values.y, (float) values.min, (float) values.max));
    return new OpenedImage(imp, image.alpha(), warnings);
  }

  /** Whether all values are finite; a virtual stack is read slice by slice. */
  static boolean areAll(ImagePlus imp) {
    return in(imp).others == 0;
  }

  private static FiniteValues in(ImagePlus imp) {
    FiniteValues values = new FiniteValues();
    for (int n = 1; imp.getBitDepth() == 32 && n <= imp.getStackSize(); n++) {
      values.look((float[]) imp.getStack().getPixels(n), imp.getWidth());
    }
    return values;
  }

  private void look(float[] pixels, int width) {
    for (int i = 0; i < pixels.length; i++) {
      if (Float.isFinite(pixels[i])) {
        min = Math.min(min, pixels[i]);
        max = Math.max(max, pixels[i]);
      } else {
        if (others == 0) {
          x = i % width;
          y = i / width;
        }
        others++;
      }
    }
  }

  private void replace(float[] pixels) {
    for (int i = 0; i < pixels.length; i++) {
      if (!Float.isFinite(pixels[i])) {
        pixels[i] = (float) (pixels[i] > 0 ? max : min);
      }
    }
  }
}
