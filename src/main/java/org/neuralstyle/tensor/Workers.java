package org.neuralstyle.tensor;

import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Java threads on each of which libtorch computes with a number of threads of its own. Small
 * computations gain more from going on side by side than from being divided.
 */
public final class Workers implements AutoCloseable {

  /**
   * What a worker does.
   *
   * @param <T> what comes of it
   */
  @FunctionalInterface
  public interface Task<T> {

    /**
     * Does it.
     *
     * @return what came of it
     * @throws IOException if a file or a connection fails
     * @throws InterruptedException if it was interrupted
     */
    T call() throws IOException, InterruptedException;
  }

  /** What comes of a part of something, and is closed if another part fails. */
  public interface Result extends AutoCloseable {

    @Override
    void close();
  }

  /** Held where libtorch's number of threads is another for a moment. */
  private static final Object NUMBER_SET_LAST = new Object();

  private final ThreadPoolExecutor executor;

  /**
   * Starts workers.
   *
   * @param count how many, at least 1
   * @param threads of libtorch on each, at least 1
   * @throws IllegalArgumentException if one of them is less
   */
  public Workers(int count, int threads) {
    if (count < 1 || threads < 1) {
      throw new IllegalArgumentException(
          "There must be 1 worker and thread or more, not %s and %s.".formatted(count, threads));
    }
    Phaser started = new Phaser(count);
    ThreadFactory factory =
        work -> {
          Thread thread = new Thread(() -> start(work, threads, started), "neural-style worker");
          thread.setDaemon(true);
          return thread;
        };
    executor =
        new ThreadPoolExecutor(
            count, count, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
    // libtorch takes the number set last for all threads that it does not know yet: until that is
    // the caller's again, nobody else may ask.
    synchronized (NUMBER_SET_LAST) {
      int callers = threads();
      executor.prestartAllCoreThreads();
      started.awaitAdvance(0);
      JniUtils.setNumThreads(callers);
    }
  }

  private static void start(Runnable work, int threads, Phaser started) {
    try {
      // Asked first, or libtorch would set its default when it computes on this thread; and not by
      // threads(), for which the thread that starts this one waits.
      if (JniUtils.getNumThreads() != threads) {
        JniUtils.setNumThreads(threads);
      }
    } finally {
      started.arrive();
    }
    work.run();
  }

  /**
   * With how many threads libtorch computes on the calling thread; its results' last bits depend on
   * it.
   *
   * @return at least 1
   */
  public static int threads() {
    // The engine loads libtorch.
    NativeLibraries.pyTorch();
    synchronized (NUMBER_SET_LAST) {
      return JniUtils.getNumThreads();
    }
  }

  /**
   * Does tasks, begun in their order, as many at once as there are workers.
   *
   * @param tasks which must not touch what others change, and are to end soon when interrupted
   * @param <T> what comes of a task
   * @return what came of them, in their order
   * @throws IOException as the first task to fail throws it, as with all its exceptions; tasks
   *     under way are then interrupted, and have ended when this returns
   * @throws InterruptedException if a task or the calling thread is interrupted; as before
   */
  public <T> List<T> all(List<? extends Task<T>> tasks) throws IOException, InterruptedException {
    CompletionService<T> service = new ExecutorCompletionService<>(executor);
    List<Future<T>> futures = new ArrayList<>();
    List<T> results = new ArrayList<>();
    try {
      for (Task<T> task : tasks) {
        futures.add(service.submit(task::call));
      }
      // In the order in which they end, so that the first to fail ends the others.
      for (int i = 0; i < tasks.size(); i++) {
        service.take().get();
      }
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      close();
      throw unwrapped(e);
    } catch (InterruptedException e) {
      close();
      throw e;
    }
  }

  /**
   * Computes the parts of one thing, as many at once as there are workers. Always waits for all of
   * them, even if the calling thread is interrupted, which it then still is.
   *
   * @param parts what to compute; they must not change what others see
   * @param <T> what comes of a part
   * @return what came of them, in their order
   * @throws RuntimeException as the first part to fail throws it, as with errors; what came of the
   *     others is closed
   */
  public <T extends Result> List<T> sideBySide(List<? extends Supplier<T>> parts) {
    List<CompletableFuture<T>> futures =
        parts.stream().map(part -> CompletableFuture.<T>supplyAsync(part, executor)).toList();
    List<T> results = new ArrayList<>();
    Throwable failure = null;
    for (CompletableFuture<T> future : futures) {
      try {
        results.add(future.join());
      } catch (CompletionException e) {
        failure = failure == null ? e.getCause() : failure;
      }
    }
    if (failure != null) {
      results.forEach(Result::close);
      if (failure instanceof Error error) {
        throw error;
      }
      // Suppliers throw nothing else.
      throw (RuntimeException) failure;
    }
    return results;
  }

  private static IOException unwrapped(ExecutionException e) throws InterruptedException {
    Throwable cause = e.getCause();
    if (cause instanceof InterruptedException interruption) {
      throw interruption;
    }
    if (cause instanceof RuntimeException exception) {
      throw exception;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return (IOException) cause;
  }

  /** Interrupts the tasks under way, and waits for their end: they may hold native memory. */
  @Override
  public void close() {
    executor.shutdownNow();
    boolean interrupted = false;
    while (!executor.isTerminated()) {
      try {
        executor.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
