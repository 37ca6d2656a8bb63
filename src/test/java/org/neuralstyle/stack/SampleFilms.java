package org.neuralstyle.stack;

import org.neuralstyle.image.RgbImage;

/** Frames for small films. */
public final class SampleFilms {

  private SampleFilms() {}

  /**
   * A frame that is smooth, and of a brightness that tells its index.
   *
   * @param width in pixels
   * @param height in pixels
   * @param index from 0
   * @return the frame
   */
  public static RgbImage frame(int width, int height, int index) {
    float[] planes = new float[3 * width * height];
    for (int i = 0; i < planes.length; i++) {
      planes[i] = (float) (0.1 + 0.05 * index + 0.2 * (i % width) / width);
    }
    return new RgbImage(width, height, planes);
  }
}
