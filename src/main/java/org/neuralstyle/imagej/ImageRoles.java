package org.neuralstyle.imagej;

import ij.ImagePlus;
import ij.measure.Calibration;
import ij.process.ImageProcessor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.neuralstyle.report.ResultProperties;

/** Proposes which open image is the content and which the style. */
final class ImageRoles {

  private static final Pattern STYLE =
      Pattern.compile("style|paint|\\bart|artwork|texture|pattern|mosaic|sketch|drawing");
  private static final Pattern CONTENT =
      Pattern.compile("content|photo|^img[_-]?\\d|^dsc|^pxl_|cells?\\b|microscop");

  /** Pixels of the small copies that are looked at, and of the squares in them. */
  private static final int SMALL = 128;

  private static final int SQUARE = 8;

  /** Difference of the unevenness from which on it counts. */
  private static final double CLEAR = 0.15;

  private ImageRoles() {}

  /**
   * Two images by their roles, each of which is missing if there are too few.
   *
   * @param content whose scene is kept
   * @param style whose style is taken on, never a result of this plugin
   */
  record Proposal(Optional<ImagePlus> content, Optional<ImagePlus> style) {}

  /**
   * Roles of the active image and of the one that was opened last beside it.
   *
   * @param open in the order in which they were opened
   * @param active one of them
   */
  static Proposal of(List<ImagePlus> open, Optional<ImagePlus> active) {
    Optional<Proposal> before = active.flatMap(imp -> sourcesOf(imp, open));
    if (before.isPresent()) {
      return before.get();
    }
    List<ImagePlus> latest = new ArrayList<>(open);
    Collections.reverse(latest);
    Optional<ImagePlus> first = active.or(() -> latest.stream().findFirst());
    Optional<ImagePlus> other =
        latest.stream()
            .filter(imp -> imp != first.orElse(null))
            .filter(imp -> !isResult(imp))
            .findFirst();
    boolean swapped = other.isPresent() && isRatherStyle(first.get(), other.get());
    return swapped ? new Proposal(other, first) : new Proposal(first, other);
  }

  /** The images that a result was made from, if they are open. */
  private static Optional<Proposal> sourcesOf(ImagePlus result, List<ImagePlus> open) {
    Map<String, String> properties = ResultProperties.read(result);
    Optional<ImagePlus> content = titled(properties.get("content"), open);
    Optional<ImagePlus> style = titled(properties.get("style"), open);
    return content.isPresent() && style.isPresent()
        ? Optional.of(new Proposal(content, style))
        : Optional.empty();
  }

  private static Optional<ImagePlus> titled(String title, List<ImagePlus> open) {
    return open.stream().filter(imp -> imp.getTitle().equals(title)).findFirst();
  }

  private static boolean isResult(ImagePlus imp) {
    return ResultProperties.read(imp).containsKey("operation");
  }

  /** Whether, of two images, the first is the one that looks like a style. */
  private static boolean isRatherStyle(ImagePlus one, ImagePlus other) {
    int hint = Integer.compare(hint(one), hint(other));
    if (hint != 0) {
      return hint > 0;
    }
    double difference = unevenness(other) - unevenness(one);
    if (Math.abs(difference) >= CLEAR) {
      return difference > 0;
    }
    return pixels(one) < pixels(other);
  }

  private static long pixels(ImagePlus imp) {
    return (long) imp.getWidth() * imp.getHeight();
  }

  /** What is known without looking: more for a style, less for a content. */
  private static int hint(ImagePlus imp) {
    if (imp.getStackSize() > 1) {
      return -3;
    }
    boolean measured =
        imp.getBitDepth() == 16 || imp.getBitDepth() == 32 || isGrey(imp) || isCalibrated(imp);
    String title = imp.getTitle().toLowerCase(Locale.ROOT);
    return isResult(imp) || measured
        ? -2
        : (STYLE.matcher(title).find() ? 1 : 0) - (CONTENT.matcher(title).find() ? 1 : 0);
  }

  /** Of a microscope, for example; inches are only those of a printer. */
  private static boolean isCalibrated(ImagePlus imp) {
    Calibration calibration = imp.getCalibration();
    return calibration.scaled() && !calibration.getUnit().startsWith("inch");
  }

  /** Whether it shows no colour. */
  static boolean isGrey(ImagePlus imp) {
    return imp.getBitDepth() != 24 && !imp.isComposite() && !imp.getProcessor().isColorLut();
  }

  /**
   * How unequally detail is spread, as the standard deviation of small squares' mean gradients in
   * relation to their mean. Paintings have strokes everywhere; photographs have a sky, or something
   * out of focus.
   */
  static double unevenness(ImagePlus imp) {
    ImageProcessor grey = Thumbnail.of(imp, SMALL, SMALL).convertToByteProcessor();
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (int y = 0; y + SQUARE < grey.getHeight(); y += SQUARE) {
      for (int x = 0; x + SQUARE < grey.getWidth(); x += SQUARE) {
        double gradient = gradient(grey, x, y);
        sum += gradient;
        squares += gradient * gradient;
        count++;
      }
    }
    double mean = count == 0 ? 0 : sum / count;
    return mean == 0 ? Double.MAX_VALUE : Math.sqrt(squares / count - mean * mean) / mean;
  }

  private static double gradient(ImageProcessor grey, int left, int top) {
    double sum = 0;
    for (int y = top; y < top + SQUARE; y++) {
      for (int x = left; x < left + SQUARE; x++) {
        sum += Math.hypot(grey.get(x + 1, y) - grey.get(x, y), grey.get(x, y + 1) - grey.get(x, y));
      }
    }
    return sum / SQUARE / SQUARE;
  }
}
