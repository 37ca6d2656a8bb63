package org.neuralstyle.study;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.neuralstyle.image.RgbImage;

/**
 * A picture in a figure.
 *
 * @param caption the text below it
 * @param image the picture, empty for a gap
 * @param row what is known of it, by column of the sweep's table; empty if it is no result
 */
public record Panel(String caption, Optional<RgbImage> image, Map<String, Object> row) {

  /** Leaves a place free. */
  static final Panel GAP = new Panel("", Optional.empty(), Map.of());

  /** Up to this quantile of its values a dark image is made brighter. */
  private static final double BRIGHT = 0.99;

  private static final int LARGEST_FACTOR = 64;

  /** An image that results are made from. */
  public static Panel of(Source source) {
    return of(source.name(), source.image());
  }

  /** A picture that is no result. */
  static Panel of(String caption, RgbImage image) {
    return new Panel(caption, Optional.of(image), Map.of());
  }

  /** Whether a run converged is told by the table, what failed also by the picture. */
  static Panel of(RunResult result, Map<String, Object> row) {
    String state = result.state();
    boolean remarkable = state.equals("failed") || state.equals("diverged");
    return new Panel(
        result.run().label() + (remarkable ? " (" + state + ")" : ""), result.image(), row);
  }

  /** Small values would look black: they are multiplied, and the caption says by how much. */
  static Panel brightened(String caption, RgbImage image) {
    float[] planes = image.planes().clone();
    Arrays.sort(planes);
    float bright = planes[(int) (BRIGHT * (planes.length - 1))];
    int factor = 1;
    while (2 * factor * bright <= 1 && factor < LARGEST_FACTOR) {
      factor *= 2;
    }
    if (factor == 1) {
      return of(caption, image);
    }
    for (int i = 0; i < planes.length; i++) {
      planes[i] = Math.min(1, image.planes()[i] * factor);
    }
    return of(caption + " x " + factor, new RgbImage(image.width(), image.height(), planes));
  }
}
