package org.neuralstyle.vgg;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A layer with the factor its loss has among the losses of its kind.
 *
 * @param layer the layer
 * @param weight finite, at least 0
 */
public record WeightedLayer(Layer layer, double weight) {

  /** Checks the weight. */
  public WeightedLayer {
    if (!(weight >= 0) || !Double.isFinite(weight)) {
      throw new IllegalArgumentException(
          "The weight of layer " + layer + " must be 0 or more, not " + weight + ".");
    }
  }

  /**
   * Layers with weight 1.
   *
   * @param layers the layers
   * @return the same with weights
   */
  public static List<WeightedLayer> of(List<Layer> layers) {
    return layers.stream().map(layer -> new WeightedLayer(layer, 1)).toList();
  }

  /**
   * Reads layers with weights.
   *
   * @param text what {@link LayerSet#parse} reads; each item may be followed by a colon and a
   *     weight: {@code first-five} or {@code conv1_1:0.5,conv3_1:2}
   * @return the layers, each once, in the order given
   * @throws IllegalArgumentException if a layer is unknown or a weight is not a number of 0 or more
   */
  public static List<WeightedLayer> parse(String text) {
    if (!text.contains(":")) {
      return of(LayerSet.parse(text));
    }
    return Arrays.stream(text.strip().split("[,\\s]+"))
        .flatMap(item -> parseItem(item).stream())
        .toList();
  }

  private static List<WeightedLayer> parseItem(String item) {
    int colon = item.indexOf(':');
    List<Layer> layers = LayerSet.parse(colon < 0 ? item : item.substring(0, colon));
    if (colon < 0) {
      return of(layers);
    }
    String number = item.substring(colon + 1);
    try {
      double weight = Double.parseDouble(number);
      return layers.stream().map(layer -> new WeightedLayer(layer, weight)).toList();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "The weight \"" + number + "\" in \"" + item + "\" is not a number.", e);
    }
  }

  /**
   * Writes layers so that {@link #parse} reads them again.
   *
   * @param layers the layers
   * @return for example {@code first-five} or {@code conv1_1:0.5,conv3_1}
   */
  public static String format(List<WeightedLayer> layers) {
    if (layers.stream().allMatch(l -> l.weight == 1)) {
      return LayerSet.format(layers.stream().map(WeightedLayer::layer).toList());
    }
    return layers.stream()
        .map(l -> l.weight == 1 ? l.layer.name() : l.layer + ":" + l.weight)
        .collect(Collectors.joining(","));
  }
}
