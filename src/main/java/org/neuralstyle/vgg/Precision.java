package org.neuralstyle.vgg;

import ai.djl.ndarray.types.DataType;
import java.util.Locale;

/**
 * How exactly feature maps are computed. Images, losses and statistics are never in less than 4
 * bytes.
 */
public enum Precision {
  /** Where exactness matters more than speed. */
  FLOAT64(DataType.FLOAT64, 8),

  /** What the network was trained in. */
  FLOAT32(DataType.FLOAT32, 4),

  /**
   * The upper half of a float32, 8 bits of precision, for feature maps and convolutions after the
   * first one, which add up in float32. DJL ends the process when it is asked for the type of such
   * an array, so they go through TorchScript only.
   */
  BFLOAT16(DataType.FLOAT32, 2);

  private final DataType imageType;
  private final int bytes;

  Precision(DataType imageType, int bytes) {
    this.imageType = imageType;
    this.bytes = bytes;
  }

  /**
   * The type of images and of everything that is not a feature map.
   *
   * @return FLOAT32 or FLOAT64
   */
  public DataType imageType() {
    return imageType;
  }

  /**
   * The size of a feature map's value.
   *
   * @return in bytes
   */
  public int bytes() {
    return bytes;
  }

  /** As in settings and reports. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
