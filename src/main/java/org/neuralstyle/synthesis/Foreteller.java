package org.neuralstyle.synthesis;

import java.io.IOException;
import org.neuralstyle.settings.SynthesisSettings;

/** Foretells what a run takes, of which a sweep or a stack has many. */
@FunctionalInterface
public interface Foreteller {

  /**
   * Foretells a run.
   *
   * @param inputs the images that the settings need
   * @param settings of the run
   * @return time and memory
   * @throws IllegalArgumentException if the settings do not fit the images; the message says how
   * @throws IOException if the weights cannot be had
   * @throws InterruptedException if the thread is interrupted
   */
  Forecast forecast(Inputs inputs, SynthesisSettings settings)
      throws IOException, InterruptedException;
}
