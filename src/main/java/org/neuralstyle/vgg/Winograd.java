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
 * <p>The results differ from direct ones by rounding, and depend to the last bit on which 6 x 6 of
 * them are computed together, but on nothing else: {@link Band} and {@link Window} see to that.
 *
 * <p>NNPACK has as many threads as the thread that first calls it, in the whole process. It is only
 * called where libtorch has one, so that bands of an image can go on side by side.
 */
final class Winograd {

  /** Rows, and columns, of a result that are computed together, from 8 x 8 of what is read. */
  static final int ROWS = 6;

  /** Bytes of a transformed kernel: 8 x 8 values in float32. */
  static final long TRANSFORMED = 8 * 8 * Float.BYTES;

  /** All kernels are transformed each time, which pays from about so many positions. */
  private static final long FEWEST_POSITIONS = 1024;

  private Winograd() {}

  /** Whether they are faster for a feature map of so many positions. */
  static boolean pays(long positions) {
    return positions >= FEWEST_POSITIONS;
  }

  /**
   * Whether there are such convolutions.
   *
   * @param manager on the device
   * @return false on GPUs, and on processors that NNPACK does not know
   */
  static boolean isAvailable(NDManager manager) {
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
