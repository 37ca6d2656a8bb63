package org.neuralstyle.stack;

/**
 * Where each pixel of one frame is found in another: the pixel (x, y) lies at (x + u, y + v) there.
 *
 * @param width in pixels
 * @param height in pixels
 * @param u displacements to the right in pixels, row by row
 * @param v displacements downwards in pixels, row by row
 */
public record FlowField(int width, int height, float[] u, float[] v) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if the displacements do not fit the size
   */
  public FlowField {
    if (u.length != width * height || v.length != u.length) {
      throw new IllegalArgumentException(
          "A flow of %s x %s px has as many displacements, not %s and %s."
              .formatted(width, height, u.length, v.length));
    }
  }

  /**
   * No motion at all.
   *
   * @param width in pixels
   * @param height in pixels
   * @return a flow of zeros
   */
  public static FlowField none(int width, int height) {
    return new FlowField(width, height, new float[width * height], new float[width * height]);
  }

  /** Whether the pixel's counterpart lies within the other frame. */
  boolean isInside(int x, int y) {
    int i = y * width + x;
    float otherX = x + u[i];
    float otherY = y + v[i];
    return otherX >= 0 && otherY >= 0 && otherX <= width - 1 && otherY <= height - 1;
  }

  /** A displacement component between the pixels, by bilinear interpolation. */
  float at(float[] component, float x, float y) {
    int left = Math.max(0, Math.min(width - 2, (int) x));
    int top = Math.max(0, Math.min(height - 2, (int) y));
    int right = Math.min(width - 1, left + 1);
    int bottom = Math.min(height - 1, top + 1);
    float a = x - left;
    float b = y - top;
    return (1 - b) * ((1 - a) * component[top * width + left] + a * component[top * width + right])
        + b * ((1 - a) * component[bottom * width + left] + a * component[bottom * width + right]);
  }
}
