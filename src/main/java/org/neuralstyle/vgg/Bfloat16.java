package org.neuralstyle.vgg;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import org.neuralstyle.tensor.TorchScript;

/** How fast a device is at {@link Precision#BFLOAT16}. */
public final class Bfloat16 {

  private static final int CHANNELS = 64;

  /** Where bfloat16 is emulated by simple loops, the small image tells so before the large one. */
  private static final int[] SIDES = {16, 128};

  private static final int REPETITIONS = 6;

  private Bfloat16() {}

  /**
   * Times a 3 x 3 convolution of 64 to 64 channels in both types by turns, the best of each, so
   * that other programs on the machine disturb little.
   *
   * @param manager on the device
   * @return how many times as fast bfloat16 is as float32; below 1 if it is slower
   * @throws EngineException if the device does not compute in bfloat16
   */
  public static double speedup(NDManager manager) {
    double speedup = 1;
    try (TorchScript script = TorchScript.load(Bfloat16.class, "Bfloat16.torchscript", manager)) {
      for (int i = 0; i < SIDES.length && speedup > 0.5; i++) {
        speedup = speedup(manager, script, SIDES[i]);
      }
    }
    return speedup;
  }

  private static double speedup(NDManager manager, TorchScript script, int side) {
    try (NDScope scope = new NDScope()) {
      NDArray map = manager.ones(new Shape(1, CHANNELS, side, side));
      NDArray kernel = manager.ones(new Shape(CHANNELS, CHANNELS, 3, 3));
      // These only go back into the script, as Precision.BFLOAT16 says.
      NDArray[] maps = {script.call("prepared", map, false), script.call("prepared", map, true)};
      NDArray[] kernels = {
        script.call("prepared", kernel, false), script.call("prepared", kernel, true)
      };
      double[] shortest = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
      for (int i = 0; i < 2 * REPETITIONS; i++) {
        int type = i % 2;
        long begin = System.nanoTime();
        try (NDArray corner = script.call("corner", maps[type], kernels[type])) {
          corner.getFloat(); // waits for the device
        }
        shortest[type] = Math.min(shortest[type], (System.nanoTime() - begin) / 1e9);
      }
      return shortest[0] / shortest[1];
    }
  }
}
