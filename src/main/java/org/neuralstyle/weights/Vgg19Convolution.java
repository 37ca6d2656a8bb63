package org.neuralstyle.weights;

import java.util.ArrayList;
import java.util.List;

/**
 * One of the 16 convolutions of VGG-19 (Simonyan and Zisserman, 2014, configuration E), and its key
 * in torchvision's weights. All that is known of the architecture follows from {@link #ALL}.
 *
 * @param number 1 .. 16
 * @param block 1 .. 5; the resolution is halved between blocks
 * @param place in the block, 1 .. 4
 * @param last whether it is the last one of its block
 * @param featuresIndex its index in torchvision's {@code features}
 * @param inChannels channels of its input
 * @param outChannels channels of its output
 */
public record Vgg19Convolution(
    int number,
    int block,
    int place,
    boolean last,
    int featuresIndex,
    int inChannels,
    int outChannels) {

  /** From the first to the deepest. */
  public static final List<Vgg19Convolution> ALL = all();

  /** The first convolutions of the network. */
  static List<Vgg19Convolution> first(int convolutions) {
    if (convolutions < 1 || convolutions > ALL.size()) {
      throw new IllegalArgumentException(
          "VGG-19 has convolutions 1 to " + ALL.size() + ", not " + convolutions);
    }
    return ALL.subList(0, convolutions);
  }

  /** The common part of the names of its tensors and of its files in the cache. */
  String key() {
    return "features." + featuresIndex;
  }

  String kernelKey() {
    return key() + ".weight";
  }

  String biasKey() {
    return key() + ".bias";
  }

  List<Long> kernelShape() {
    return List.of((long) outChannels, (long) inChannels, 3L, 3L);
  }

  List<Long> biasShape() {
    return List.of((long) outChannels);
  }

  private static List<Vgg19Convolution> all() {
    int[] blockSizes = {2, 2, 4, 4, 4};
    int[] blockChannels = {64, 128, 256, 512, 512};
    List<Vgg19Convolution> all = new ArrayList<>();
    int index = 0;
    int in = 3;
    for (int block = 1; block <= blockSizes.length; block++) {
      int size = blockSizes[block - 1];
      int out = blockChannels[block - 1];
      for (int place = 1; place <= size; place++) {
        boolean last = place == size;
        all.add(new Vgg19Convolution(all.size() + 1, block, place, last, index, in, out));
        in = out;
        index += 2; // the convolution and its ReLU
      }
      index++; // the pooling
    }
    return List.copyOf(all);
  }
}
