package org.neuralstyle.stack;

import org.neuralstyle.image.Mask;
import org.neuralstyle.image.RgbImage;

/**
 * What a result is expected to look like from earlier results, gathered from the latest one on:
 * what a later one knows is not asked of an earlier one (the long-term confidence of Ruder,
 * Dosovitskiy and Brox, 2016, equation 9).
 */
final class Expectation {

  private final RgbImage content;
  private final float[] filling;
  private final boolean[] filled;
  private final float[] sum;
  private final float[] confidence;

  /**
   * Knows nothing yet.
   *
   * @param content the frame as it was filmed
   */
  Expectation(RgbImage content) {
    this.content = content;
    this.filling = content.planes().clone();
    this.filled = new boolean[content.width() * content.height()];
    this.sum = new float[content.planes().length];
    this.confidence = new float[content.width() * content.height()];
  }

  /**
   * Adds what an earlier result knows.
   *
   * @param result the earlier result
   * @param coherence of the frames
   */
  void add(RgbImage result, Coherence coherence) {
    float[] warped = OpticalFlow.warp(result, coherence.flow()).planes();
    int size = confidence.length;
    for (int i = 0; i < size; i++) {
      float weight = Math.max(0, coherence.confidence()[i] - confidence[i]);
      for (int c = 0; c < 3; c++) {
        sum[c * size + i] += weight * warped[c * size + i];
      }
      confidence[i] += weight;
      if (!filled[i] && coherence.consistent()[i]) {
        filled[i] = true;
        for (int c = 0; c < 3; c++) {
          filling[c * size + i] = warped[c * size + i];
        }
      }
    }
  }

  /** How much each pixel is known, 0..1, row by row. */
  float[] confidence() {
    return confidence;
  }

  /** Part of the frame that is known, from 0 to 1. */
  double known() {
    double sum = 0;
    for (float value : confidence) {
      sum += value;
    }
    return sum / confidence.length;
  }

  /** The pixels of the expected image that are filled from the content. */
  Mask fresh() {
    float[] values = new float[filled.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = filled[i] ? 0 : 1;
    }
    return new Mask(content.width(), content.height(), values);
  }

  /**
   * The expected image: at the edges of motion as the latest result has it, and filled from the
   * content where nothing has been seen before, in colours as they were painted elsewhere.
   */
  RgbImage image() {
    PaintedColors colors = new PaintedColors();
    colors.add(content, filling, filled);
    float[] all = filling.clone();
    colors.paint(all, filled);
    int size = confidence.length;
    float[] planes = new float[sum.length];
    for (int i = 0; i < planes.length; i++) {
      planes[i] = sum[i] + (1 - confidence[i % size]) * all[i];
    }
    return new RgbImage(content.width(), content.height(), planes);
  }
}
