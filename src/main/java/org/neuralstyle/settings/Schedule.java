package org.neuralstyle.settings;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * The sizes that a run goes through, and how long.
 *
 * @param size the longer side of the result in pixels, 0 for the input's own
 * @param scales how many sizes to go through, each half the next; 1 for the classic algorithm, 0
 *     for as many as the size suggests, which is one for a start from an image
 * @param iterations evaluations of the objective with one scale, at least 1; with more, transfers
 *     take a third of them at the finest, half at the one before and two thirds at all others;
 *     textures 20 % fewer at each finer one
 * @param styleScale size of the style and so of its strokes, in relation to what it is by default
 */
@RecordBuilder
public record Schedule(int size, int scales, int iterations, double styleScale)
    implements ScheduleBuilder.With {

  /** Evaluations by default. */
  public static final int DEFAULT_ITERATIONS = 300;

  private static final int MAXIMUM_SIZE = 1 << 15;
  private static final int MAXIMUM_SCALES = 12;
  private static final double SMALLEST_STYLE = 0.1;
  private static final double LARGEST_STYLE = 10;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one makes no sense; the message names it and what is
   *     allowed
   */
  public Schedule {
    Ranges.check("size", size, 0, MAXIMUM_SIZE, " px, where 0 keeps the input's own");
    Ranges.check("number of scales", scales, 0, MAXIMUM_SCALES, ", where 0 chooses by the size");
    Ranges.check("number of iterations", iterations, 1, 1_000_000, "");
    if (!(styleScale >= SMALLEST_STYLE && styleScale <= LARGEST_STYLE)) {
      throw new IllegalArgumentException(
          "The style scale must be from %s to %s, not %s."
              .formatted(SMALLEST_STYLE, LARGEST_STYLE, styleScale));
    }
  }
}
