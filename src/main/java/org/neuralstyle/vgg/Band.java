package org.neuralstyle.vgg;

import java.util.ArrayList;
import java.util.List;

/**
 * Some rows of a block of VGG-19, computed on their own from the block's input, so that what one
 * convolution writes is still in the processor's cache when the next one reads it.
 *
 * <p>The rows of the last convolution are the band's own; each convolution before it computes as
 * many more at either side as the next one needs, where the image has them. All rows are counted at
 * the block's resolution, and bands begin and end at whole grains, so that what they compute is to
 * the last bit what the block in one piece is.
 *
 * @param first number of the first convolution
 * @param last number of the last convolution computed, in the same block
 * @param top start of the band's own rows
 * @param bottom end of the band's own rows, exclusive
 * @param height number of rows of the block's input
 * @param grain rows that convolutions compute together: {@link Winograd#ROWS}, or 1 if they are
 *     direct
 */
record Band(int first, int last, int top, int bottom, int height, int grain) {

  /**
   * Divides a block into bands of about equal height, which begin at even rows for the pooling.
   *
   * @param whole the block in one band
   * @param wanted how many bands, as far as there are so many even grains
   * @return from top to bottom
   */
  static List<Band> split(Band whole, int wanted) {
    int height = whole.height();
    int step = whole.grain() % 2 == 0 ? whole.grain() : 2 * whole.grain();
    int steps = Math.max(1, height / step);
    int count = Math.min(steps, wanted);
    List<Band> bands = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int top = step * (int) ((long) steps * i / count);
      int bottom = i + 1 == count ? height : step * (int) ((long) steps * (i + 1) / count);
      bands.add(new Band(whole.first(), whole.last(), top, bottom, height, whole.grain()));
    }
    return bands;
  }

  /** Whether convolutions go by Winograd's algorithm. */
  boolean winograd() {
    return grain > 1;
  }

  /**
   * Start of the rows that are computed of a convolution.
   *
   * @param convolution its number, or first - 1 for the block's input
   * @return the first row
   */
  int top(int convolution) {
    return Math.max(0, top - grain * (last - convolution));
  }

  /**
   * End of the rows that are computed of a convolution.
   *
   * @param convolution its number, or first - 1 for the block's input
   * @return the row after the last one
   */
  int bottom(int convolution) {
    return Math.min(height, bottom + grain * (last - convolution));
  }

  int rows(int convolution) {
    return bottom(convolution) - top(convolution);
  }

  /**
   * Start of the rows that a convolution reads. One row more than it computes is enough, but where
   * there is none at one side, both are padded, and a whole grain keeps the others in their place.
   */
  int readTop(int convolution) {
    int computed = top(convolution);
    if (computed == 0) {
      return 0;
    }
    return bottom(convolution) < height ? computed - 1 : computed - grain;
  }

  /** End of the rows that a convolution reads. */
  int readBottom(int convolution) {
    return Math.min(height, bottom(convolution) + 1);
  }

  /** Rows of zeros that a convolution adds at either side of those it reads. */
  int padding(int convolution) {
    return top(convolution) == 0 || bottom(convolution) == height ? 1 : 0;
  }
}
