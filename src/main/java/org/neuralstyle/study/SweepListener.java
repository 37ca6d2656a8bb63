package org.neuralstyle.study;

import java.nio.file.Path;
import org.neuralstyle.synthesis.Progress;
import org.neuralstyle.synthesis.RunListener;

/**
 * Is told how sweeps go on, and may stop them. Several runs may go on at once, each on a thread of
 * its own; only one thread at a time is in here.
 */
public interface SweepListener extends RunListener {

  /** Listens to nothing and never stops. */
  SweepListener NONE = new SweepListener() {};

  /**
   * Before the first run: some were finished earlier.
   *
   * @param finished different runs that are found finished
   * @param runs different runs of all sweeps
   * @param folder where they are kept
   */
  default void found(int finished, int runs, Path folder) {}

  /**
   * Before the first run: the folder holds runs of other sweeps only.
   *
   * @param finished runs that it holds
   * @param folder where they are kept
   */
  default void foundOthers(long finished, Path folder) {
    warning(
        "%s holds %s finished runs, but none of these: they have other settings, images or weights. They stay; tables and figures of the same names beside them will be replaced."
            .formatted(folder, finished));
  }

  /**
   * A run begins.
   *
   * @param sweep its sweep
   * @param run the run
   * @param before runs of all sweeps that began before it
   * @param runs runs of all sweeps
   */
  default void begun(Sweep sweep, Run run, int before, int runs) {}

  /**
   * An evaluation has been done.
   *
   * @param run the run it belongs to, one of those that have begun and not finished
   * @param fraction how much of all sweeps is done, 0 .. 1
   * @param remainingSeconds estimate for the rest of all sweeps, from the runs computed so far
   * @param progress of the run
   */
  default void progressed(Run run, double fraction, double remainingSeconds, Progress progress) {}

  /**
   * A run is finished, or has failed.
   *
   * @param sweep its sweep
   * @param result what it came to
   */
  default void finished(Sweep sweep, RunResult result) {}
}
