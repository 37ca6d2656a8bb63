package org.neuralstyle.benchmark;

import java.util.List;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.stack.FlowField;
import org.neuralstyle.stack.OpticalFlow;

/**
 * Flicker as the warping error (Lai et al., 2018): the mean squared difference of a frame and an
 * earlier one moved onto it, over the pixels seen in both.
 */
public final class WarpingError {

  private WarpingError() {}

  /** Which pixels are compared, and how they moved. */
  interface Motion {

    /** From a frame to an earlier one. */
    FlowField flow(int frame, int earlier);

    /** Which pixels of the frame are seen in the earlier one too. */
    boolean[] isSeen(int frame, int earlier);
  }

  static double of(List<RgbImage> frames, Motion motion, int lag) {
    double sum = 0;
    long values = 0;
    for (int i = lag; i < frames.size(); i++) {
      boolean[] seen = motion.isSeen(i, i - lag);
      float[] moved = OpticalFlow.warp(frames.get(i - lag), motion.flow(i, i - lag)).planes();
      float[] frame = frames.get(i).planes();
      for (int k = 0; k < frame.length; k++) {
        if (seen[k % seen.length]) {
          double difference = frame[k] - moved[k];
          sum += difference * difference;
          values++;
        }
      }
    }
    return sum / values;
  }
}
