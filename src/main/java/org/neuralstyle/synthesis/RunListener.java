package org.neuralstyle.synthesis;

/**
 * Is told how a run, or a measurement of distances, goes on, on the thread that called for it, and
 * may stop it.
 */
public interface RunListener {

  /** Listens to nothing and never stops. */
  RunListener NONE = new RunListener() {};

  /**
   * What is being done.
   *
   * @param message one line
   */
  default void status(String message) {}

  /**
   * Something the user has to know about the result.
   *
   * @param message a sentence
   */
  default void warning(String message) {}

  /**
   * A run is about to begin.
   *
   * @param forecast what it is expected to take
   * @throws java.util.concurrent.CancellationException to end it before it begins
   */
  default void expected(Forecast forecast) {
    status("Expected: " + forecast);
  }

  /**
   * A run is about to begin that is expected to need more memory than there is.
   *
   * @param forecast what it is expected to take
   * @param available bytes of memory of the device
   * @throws IllegalArgumentException to refuse it; the message says what to do
   * @throws java.util.concurrent.CancellationException to end it before it begins
   */
  default void shortOfMemory(Forecast forecast, long available) {}

  /**
   * How far a download is.
   *
   * @param done bytes that have arrived
   * @param total bytes in all
   */
  default void downloaded(long done, long total) {}

  /**
   * An evaluation has been done.
   *
   * @param progress how far the run is; its preview is only valid during the call
   */
  default void evaluated(Progress progress) {}

  /**
   * Whether the user wants no more. Asked after each evaluation and now and then while neighbours
   * are chosen. Also before each image whose distances are measured, now and then while scores are,
   * and during a download; these then end with a {@link
   * java.util.concurrent.CancellationException}.
   *
   * @return true to end the run with the best image so far, {@link Ending.Reason#STOPPED}
   */
  default boolean isStopped() {
    return false;
  }

  /**
   * Whether the result is as good as it has to be. Asked after each evaluation of a run that is not
   * stopped.
   *
   * @return true to end the run with the best image so far, {@link Ending.Reason#ENOUGH}
   */
  default boolean isEnough() {
    return false;
  }
}
