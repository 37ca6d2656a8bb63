package org.neuralstyle.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import org.neuralstyle.tensor.TorchScript;

/**
 * The rate at which a device does 3 x 3 convolutions directly, the most that an evaluation with
 * such convolutions can reach; those by Winograd's algorithm do with fewer operations.
 */
final class ConvolutionCeiling {

  private static final int REPETITIONS = 7;

  private ConvolutionCeiling() {}

  /**
   * The best rate of a forward convolution of the network's shapes, in either memory format.
   *
   * @param manager on the device to measure
   * @param size side of the image in pixels
   * @return floating point operations per second, a multiplication and an addition being two
   */
  static double measure(NDManager manager, int size) {
    double best = 0;
    try (TorchScript script =
        TorchScript.load(ConvolutionCeiling.class, "ConvolutionCeiling.torchscript", manager)) {
      // Channels and stride of the outputs of conv1_2, conv2_2 and conv3_2.
      for (int[] layer : new int[][] {{64, 1}, {128, 2}, {256, 4}}) {
        int side = size / layer[1];
        for (boolean channelsLast : new boolean[] {false, true}) {
          best = Math.max(best, rate(manager, script, layer[0], side, channelsLast));
        }
      }
    }
    return best;
  }

  private static double rate(
      NDManager manager, TorchScript script, int channels, int side, boolean channelsLast) {
    try (NDScope scope = new NDScope()) {
      NDArray x = manager.randomUniform(-1, 1, new Shape(1, channels, side, side));
      NDArray kernel = manager.randomUniform(-1, 1, new Shape(channels, channels, 3, 3));
      if (channelsLast) {
        x = script.call("channels_last", x);
        kernel = script.call("channels_last", kernel);
      }
      double shortest = Double.POSITIVE_INFINITY;
      for (int i = 0; i < REPETITIONS; i++) {
        long begin = System.nanoTime();
        try (NDArray y = script.call("conv", x, kernel);
            NDArray corner = y.get("0, 0, 0, 0")) {
          corner.getFloat(); // waits for the device
        }
        shortest = Math.min(shortest, (System.nanoTime() - begin) / 1e9);
      }
      return 2.0 * 9 * channels * channels * side * side / shortest;
    }
  }
}
