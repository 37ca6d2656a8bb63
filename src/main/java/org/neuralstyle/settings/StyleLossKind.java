package org.neuralstyle.settings;

/** How an image is compared with a style. */
public enum StyleLossKind {
  /** By the Gram matrices of their features (Gatys, Ecker and Bethge, 2016). */
  GRAM,
  /**
   * Each place with the one of the style that is nearest to it in the network's features (Kolkin et
   * al., 2022).
   */
  NEIGHBOURS
}
