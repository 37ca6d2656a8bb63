package org.neuralstyle.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkersTest {

  private static final int THREADS = 3;

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (BrokenBarrierException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Tasks that end only if as many as there are workers go on at once. */
  private static List<Workers.Task<Integer>> meeting(int count, int parties) {
    CyclicBarrier barrier = new CyclicBarrier(parties);
    List<Workers.Task<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      tasks.add(
          () -> {
            meet(barrier);
            return number;
          });
    }
    return tasks;
  }

  @Test
  void tasksGoOnAtOnceAndResultsAreInTheirOrder() throws IOException, InterruptedException {
    try (Workers workers = new Workers(2, 1)) {
      assertEquals(List.of(0, 1, 2, 3), workers.all(meeting(4, 2)));
      assertEquals(List.of(0, 1), workers.all(meeting(2, 2)), "they can be used again");
    }
  }

  @Test
  void eachHasItsNumberOfThreadsAndNobodyElse() throws Exception {
    int before = Workers.threads();
    try (Workers workers = new Workers(2, THREADS);
        NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
      List<Workers.Task<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        tasks.add(
            () -> {
              // Computing must not bring libtorch's default back.
              try (NDArray ones = manager.ones(new Shape(300, 300));
                  NDArray product = ones.matMul(ones)) {
                assertEquals(300, product.getFloat(7, 7));
              }
              return Workers.threads();
            });
      }
      assertEquals(List.of(THREADS, THREADS, THREADS, THREADS), workers.all(tasks));
      assertEquals(before, Workers.threads());
      FutureTask<Integer> elsewhere = new FutureTask<>(Workers::threads);
      new Thread(elsewhere).start();
      assertEquals(before, elsewhere.get());
    }
    assertEquals(before, Workers.threads());
  }

  /** Threads that libtorch does not know yet must not take on the number of somebody's workers. */
  @Test
  void devicesOpenedAtOnceHaveAllThreads() throws Exception {
    int expected = Workers.threads();
    CyclicBarrier together = new CyclicBarrier(8);
    for (int round = 0; round < 20; round++) {
      List<FutureTask<Integer>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        FutureTask<Integer> open =
            new FutureTask<>(
                () -> {
                  meet(together);
                  try (ComputeDevice device = ComputeDevice.open(DeviceChoice.CPU)) {
                    assertEquals(expected > 1, device.workers().isPresent());
                    return Workers.threads();
                  }
                });
        new Thread(open).start();
        all.add(open);
      }
      for (FutureTask<Integer> open : all) {
        assertEquals(expected, open.get());
      }
    }
    assertEquals(expected, Workers.threads());
  }

  @Test
  void theFirstFailureIsPassedOnAndEndsTheOthers() throws InterruptedException {
    IOException failure = new IOException("no");
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    List<Workers.Task<Void>> tasks =
        List.of(
            () -> {
              begun.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.set(true);
              }
              return null;
            },
            () -> {
              begun.await();
              throw failure;
            });
    try (Workers workers = new Workers(2, 1)) {
      assertSame(failure, assertThrows(IOException.class, () -> workers.all(tasks)));
      assertTrue(interrupted.get(), "and has ended");
    }
  }

  @Test
  void exceptionsOfAllKindsArePassedOn() throws InterruptedException {
    for (Throwable thrown :
        List.of(new IllegalStateException(), new OutOfMemoryError(), new InterruptedException())) {
      Workers.Task<Void> task =
          () -> {
            WorkersTest.<RuntimeException>sneak(thrown);
            return null;
          };
      try (Workers workers = new Workers(1, 1)) {
        assertSame(thrown, assertThrows(Throwable.class, () -> workers.all(List.of(task))));
      }
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> void sneak(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @Test
  void anInterruptedCallerEndsTheTasks() throws InterruptedException {
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread caller = Thread.currentThread();
    Workers.Task<Void> task =
        () -> {
          caller.interrupt();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.set(true);
          }
          return null;
        };
    try (Workers workers = new Workers(1, 1)) {
      assertThrows(InterruptedException.class, () -> workers.all(List.of(task)));
    }
    assertTrue(interrupted.get());
    assertFalse(Thread.interrupted());
  }

  /** Knows whether it was closed. */
  private static final class Closeable implements Workers.Result {
    private final int number;
    private boolean closed;

    Closeable(int number) {
      this.number = number;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void partsGoOnAtOnceAndComeInTheirOrder() {
    CyclicBarrier barrier = new CyclicBarrier(2);
    List<Supplier<Closeable>> parts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int number = i;
      parts.add(
          () -> {
            meet(barrier);
            return new Closeable(number);
          });
    }
    try (Workers workers = new Workers(2, 1)) {
      // It goes on even if the caller is interrupted, since the parts are short.
      Thread.currentThread().interrupt();
      List<Closeable> results = workers.sideBySide(parts);
      assertTrue(Thread.interrupted());
      assertEquals(List.of(0, 1, 2, 3), results.stream().map(r -> r.number).toList());
      assertTrue(results.stream().noneMatch(r -> r.closed));
    }
  }

  @Test
  void partsThatFailCloseTheOthersAndWorkersCanBeUsedAgain() {
    for (Throwable thrown : List.of(new IllegalStateException("no"), new OutOfMemoryError("no"))) {
      Closeable result = new Closeable(1);
      List<Supplier<Closeable>> parts =
          List.of(
              () -> {
                WorkersTest.<RuntimeException>sneak(thrown);
                return null;
              },
              () -> result);
      try (Workers workers = new Workers(2, 1)) {
        assertSame(thrown, assertThrows(Throwable.class, () -> workers.sideBySide(parts)));
        assertTrue(result.closed);
        List<Supplier<Closeable>> again = List.of(() -> new Closeable(2));
        assertEquals(2, workers.sideBySide(again).get(0).number);
      }
    }
  }

  @Test
  void thereIsAtLeastOne() {
    assertThrows(IllegalArgumentException.class, () -> new Workers(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Workers(1, 0));
  }
}
