package org.neuralstyle.vgg;

import java.util.stream.IntStream;

/**
 * The memory that a network's passes take, about.
 *
 * @param precision of the feature maps
 * @param workingBytes of a feature map that are computed at once, by all threads; smaller maps are
 *     computed whole
 * @param workspaceBytes that convolutions need beside feature maps, on all threads
 */
public record PassMemory(Precision precision, long workingBytes, long workspaceBytes) {

  /** Feature maps of a window, with rows that are computed twice, in relation to their number. */
  private static final double KEPT = 1.1;

  /** Maps of the largest layer that are alive at once on the way. */
  private static final int WORKING_MAPS = 5;

  /**
   * What a pass keeps for its way back.
   *
   * @param deepest how far the pass goes
   * @return bytes for each pixel of its window
   */
  public double kept(Layer deepest) {
    return KEPT
        * IntStream.rangeClosed(1, deepest.convolution())
            .mapToObj(Layer::conv)
            .mapToDouble(layer -> map(layer) + (layer.isLastOfBlock() ? map(layer) / 4 : 0))
            .sum();
  }

  /**
   * What is there on the way only.
   *
   * @param pixels of the window
   * @return bytes, without {@link #workspaceBytes}
   */
  public double working(double pixels) {
    return WORKING_MAPS * Math.min(map(Layer.conv(1)) * pixels, (double) workingBytes);
  }

  /**
   * A feature map.
   *
   * @param layer where it is taken
   * @return bytes for each pixel of the image
   */
  public double map(Layer layer) {
    return (double) precision.bytes() * layer.channels() / layer.stride() / layer.stride();
  }
}
