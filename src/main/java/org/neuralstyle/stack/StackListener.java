package org.neuralstyle.stack;

import org.neuralstyle.image.RgbImage;
import org.neuralstyle.synthesis.Progress;
import org.neuralstyle.synthesis.RunListener;

/** Is told how a stack goes on, on the thread that runs it, and may stop it. */
public interface StackListener extends RunListener {

  /** Listens to nothing and never stops. */
  StackListener NONE = new StackListener() {};

  /**
   * An evaluation of a frame has been done.
   *
   * @param frame its index, from 0
   * @param frames number of frames
   * @param progress of the frame; its preview is only valid during the call
   * @param remainingSeconds estimate for all frames
   */
  default void evaluated(int frame, int frames, Progress progress, double remainingSeconds) {}

  /**
   * A frame is finished.
   *
   * @param report what is known of it
   * @param image the frame
   */
  default void finished(FrameReport report, RgbImage image) {}
}
