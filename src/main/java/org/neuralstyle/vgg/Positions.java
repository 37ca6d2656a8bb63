package org.neuralstyle.vgg;

/**
 * A rectangle of a feature map of a whole image; ends exclusive.
 *
 * @param top its first row
 * @param bottom the row after its last one
 * @param left its first column
 * @param right the column after its last one
 */
public record Positions(int top, int bottom, int left, int right) {

  /**
   * How many there are.
   *
   * @return rows times columns
   */
  public long count() {
    return (long) (bottom - top) * (right - left);
  }
}
