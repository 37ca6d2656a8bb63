package org.neuralstyle.cli;

import java.util.List;
import org.neuralstyle.vgg.WeightedLayer;

/**
 * Layers as an option takes them.
 *
 * @param layers in the order given
 */
record LayerList(List<WeightedLayer> layers) {

  static LayerList parse(String text) {
    return new LayerList(WeightedLayer.parse(text));
  }
}
