package org.neuralstyle.vgg;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import org.neuralstyle.tensor.TorchScript;

/**
 * Convolutions in float32 by Winograd's minimal filtering (Winograd, 1980; Lavin and Gray, 2016),
 * which need a fifth of the products; libtorch has them from NNPACK, for processors with AVX2 and
 * for ARM, not on Windows.
 *
 * <p>On one core of a server a 3 x 3 convolution took, in ms directly and so: 64 to 64 channels of
 * 128 x 128 positions 11.1 and 5.9, 128 to 256 channels of 64 x 64 21.6 and 8.3, 512 to 512 of 32 x
 * 32 43 and 21, of 16 x 16 12 and 12. The results differ by rounding, 3e-6 of a feature map instead
 * of 4e-7, and depend to the last bit on which 6 x 6 of them are computed together, but on nothing
 * else: {@link Band} and tiles see to that.
 *
 * <p>NNPACK has as many threads as the thread that first calls it, in the whole process. It is only
 * called where libtorch has one, so that bands of an image can go on side by side.
 */
public final class Winograd {

  /** Rows, and columns, of a result that are computed together, from 8 x 8 of what is read. */
  public static final int ROWS = 6;

  /** All kernels are transformed each time, which pays from about so many positions. */
  private static final long FEWEST_POSITIONS = 512;

  private Winograd() {}

  /** Whether they are faster for a feature map of some width and height. */
  static boolean pays(long width, long height) {
    return width * height >= FEWEST_POSITIONS;
  }

  /**
   * Whether there are such convolutions.
   *
   * @param manager on the device
   * @return false on GPUs, and on processors that NNPACK does not know
   */
  public static boolean isAvailable(NDManager manager) {
    if (!manager.getDevice().equals(Device.cpu())) {
      return false;
    }
    try (NDScope scope = new NDScope();
        TorchScript script = TorchScript.load(Winograd.class, "Winograd.torchscript", manager)) {
      NDArray one = manager.ones(new Shape());
      return script.call("available", one).toBooleanArray()[0];
    }
  }
}
