package org.neuralstyle.weights;

import java.util.ArrayList;
import java.util.List;

/**
 * One of the 16 convolutions of VGG-19 (Simonyan and Zisserman, 2014, configuration E), and its key
 * in torchvision's weights.
 *
 * @param number 1 .. 16
 * @param featuresIndex its index in torchvision's {@code features}
 * @param inChannels channels of its input
 * @param outChannels channels of its output
 */
record Vgg19Convolution(int number, int featuresIndex, int inChannels, int outChannels) {

  static final List<Vgg19Convolution> ALL = all();

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
    for (int block = 0; block < blockSizes.length; block++) {
      for (int i = 0; i < blockSizes[block]; i++) {
        all.add(new Vgg19Convolution(all.size() + 1, index, in, blockChannels[block]));
        in = blockChannels[block];
        index += 2; // the convolution and its ReLU
      }
      index++; // the pooling
    }
    return List.copyOf(all);
  }
}
