package org.neuralstyle.stack;

import org.neuralstyle.image.RgbImage;

/**
 * Which pixels of a frame are known from an earlier one.
 *
 * @param flow from the frame to the earlier one
 * @param consistent whether the pixel is seen in both frames, row by row
 * @param confidence 1 for the pixels that are known, 0 for the others, row by row
 * @param sameScene false if the frames have too little in common
 */
record Coherence(FlowField flow, boolean[] consistent, float[] confidence, boolean sameScene) {

  /** Share of pixels with consistent motion below which two frames are of different scenes. */
  private static final double FEWEST_CONSISTENT = 0.3;

  /** Mean difference of the frame and the moved earlier one from which it is another scene. */
  private static final double LARGEST_DIFFERENCE = 0.15;

  /** Standard deviation of the colours by which slices may differ and yet be relied on. */
  private static final double SLICE_DEVIATION = 0.1;

  /**
   * Follows the motion between two frames.
   *
   * @param frame the frame
   * @param earlier the earlier one
   */
  static Coherence ofMotion(RgbImage frame, RgbImage earlier) {
    return of(
        frame, earlier, OpticalFlow.between(frame, earlier), OpticalFlow.between(earlier, frame));
  }

  /**
   * Relies on the pixels whose motion is the same in both directions and that do not lie at the
   * edge of a moving object (Sundaram, Brox and Keutzer, 2010; Ruder, Dosovitskiy and Brox, 2016,
   * equations 5 and 6).
   *
   * @param frame the frame
   * @param earlier the earlier one
   * @param backward flow from the frame to the earlier one
   * @param forward flow from the earlier one to the frame
   */
  static Coherence of(RgbImage frame, RgbImage earlier, FlowField backward, FlowField forward) {
    int width = frame.width();
    int height = frame.height();
    float[] confidence = new float[width * height];
    boolean[] seen = new boolean[width * height];
    int consistent = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (isConsistent(backward, forward, x, y)) {
          consistent++;
          seen[y * width + x] = true;
          confidence[y * width + x] = isMotionEdge(backward, x, y) ? 0 : 1;
        }
      }
    }
    RgbImage moved = OpticalFlow.warp(earlier, backward);
    boolean sameScene =
        consistent >= FEWEST_CONSISTENT * confidence.length
            && meanDifference(frame, moved) <= LARGEST_DIFFERENCE;
    return new Coherence(backward, seen, confidence, sameScene);
  }

  /**
   * Takes neighbouring slices as they lie, and relies on them as far as their colours agree: {@code
   * exp(-d^2 / 2 s^2)} with the root mean square difference d of the colours and s = 0.1.
   *
   * @param slice the slice
   * @param earlier the one before
   */
  static Coherence ofSlices(RgbImage slice, RgbImage earlier) {
    int size = slice.width() * slice.height();
    float[] confidence = new float[size];
    boolean[] agree = new boolean[size];
    for (int i = 0; i < size; i++) {
      double sum = 0;
      for (int c = 0; c < 3; c++) {
        double difference = slice.planes()[c * size + i] - earlier.planes()[c * size + i];
        sum += difference * difference;
      }
      confidence[i] = (float) Math.exp(-sum / 3 / (2 * SLICE_DEVIATION * SLICE_DEVIATION));
      agree[i] = confidence[i] > 0.5f;
    }
    return new Coherence(
        FlowField.none(slice.width(), slice.height()),
        agree,
        confidence,
        meanDifference(slice, earlier) <= LARGEST_DIFFERENCE);
  }

  private static boolean isConsistent(FlowField backward, FlowField forward, int x, int y) {
    if (!backward.isInside(x, y)) {
      return false;
    }
    int i = y * backward.width() + x;
    float u = backward.u()[i];
    float v = backward.v()[i];
    float forwardU = forward.at(forward.u(), x + u, y + v);
    float forwardV = forward.at(forward.v(), x + u, y + v);
    return square(forwardU + u) + square(forwardV + v)
        <= 0.01 * (square(forwardU) + square(forwardV) + square(u) + square(v)) + 0.5;
  }

  private static boolean isMotionEdge(FlowField flow, int x, int y) {
    int i = y * flow.width() + x;
    return gradient(flow, flow.u(), x, y) + gradient(flow, flow.v(), x, y)
        > 0.01 * (square(flow.u()[i]) + square(flow.v()[i])) + 0.002;
  }

  /** The squared norm of a component's gradient, by central differences. */
  private static double gradient(FlowField flow, float[] component, int x, int y) {
    int width = flow.width();
    int left = Math.max(0, x - 1);
    int right = Math.min(width - 1, x + 1);
    int top = Math.max(0, y - 1);
    int bottom = Math.min(flow.height() - 1, y + 1);
    double dx =
        (component[y * width + right] - component[y * width + left]) / Math.max(1, right - left);
    double dy =
        (component[bottom * width + x] - component[top * width + x]) / Math.max(1, bottom - top);
    return square(dx) + square(dy);
  }

  private static double meanDifference(RgbImage a, RgbImage b) {
    double sum = 0;
    for (int i = 0; i < a.planes().length; i++) {
      sum += Math.abs(a.planes()[i] - b.planes()[i]);
    }
    return sum / a.planes().length;
  }

  private static double square(double value) {
    return value * value;
  }
}
