package org.neuralstyle.image;

/** How the colours of several channels become one colour; the result is clipped to 0..1. */
public enum Blend {
  /** The sum, as light adds up. */
  SUM(0),
  /** The maximum of each component. */
  MAX(0),
  /** The minimum of each component. */
  MIN(1),
  /** The sum of what each channel takes away from white, as inks add up. */
  INVERTED_SUM(1);

  final float start;

  Blend(float start) {
    this.start = start;
  }

  float add(float blended, float component) {
    return switch (this) {
      case SUM -> blended + component;
      case MAX -> Math.max(blended, component);
      case MIN -> Math.min(blended, component);
      case INVERTED_SUM -> blended + component - 1;
    };
  }
}
