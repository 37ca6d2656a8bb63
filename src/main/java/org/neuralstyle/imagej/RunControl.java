package org.neuralstyle.imagej;

/** What the user wants of a run: to stop it, to cancel it, or to let it wait. */
final class RunControl {

  private boolean stopped;
  private boolean cancelled;
  private boolean paused;

  /** Ends the run with what it has. */
  synchronized void stop() {
    stopped = true;
    pause(false);
  }

  /** Ends the run, of which nothing is kept. */
  synchronized void cancel() {
    cancelled = true;
    stop();
  }

  /** Lets the run wait, or go on. */
  synchronized void pause(boolean wanted) {
    paused = wanted && !stopped;
    notifyAll();
  }

  synchronized boolean isPaused() {
    return paused;
  }

  synchronized boolean isCancelled() {
    return cancelled;
  }

  /** Whether the run is to end, asked on its thread; waits as long as it is paused. */
  synchronized boolean isStopped() {
    try {
      while (paused) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop();
    }
    return stopped;
  }
}
