package org.neuralstyle.spark;

import java.io.Serializable;

/**
 * Work that is done on any machine, once: its result follows from it and the files it names.
 *
 * @param <T> its result
 */
interface Unit<T extends Serializable> extends Serializable {

  /** What it is, for a person. */
  String label();

  /**
   * Does it, on a thread of an executor. What fails is part of the result.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  T call() throws InterruptedException;
}
