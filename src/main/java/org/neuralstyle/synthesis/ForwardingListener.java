package org.neuralstyle.synthesis;

/** Tells another listener all that it is told, and stops when that one does. */
public abstract class ForwardingListener implements RunListener {

  private final RunListener listener;

  /**
   * A listener in front of another.
   *
   * @param listener is told
   */
  protected ForwardingListener(RunListener listener) {
    this.listener = listener;
  }

  @Override
  public void status(String message) {
    listener.status(message);
  }

  @Override
  public void warning(String message) {
    listener.warning(message);
  }

  @Override
  public void expected(Forecast forecast) {
    listener.expected(forecast);
  }

  @Override
  public void shortOfMemory(Forecast forecast, long available) {
    listener.shortOfMemory(forecast, available);
  }

  @Override
  public void downloaded(long done, long total) {
    listener.downloaded(done, total);
  }

  @Override
  public void evaluated(Progress progress) {
    listener.evaluated(progress);
  }

  @Override
  public boolean isStopped() {
    return listener.isStopped();
  }

  @Override
  public boolean isEnough() {
    return listener.isEnough();
  }
}
