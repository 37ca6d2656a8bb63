package org.neuralstyle.vgg;

import java.util.ArrayList;
import java.util.List;

/**
 * Some rows of a block of VGG-19, computed on their own from the block's input, so that what one
 * convolution writes is still in the processor's cache when the next one reads it.
 *
 * <p>The rows of the last convolution are the band's own; each convolution before it computes one
 * more row at either side, where the image has one. All rows are counted at the block's resolution.
 *
 * @param first number of the first convolution
 * @param last number of the last convolution computed, in the same block
 * @param top start of the band's own rows
 * @param bottom end of the band's own rows, exclusive
 * @param height number of rows of the block's input
 */
public record Band(int first, int last, int top, int bottom, int height) {

  /**
   * Divides a block into bands of about equal height, which begin at even rows for the pooling.
   *
   * @param first number of the first convolution
   * @param last number of the last convolution computed
   * @param height number of rows of the block's input
   * @param wanted how many bands, as far as there are so many pairs of rows
   * @return from top to bottom
   */
  static List<Band> split(int first, int last, int height, int wanted) {
    int pairs = Math.max(1, height / 2);
    int count = Math.min(pairs, wanted);
    List<Band> bands = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int top = 2 * (int) ((long) pairs * i / count);
      int bottom = i + 1 == count ? height : 2 * (int) ((long) pairs * (i + 1) / count);
      bands.add(new Band(first, last, top, bottom, height));
    }
    return bands;
  }

  /**
   * Start of the rows that are computed of a convolution.
   *
   * @param convolution its number, or first - 1 for the block's input
   * @return the first row
   */
  public int top(int convolution) {
    return Math.max(0, top - (last - convolution));
  }

  /**
   * End of the rows that are computed of a convolution.
   *
   * @param convolution its number, or first - 1 for the block's input
   * @return the row after the last one
   */
  public int bottom(int convolution) {
    return Math.min(height, bottom + last - convolution);
  }

  int rows(int convolution) {
    return bottom(convolution) - top(convolution);
  }
}
