package org.neuralstyle.synthesis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.objective.FeatureDistances;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Pooling;
import org.neuralstyle.vgg.Precision;

/**
 * How far images are from each other.
 *
 * @param images at least two
 * @param layers where features are taken
 * @param pooling of the network
 */
record PairwiseDistances(List<RgbImage> images, List<Layer> layers, Pooling pooling) {

  /**
   * Checks the images.
   *
   * @throws IllegalArgumentException if one is too small for the layers
   */
  PairwiseDistances {
    Layer deepest = deepest(layers);
    images.forEach(image -> Scales.checkSize(image.width(), image.height(), deepest));
  }

  private static Layer deepest(List<Layer> layers) {
    return layers.stream().max(Comparator.comparingInt(Layer::convolution)).orElseThrow();
  }

  Layer deepest() {
    return deepest(layers);
  }

  /**
   * Measures all pairs, in float32.
   *
   * @throws CancellationException if the listener stops it
   */
  List<LayerDistances> in(Network network, Planner planner, RunListener listener) {
    FeatureDistances distances =
        new FeatureDistances(
            network.vgg(pooling, Precision.FLOAT32), layers, planner.tileSize(), planner.budget());
    List<FeatureDistances.Matrices> all =
        distances.between(images, network.device()::tensor, image -> tell(image, listener));
    List<LayerDistances> result = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      result.add(new LayerDistances(layers.get(i), all.get(i).style(), all.get(i).content()));
    }
    return result;
  }

  private void tell(int image, RunListener listener) {
    if (listener.isStopped()) {
      throw new CancellationException("Measuring the distances was stopped.");
    }
    listener.status("Features of image %s of %s".formatted(image + 1, images.size()));
  }
}
