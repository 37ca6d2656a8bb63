package org.neuralstyle.image;

import java.util.Objects;
import net.imglib2.type.numeric.IntegerType;
import net.imglib2.type.numeric.RealType;

/**
 * How one channel is shown: the values from {@code min} to {@code max} in the colours of a map;
 * values outside of this display range in the colour of its nearer end.
 *
 * @param min the value shown in the first colour
 * @param max the value shown in the last colour, above {@code min}
 * @param colors the colours
 */
public record Channel(double min, double max, ColorMap colors) {

  /**
   * A channel with a given display range.
   *
   * @throws IllegalArgumentException if the range is empty, infinite or not a number
   */
  public Channel {
    Objects.requireNonNull(colors);
    if (!Double.isFinite(min) || !Double.isFinite(max) || !(min < max)) {
      throw new IllegalArgumentException(
          "The display range " + min + " to " + max + " is empty or not finite; set it anew.");
    }
  }

  /**
   * A channel with the display range that a viewer gives, which is empty for a blank image: then it
   * is all of an integer type's values, or, for other types, the smallest range that holds 0, 1 and
   * both ends.
   *
   * @param min the lower end
   * @param max the upper end
   * @param colors the colours
   * @param type the type of the values
   * @return the channel
   * @throws IllegalArgumentException if the range is infinite or not a number
   */
  public static Channel of(double min, double max, ColorMap colors, RealType<?> type) {
    if (!(min >= max)) {
      return new Channel(min, max, colors);
    }
    if (type instanceof IntegerType) {
      return new Channel(type.getMinValue(), type.getMaxValue(), colors);
    }
    return new Channel(Math.min(0, max), Math.max(1, min), colors);
  }

  /** The position of a value in the display range, clipped to 0..1. */
  double position(double value) {
    return Math.min(Math.max((value - min) / (max - min), 0), 1);
  }

  /** The value at a position, which is clipped to 0..1. */
  double value(double position) {
    return min + Math.min(Math.max(position, 0), 1) * (max - min);
  }
}
