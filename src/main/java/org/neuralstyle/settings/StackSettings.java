package org.neuralstyle.settings;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * The settings of a stack; the factory method holds the defaults.
 *
 * @param synthesis settings of a single frame; the first of each scene is made with them
 * @param mode how frames depend on each other
 * @param motion true for films, whose motion is followed; false for slices, which are compared as
 *     they lie
 * @param temporalWeight factor of the temporal loss, finite, at least 0
 * @param lags which earlier frames a frame is compared with, increasing from 1
 * @param laterIterations most evaluations of frames that start from others; 0 for a third of the
 *     first frame's; those at half the size count a quarter in both
 */
@RecordBuilder
public record StackSettings(
    SynthesisSettings synthesis,
    StackMode mode,
    boolean motion,
    double temporalWeight,
    List<Integer> lags,
    int laterIterations)
    implements StackSettingsBuilder.With {

  /** The temporal weight by default. */
  public static final double DEFAULT_TEMPORAL_WEIGHT = 1e3;

  /** The lags by default. */
  public static final List<Integer> DEFAULT_LAGS = List.of(1, 2, 4);

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one makes no sense; the message names it and what is
   *     allowed
   */
  public StackSettings {
    lags = List.copyOf(lags);
    Ranges.checkWeight("temporal weight", temporalWeight);
    if (lags.isEmpty()
        || lags.get(0) != 1
        || !lags.stream().sorted().distinct().toList().equals(lags)) {
      throw new IllegalArgumentException(
          "The lags must increase from 1, such as 1, 2, 4, not " + lags + ".");
    }
    if (laterIterations < 0) {
      throw new IllegalArgumentException(
          "The iterations of later frames must be 0 or more, not " + laterIterations + ".");
    }
  }

  /**
   * The defaults of a single frame. Frames take the classic L-BFGS: in a third of the evaluations,
   * a frame that starts from the one before keeps up with one that starts anew. {@link
   * Method#LBFGS} comes to lower losses in both (style losses over a pan at 192 px, 100 and 33
   * evaluations: 7.0e-7 and 8.6e-7 instead of 11.8e-7 and 11.1e-7), but helps later frames less
   * than the first.
   *
   * @return those of a transfer, with that method
   */
  public static SynthesisSettings frame() {
    return SynthesisSettings.transfer().withEngine(engine -> engine.method(Method.CLASSIC));
  }

  /**
   * The defaults for a film.
   *
   * @param synthesis settings of a single frame
   * @return coherent along the motion, with a third of the evaluations for later frames
   */
  public static StackSettings of(SynthesisSettings synthesis) {
    return StackSettingsBuilder.builder()
        .synthesis(synthesis)
        .mode(StackMode.COHERENT)
        .motion(true)
        .temporalWeight(DEFAULT_TEMPORAL_WEIGHT)
        .lags(DEFAULT_LAGS)
        .laterIterations(0)
        .build();
  }

  /**
   * How far a frame looks back.
   *
   * @return the last of the lags, at least 1
   */
  public int longestLag() {
    return lags.get(lags.size() - 1);
  }
}
