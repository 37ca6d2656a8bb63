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

  /**
   * What this rectangle and another have in common.
   *
   * @param other a rectangle
   * @return one without rows, and with this one's columns, if they have nothing in common
   */
  public Positions within(Positions other) {
    Positions common =
        new Positions(
            Math.max(top, other.top),
            Math.min(bottom, other.bottom),
            Math.max(left, other.left),
            Math.min(right, other.right));
    return common.top < common.bottom && common.left < common.right
        ? common
        : new Positions(top, top, left, right);
  }

  /**
   * The rectangle around this one and another.
   *
   * @param other a rectangle
   * @return the least that has all positions of both
   */
  public Positions around(Positions other) {
    return new Positions(
        Math.min(top, other.top),
        Math.max(bottom, other.bottom),
        Math.min(left, other.left),
        Math.max(right, other.right));
  }
}
