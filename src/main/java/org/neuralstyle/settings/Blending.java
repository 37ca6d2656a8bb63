package org.neuralstyle.settings;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * How what was painted goes with its content.
 *
 * @param colour which colours it has
 * @param feather width of the edge of a region, inside of it, over which the style sets in; in
 *     pixels of the result
 */
@RecordBuilder
public record Blending(ColorMode colour, int feather) implements BlendingBuilder.With {

  private static final int WIDEST = 1000;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one makes no sense; the message names it and what is
   *     allowed
   */
  public Blending {
    Ranges.check("feather", feather, 0, WIDEST, " px");
  }
}
