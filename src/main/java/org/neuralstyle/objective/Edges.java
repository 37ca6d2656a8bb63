package org.neuralstyle.objective;

/** What becomes of the edges of feature maps, where zero padding shows, in a style's statistics. */
public enum Edges {
  /** They count like all other positions. */
  COUNTED,
  /**
   * Positions that padding reaches are left out, as far as {@link
   * org.neuralstyle.vgg.Layer#paddingReach} says, but on each side at most 12 pixels of the image
   * and a quarter of all.
   */
  LEFT_OUT
}
