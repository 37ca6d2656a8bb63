package org.neuralstyle.synthesis;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.neuralstyle.tensor.ComputeDevice;
import org.neuralstyle.tensor.Workers;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.weights.DownloadListener;
import org.neuralstyle.weights.Vgg19Weights;

/**
 * The network, as deep as it has been needed so far. Who needs it deeper has it replaced, as soon
 * as nobody computes with it and if the weights can be had; otherwise it stays as it is.
 */
final class Networks implements AutoCloseable {

  /** Where weights come from. */
  @FunctionalInterface
  interface Source {

    /** The weights of the first convolutions. */
    Vgg19Weights load(int convolutions, DownloadListener listener)
        throws IOException, InterruptedException;
  }

  /** What is done with the network. */
  @FunctionalInterface
  interface Computation<T> {

    /** Does it. */
    T with(Network network) throws IOException;
  }

  private final ComputeDevice device;
  private final Source source;

  /** Held to read by what computes with the network, and to write by what replaces it. */
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  private Optional<Network> network = Optional.empty();

  /**
   * No network yet.
   *
   * @param device where it computes; stays the caller's
   * @param source of its weights
   */
  Networks(ComputeDevice device, Source source) {
    this.device = device;
    this.source = source;
  }

  /**
   * Computes with the network, which nobody replaces meanwhile.
   *
   * @param deepest the deepest layer needed
   * @param listener is told of the weights' coming
   * @throws IOException if the weights cannot be had
   * @throws InterruptedException if the thread is interrupted while they are fetched
   */
  <T> T with(Layer deepest, RunListener listener, Computation<T> computation)
      throws IOException, InterruptedException {
    // Before anything is computed on this thread, lest it take on a number that is set for others.
    Workers.threads();
    while (true) {
      lock.readLock().lock();
      try {
        if (reaches(deepest)) {
          return computation.with(network.orElseThrow());
        }
      } finally {
        lock.readLock().unlock();
      }
      if (lock.getReadHoldCount() > 0) {
        throw new IllegalStateException(
            "A run's listener cannot start one that needs more of the network; it would wait for itself.");
      }
      deepen(deepest, listener);
    }
  }

  /** Who waits for another's weights need not read any if they were enough. */
  private synchronized void deepen(Layer deepest, RunListener listener)
      throws IOException, InterruptedException {
    // Replaced here only, so that it may be read here without the lock.
    if (!reaches(deepest)) {
      Network deeper = load(deepest, listener);
      lock.writeLock().lock();
      try {
        network.ifPresent(Network::close);
        network = Optional.of(deeper);
      } finally {
        lock.writeLock().unlock();
      }
    }
  }

  private boolean reaches(Layer deepest) {
    return network.filter(n -> n.reaches(deepest)).isPresent();
  }

  private Network load(Layer deepest, RunListener listener)
      throws IOException, InterruptedException {
    listener.status("Reading the VGG-19 weights up to " + deepest);
    Vgg19Weights weights =
        source.load(
            deepest.convolution(),
            new DownloadListener() {
              @Override
              public void progress(long done, long total) {
                listener.downloaded(done, total);
              }

              @Override
              public boolean isCancelled() {
                return listener.isStopped();
              }
            });
    return new Network(device, weights, weights.fileSha256());
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      network.ifPresent(Network::close);
    } finally {
      lock.writeLock().unlock();
    }
  }
}
