package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.neuralstyle.loss.GramLoss;
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
   * @return a matrix for each layer, {@code C x C}, owned by the caller
   */
  public static List<NDArray> gramMatrices(
      Vgg19 vgg, NDArray image, List<Layer> layers, int tileSize) {
    try (NDScope scope = new NDScope()) {
      List<NDArray> grams = grams(vgg, image, layers, tileSize);
      grams.forEach(NDScope::unregister);
      return grams;
    }
  }

  /** The normalised Gram matrices of an image, owned by the caller's scope. */
  static List<NDArray> grams(Vgg19 vgg, NDArray image, List<Layer> layers, int tileSize) {
    Layer deepest = layers.stream().max(Comparator.comparingInt(Layer::convolution)).orElseThrow();
    int height = (int) image.getShape().get(2);
    int width = (int) image.getShape().get(3);
    TileGrid grid = TileGrid.of(width, height, deepest, tileSize);
    NDArray[] sums = new NDArray[layers.size()];
    for (Tile tile : grid.tiles()) {
      NDArray[] statistics = statistics(vgg, image, layers, deepest, tile);
      for (int i = 0; i < sums.length; i++) {
        sums[i] = sums[i] == null ? statistics[i] : sums[i].addi(statistics[i]);
      }
    }
    List<NDArray> grams = new ArrayList<>();
    for (int i = 0; i < sums.length; i++) {
      grams.add(GramLoss.gram(sums[i], grid.positions(layers.get(i))));
    }
    return grams;
  }

  private static NDArray[] statistics(
      Vgg19 vgg, NDArray image, List<Layer> layers, Layer deepest, Tile tile) {
    NDArray[] statistics = new NDArray[layers.size()];
    try (NDScope scope = new NDScope()) {
      List<NDArray> maps = vgg.features(tile.window(image), deepest.convolution());
      for (int i = 0; i < statistics.length; i++) {
        Layer layer = layers.get(i);
        NDArray features = tile.ownPositions(TiledObjective.map(maps, layer), layer.stride());
        statistics[i] = GramLoss.sum(features);
      }
      NDScope.unregister(statistics);
    }
    for (NDArray statistic : statistics) {
      NDScope.register(statistic);
    }
    return statistics;
  }
}
