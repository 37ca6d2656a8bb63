package org.neuralstyle.stack;

import java.io.IOException;

/** FFmpeg refused something; the message is a reason such as "the disk is full". */
final class FfmpegException extends IOException {

  private static final long serialVersionUID = 1;

  FfmpegException(String reason) {
    super(reason);
  }
}
