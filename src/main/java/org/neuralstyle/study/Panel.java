package org.neuralstyle.study;

import java.util.Arrays;
import java.util.Optional;
import org.neuralstyle.image.RgbImage;

/**
 * A picture in a figure.
 *
 * @param caption the text below it
 * @param image the picture, empty for a gap
 */
public record Panel(String caption, Optional<RgbImage> image) {

  /** Leaves a place free. */
  static final Panel GAP = new Panel("", Optional.empty());

  /** Up to this quantile of its values a dark image is made brighter. */
  private static final double BRIGHT = 0.99;

  private static final int LARGEST_FACTOR = 64;

  static Panel of(Source source) {
    return new Panel(source.name(), Optional.of(source.image()));
  }

  /** Whether a run converged is told by the table, what failed also by the picture. */
  static Panel of(RunResult result) {
    String state = result.state();
    boolean remarkable = state.equals("failed") || state.equals("diverged");
    return new Panel(result.run().label() + (remarkable ? " (" + state + ")" : ""), result.image());
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
      return new Panel(caption, Optional.of(image));
    }
    for (int i = 0; i < planes.length; i++) {
      planes[i] = Math.min(1, image.planes()[i] * factor);
    }
    return new Panel(
        caption + " x " + factor, Optional.of(new RgbImage(image.width(), image.height(), planes)));
  }
}
