package org.neuralstyle.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import org.neuralstyle.image.RgbImage;

/** Changes the size of images on the CPU, in floating point. */
public final class Resampling implements AutoCloseable {

  private final NDManager manager = NativeLibraries.pyTorch().newBaseManager(Device.cpu());
  private final TorchScript script =
      TorchScript.load(Resampling.class, "Resampling.torchscript", manager);

  /**
   * Resamples with a bicubic kernel (Keys, 1981), widened where the image is made smaller so that
   * nothing is aliased.
   *
   * @param image the image
   * @param width of the result in pixels
   * @param height of the result in pixels
   * @return an image of that size with values in 0..1; the image itself if it has that size
   */
  public RgbImage resize(RgbImage image, int width, int height) {
    if (image.width() == width && image.height() == height) {
      return image;
    }
    try (NDScope scope = new NDScope()) {
      NDArray source =
          manager.create(image.planes(), new Shape(1, 3, image.height(), image.width()));
      NDArray result = script.call("resized", source, (long) height, (long) width).clip(0, 1);
      return new RgbImage(width, height, result.toFloatArray());
    }
  }

  @Override
  public void close() {
    script.close();
    manager.close();
  }
}
