package org.neuralstyle.vgg;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.neuralstyle.weights.Vgg19Convolution;

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
  public static final int CONVOLUTIONS = Vgg19Convolution.ALL.size();

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if there is no such convolution
   */
  public Layer {
    if (convolution < 1 || convolution > CONVOLUTIONS) {
      throw new IllegalArgumentException(
          "VGG-19 has convolutions 1 to %s, not %s. %s"
              .formatted(CONVOLUTIONS, convolution, allowed()));
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
        + ", the same with relu for conv, or a number from 1 to "
        + CONVOLUTIONS
        + ".";
  }

  private Vgg19Convolution vgg19() {
    return Vgg19Convolution.ALL.get(convolution - 1);
  }

  /**
   * How far from the edges of a feature map the zero padding of all convolutions so far reaches.
   *
   * @return positions of this layer, at least 1
   */
  public int paddingReach() {
    int reach = 0;
    for (int i = 1; i <= convolution; i++) {
      reach = (conv(i).isPooled() ? (reach + 1) / 2 : reach) + 1;
    }
    return reach;
  }

  /**
   * The block the layer is in.
   *
   * @return 1 .. 5
   */
  public int block() {
    return vgg19().block();
  }

  /**
   * Whether the layer is in the first convolution of its block.
   *
   * @return true for conv1_1, conv2_1, ...
   */
  public boolean isFirstOfBlock() {
    return vgg19().place() == 1;
  }

  /**
   * Whether the layer is in the last convolution of its block, after which the resolution is
   * halved.
   *
   * @return true for conv1_2, conv2_2, conv3_4, ...
   */
  public boolean isLastOfBlock() {
    return vgg19().last();
  }

  /** Whether its convolution reads what was pooled. */
  boolean isPooled() {
    return convolution > 1 && isFirstOfBlock();
  }

  /** The number of the last convolution of the block the layer is in. */
  int endOfBlock() {
    int end = convolution;
    while (!conv(end).isLastOfBlock()) {
      end++;
    }
    return end;
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
    return vgg19().outChannels();
  }

  /**
   * The field's name of the layer.
   *
   * @return {@code conv1_1} .. {@code conv5_4} or {@code relu1_1} .. {@code relu5_4}
   */
  public String name() {
    return (rectified ? "relu" : "conv") + block() + "_" + vgg19().place();
  }

  @Override
  public String toString() {
    return name();
  }
}
