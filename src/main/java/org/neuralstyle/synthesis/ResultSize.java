package org.neuralstyle.synthesis;

import org.neuralstyle.settings.SynthesisSettings;

/**
 * The size of a run's result.
 *
 * @param width in pixels
 * @param height in pixels
 */
public record ResultSize(int width, int height) {

  /**
   * The size that a run will come to, without computing anything.
   *
   * @param inputs the images that the settings need
   * @param settings of the run
   * @return that of the finest scale
   * @throws IllegalArgumentException if an image is missing, or it would be too small or too large;
   *     the message says what fits
   */
  public static ResultSize of(Inputs inputs, SynthesisSettings settings) {
    inputs.check(settings);
    Scale finest = Scales.of(inputs, settings).finest();
    return new ResultSize(finest.width(), finest.height());
  }
}
