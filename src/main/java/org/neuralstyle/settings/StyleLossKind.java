package org.neuralstyle.settings;

/** How an image is compared with a style. */
public enum StyleLossKind {
  /** By the Gram matrices of their features (Gatys, Ecker and Bethge, 2016). */
  GRAM,
  /** By Gram matrices, means and standard deviations (Galerne, Raad, Lezama and Morel, 2024). */
  GRAM_MEAN_STD,
  /** By the 2-Wasserstein distance of normal distributions with their means and covariances. */
  W2,
  /**
   * Each place with the one of the style that is nearest to it in the network's features (Kolkin et
   * al., 2022).
   */
  NEIGHBOURS;

  /**
   * Checks that regions have a meaning.
   *
   * @param labels whether there are labels of regions
   * @throws IllegalArgumentException if there are, and they have none
   */
  public void check(boolean labels) {
    if (labels && this == NEIGHBOURS) {
      throw new IllegalArgumentException(
          "A style by neighbours knows no labels. Leave them out, or choose gram.");
    }
  }
}
