package org.neuralstyle.objective;

/**
 * The parts of an objective's value at one image.
 *
 * @param content unweighted content loss: the layers' mean squared differences, weighted among
 *     themselves
 * @param style unweighted style loss: the layers' losses, weighted among themselves
 * @param totalVariation unweighted total variation
 * @param temporal unweighted temporal loss, 0 for a single image
 * @param total the weighted sum, which is minimised
 */
public record Losses(
    double content, double style, double totalVariation, double temporal, double total) {

  /**
   * Whether the values are usable.
   *
   * @return false if the total is infinite or not a number
   */
  public boolean isFinite() {
    return Double.isFinite(total);
  }
}
