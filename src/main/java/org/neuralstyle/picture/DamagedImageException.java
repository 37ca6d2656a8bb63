package org.neuralstyle.picture;

import java.io.IOException;

/** A file that is not whole; the message says why, as the end of a sentence about it. */
final class DamagedImageException extends IOException {

  private static final long serialVersionUID = 1;

  DamagedImageException(String reason) {
    super(reason);
  }

  DamagedImageException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
