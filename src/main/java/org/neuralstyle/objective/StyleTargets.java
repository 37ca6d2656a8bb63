package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.neuralstyle.loss.FeatureArray;
import org.neuralstyle.loss.GramLoss;
import org.neuralstyle.tensor.TorchScript;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Vgg19;

/** The statistics of a style image, which style losses aim at, summed tile by tile. */
public final class StyleTargets {

  private StyleTargets() {}

  /**
   * The Gram matrices of an image.
   *
   * @param vgg the network
   * @param image the style, {@code 1 x 3 x H x W}
   * @param layers where features are taken
   * @param tileSize largest side of a tile's window in pixels
   * @param edges whether positions that zero padding reaches count
   * @return a matrix for each layer, {@code C x C}, owned by the caller
   */
  public static List<NDArray> gramMatrices(
      Vgg19 vgg, NDArray image, List<Layer> layers, int tileSize, Edges edges) {
    try (NDScope scope = new NDScope()) {
      List<NDArray> grams = grams(vgg, image, layers, tileSize, edges);
      grams.forEach(NDScope::unregister);
      return grams;
    }
  }

  /** The normalised Gram matrices of an image, owned by the caller's scope. */
  static List<NDArray> grams(
      Vgg19 vgg, NDArray image, List<Layer> layers, int tileSize, Edges edges) {
    Layer deepest = layers.stream().max(Comparator.comparingInt(Layer::convolution)).orElseThrow();
    int height = (int) image.getShape().get(2);
    int width = (int) image.getShape().get(3);
    // Several tiles are smaller with direct convolutions, and no gradient depends on the rounding.
    int grain = (long) width * height <= (long) tileSize * tileSize ? vgg.grain() : 1;
    TileGrid grid = TileGrid.of(width, height, deepest, tileSize, grain).with(edges);
    List<NDArray> sums = new ArrayList<>();
    try (TorchScript script = FeatureArray.script(vgg.manager())) {
      List<StatisticSums.Statistic> statistics = new ArrayList<>();
      for (Layer layer : layers) {
        int channels = vgg.channels(layer.convolution());
        sums.add(vgg.manager().zeros(new Shape(channels, channels), image.getDataType()));
        statistics.add(
            new StatisticSums.Statistic(layer, FeatureArray::gram, sums.get(sums.size() - 1)));
      }
      StatisticSums visitor = new StatisticSums(script, statistics);
      for (Tile tile : grid.tiles()) {
        new TilePass(vgg, tile, image, deepest.convolution(), false, visitor).close();
      }
    }
    List<NDArray> grams = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      grams.add(GramLoss.gram(sums.get(i), grid.statisticPositions(layers.get(i))));
    }
    return grams;
  }
}
