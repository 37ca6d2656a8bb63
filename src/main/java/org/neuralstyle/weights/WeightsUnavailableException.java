package org.neuralstyle.weights;

import java.io.IOException;

/** Weights could not be downloaded. */
public final class WeightsUnavailableException extends IOException {

  private static final long serialVersionUID = 1;

  WeightsUnavailableException(String message, IOException cause) {
    super(message, cause);
  }
}
