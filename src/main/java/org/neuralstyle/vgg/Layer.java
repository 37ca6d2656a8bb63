package org.neuralstyle.vgg;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A place in VGG-19 (Simonyan and Zisserman, 2014) where feature maps are taken: the output of one
 * of its 16 convolutions, before its ReLU ({@code conv1_1} .. {@code conv5_4}) or after it ({@code
 * relu1_1} .. {@code relu5_4}).
 *
 * @param convolution number of the convolution, 1 .. 16
 * @param rectified true for the output of the ReLU
 */
public record Layer(int convolution, boolean rectified) {

  /** Number of convolutions in VGG-19. */
  public static final int CONVOLUTIONS = 16;

  private static final int[] BLOCK_SIZES = {2, 2, 4, 4, 4};

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if there is no such convolution
   */
  public Layer {
    if (convolution < 1 || convolution > CONVOLUTIONS) {
      throw new IllegalArgumentException(
          "VGG-19 has convolutions 1 to 16, not " + convolution + ". " + allowed());
    }
  }

  /**
   * The layer before ReLU with a number.
   *
   * @param convolution 1 .. 16
   * @return the layer
   */
  public static Layer conv(int convolution) {
    return new Layer(convolution, false);
  }

  /**
   * Reads a layer's name or number.
   *
   * @param text {@code conv2_2}, {@code relu2_2} or {@code 4}
   * @return the layer
   * @throws IllegalArgumentException if there is no such layer; the message names those there are
   */
  public static Layer parse(String text) {
    String name = text.strip().toLowerCase(Locale.ROOT);
    for (int i = 1; i <= CONVOLUTIONS; i++) {
      for (Layer layer : List.of(conv(i), new Layer(i, true))) {
        if (name.equals(layer.name()) || (!layer.rectified && name.equals(String.valueOf(i)))) {
          return layer;
        }
      }
    }
    throw new IllegalArgumentException("There is no layer \"" + text.strip() + "\". " + allowed());
  }

  private static String allowed() {
    return "Layers are "
        + IntStream.rangeClosed(1, CONVOLUTIONS)
            .mapToObj(i -> conv(i).name())
            .collect(Collectors.joining(", "))
        + ", the same with relu for conv, or a number from 1 to 16.";
  }

  /**
   * How far from the edges of a feature map the zero padding of all convolutions so far reaches.
   *
   * @return positions of this layer, at least 1
   */
  public int paddingReach() {
    int reach = 0;
    for (int i = 1; i <= convolution; i++) {
      boolean afterPooling = i > 1 && conv(i - 1).endOfBlock() == i - 1;
      reach = (afterPooling ? (reach + 1) / 2 : reach) + 1;
    }
    return reach;
  }

  /**
   * The block the layer is in.
   *
   * @return 1 .. 5
   */
  public int block() {
    int block = 0;
    for (int last = 0; last < convolution; block++) {
      last += BLOCK_SIZES[block];
    }
    return block;
  }

  /**
   * The number of the last convolution of the block the layer is in, after which the resolution is
   * halved.
   *
   * @return 2, 4, 8, 12 or 16
   */
  public int endOfBlock() {
    return Arrays.stream(BLOCK_SIZES).limit(block()).sum();
  }

  /**
   * Image pixels from one position of the feature map to the next.
   *
   * @return 1, 2, 4, 8 or 16
   */
  public int stride() {
    return 1 << (block() - 1);
  }

  /**
   * Number of channels of the feature map.
   *
   * @return 64, 128, 256 or 512
   */
  public int channels() {
    return Math.min(64 << (block() - 1), 512);
  }

  /**
   * The field's name of the layer.
   *
   * @return {@code conv1_1} .. {@code conv5_4} or {@code relu1_1} .. {@code relu5_4}
   */
  public String name() {
    int before = Arrays.stream(BLOCK_SIZES).limit(block() - 1L).sum();
    return (rectified ? "relu" : "conv") + block() + "_" + (convolution - before);
  }

  @Override
  public String toString() {
    return name();
  }
}
