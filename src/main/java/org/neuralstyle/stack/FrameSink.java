package org.neuralstyle.stack;

import java.io.IOException;
import org.neuralstyle.image.RgbImage;

/** Takes frames one by one as they are finished. */
public interface FrameSink extends AutoCloseable {

  /**
   * Is told of what comes, before the first frame is made.
   *
   * @param width of all frames, in pixels
   * @param height of all frames, in pixels
   * @throws IOException if such frames cannot be written; the message names the file
   */
  default void begin(int width, int height) throws IOException {}

  /**
   * Takes a frame.
   *
   * @param index from 0, growing by one from call to call
   * @param frame the frame, of the same size as all others
   * @throws IOException if it cannot be written; the message names the file
   */
  void write(int index, RgbImage frame) throws IOException;

  /**
   * Finishes what was written, also after fewer frames than planned.
   *
   * @throws IOException if that fails
   */
  @Override
  default void close() throws IOException {}
}
