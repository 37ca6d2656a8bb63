package org.neuralstyle.objective;

import org.neuralstyle.vgg.Interpolation;

/**
 * Evenly spaced places along one side of a feature map; between two positions it is interpolated.
 *
 * @param start where the first place is, in positions
 * @param step from one place to the next, in positions
 * @param places how many there are
 * @param positions of the feature map
 */
record Axis(double start, double step, int places, int positions) {

  /** Places from the first position to the last one. */
  static Axis resized(int positions, int places) {
    return new Axis(0, places == 1 ? 0 : (positions - 1.0) / (places - 1), places, positions);
  }

  /** Some of the positions themselves. */
  static Axis strided(int positions, int stride, int offset) {
    return new Axis(offset, stride, (positions - offset + stride - 1) / stride, positions);
  }

  /** Only some of these places, from the first. */
  Axis every(int stride) {
    return new Axis(start, step * stride, (places + stride - 1) / stride, positions);
  }

  private double at(int place) {
    return start + place * step;
  }

  /** The position at a place or before it. */
  int first(int place) {
    return Math.min(positions - 1, (int) at(place));
  }

  /** The position at it or after it. */
  int second(int place) {
    return at(place) == first(place) ? first(place) : Math.min(positions - 1, first(place) + 1);
  }

  /** The first place at or after a position; the number of places if there is none. */
  int placeFrom(int position) {
    int place = 0;
    while (place < places && first(place) < position) {
      place++;
    }
    return place;
  }

  /** The first place for which a position or one after it counts. */
  int placeReading(int position) {
    int place = 0;
    while (place < places && second(place) < position) {
      place++;
    }
    return place;
  }

  /**
   * What a part of the feature map adds to some places.
   *
   * @param from first place
   * @param to end of the places, exclusive
   * @param top first position of the part
   * @param length positions of the part
   */
  Interpolation of(int from, int to, int top, int length) {
    int n = to - from;
    Interpolation lines = new Interpolation(new long[n], new long[n], new double[n], new double[n]);
    for (int i = 0; i < n; i++) {
      int first = first(from + i) - top;
      int second = second(from + i) - top;
      double fraction = at(from + i) - first(from + i);
      lines.first()[i] = Math.max(0, Math.min(length - 1, first));
      lines.second()[i] = Math.max(0, Math.min(length - 1, second));
      lines.firstWeight()[i] = first >= 0 && first < length ? 1 - fraction : 0;
      lines.secondWeight()[i] = second >= 0 && second < length ? fraction : 0;
    }
    return lines;
  }
}
