package org.neuralstyle.stack;

import java.io.IOException;
import org.neuralstyle.image.RgbImage;

/** Frames that are read one by one, when they are needed. */
public interface FrameSource extends AutoCloseable {

  /**
   * The number of frames.
   *
   * @return at least 0
   */
  int count();

  /**
   * Reads a frame.
   *
   * @param index from 0; it mostly grows by one from call to call, and goes back a few frames at
   *     most
   * @return the frame, of the same size as all others
   * @throws IOException if it cannot be read; the message names the file and the frame
   */
  RgbImage read(int index) throws IOException;

  @Override
  default void close() throws IOException {}
}
