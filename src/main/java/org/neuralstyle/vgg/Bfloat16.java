package org.neuralstyle.vgg;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.neuralstyle.tensor.TorchScript;
import org.neuralstyle.tensor.Workers;

/** How fast a device is at {@link Precision#BFLOAT16}. */
public final class Bfloat16 {

  private static final int CHANNELS = 64;
  private static final int SIDE = 128;
  private static final int MOST_ROUNDS = 12;

  /** Emulated by simple loops, bfloat16 takes about six times as long as float32. */
  private static final double ENOUGH_SECONDS = 0.12;

  private Bfloat16() {}

  /** What a worker found. */
  private record Speedup(double value) implements Workers.Result {

    @Override
    public void close() {}
  }

  /**
   * Times a 3 x 3 convolution of 64 to 64 channels of 128 x 128 values in both types by turns and
   * takes the best of each. Where bands of an image go on side by side, it is done as for one of
   * them, on one core, since other programs leave that free more often than all of them.
   *
   * @param manager on the device
   * @param workers that compute bands there, if there are any
   * @return how many times as fast bfloat16 is as float32; below 1 if it is slower
   * @throws EngineException if the device does not compute in bfloat16
   */
  public static double speedup(NDManager manager, Optional<Workers> workers) {
    if (workers.isEmpty()) {
      return speedup(manager);
    }
    Supplier<Speedup> measurement = () -> new Speedup(speedup(manager));
    return workers.get().sideBySide(List.of(measurement)).get(0).value();
  }

  /**
   * The same on the calling thread.
   *
   * @param manager on the device
   * @return how many times as fast bfloat16 is as float32; below 1 if it is slower
   * @throws EngineException if the device does not compute in bfloat16
   */
  static double speedup(NDManager manager) {
    try (NDScope scope = new NDScope();
        TorchScript script = TorchScript.load(Bfloat16.class, "Bfloat16.torchscript", manager)) {
      NDArray map = manager.ones(new Shape(1, CHANNELS, SIDE, SIDE));
      NDArray kernel = manager.ones(new Shape(CHANNELS, CHANNELS, 3, 3));
      Convolution exact = new Convolution(script, map, kernel, false);
      Convolution rounded = new Convolution(script, map, kernel, true);
      double shortest = Double.POSITIVE_INFINITY;
      double shortestRounded = Double.POSITIVE_INFINITY;
      long begin = System.nanoTime();
      for (int i = 0; i < MOST_ROUNDS; i++) {
        shortest = Math.min(shortest, exact.seconds());
        shortestRounded = Math.min(shortestRounded, rounded.seconds());
        // The first round also warms up. Where bfloat16 may pay, all rounds are done: who goes on
        // with earlier results needs the same answer, whatever else the machine is doing.
        boolean slow = shortestRounded > shortest;
        if (i > 0 && slow && (System.nanoTime() - begin) / 1e9 > ENOUGH_SECONDS) {
          break;
        }
      }
      return shortest / shortestRounded;
    }
  }

  /** What it takes, which goes back into the script only, as {@link Precision#BFLOAT16} says. */
  private record Convolution(TorchScript script, NDArray map, NDArray kernel) {

    Convolution(TorchScript script, NDArray map, NDArray kernel, boolean rounded) {
      this(script, script.call("prepared", map, rounded), script.call("prepared", kernel, rounded));
    }

    double seconds() {
      long begin = System.nanoTime();
      try (NDArray value = script.call("convolved", map, kernel)) {
        value.getFloat(); // waits for the device
      }
      return (System.nanoTime() - begin) / 1e9;
    }
  }
}
