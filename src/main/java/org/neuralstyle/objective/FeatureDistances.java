package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.neuralstyle.loss.GramMatrix;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Vgg19;

/** The style and content losses between two images, without gradients, tile by tile. */
public final class FeatureDistances {

  private final Vgg19 vgg;
  private final List<Layer> layers;
  private final Layer deepest;
  private final int tileSize;

  /**
   * Distances in a network.
   *
   * @param vgg the network; stays the caller's
   * @param layers where features are taken, at least one
   * @param tileSize largest side of a tile's window in pixels
   */
  public FeatureDistances(Vgg19 vgg, List<Layer> layers, int tileSize) {
    this.vgg = vgg;
    this.layers = List.copyOf(layers);
    this.deepest = layers.stream().max(Comparator.comparingInt(Layer::convolution)).orElseThrow();
    this.tileSize = tileSize;
  }

  /**
   * Mean squared differences of the Gram matrices, each divided by the number of its feature map's
   * values.
   *
   * @param a {@code 1 x 3 x H x W}
   * @param b {@code 1 x 3 x H' x W'}
   * @return one for each layer
   */
  public double[] style(NDArray a, NDArray b) {
    try (NDScope scope = new NDScope()) {
      List<NDArray> first = grams(a);
      List<NDArray> second = grams(b);
      double[] distances = new double[layers.size()];
      for (int i = 0; i < distances.length; i++) {
        distances[i] = value(first.get(i).sub(second.get(i)).square().mean());
      }
      return distances;
    }
  }

  /** In the caller's scope. */
  private List<NDArray> grams(NDArray image) {
    List<NDArray> grams =
        StyleTargets.of(vgg, image, layers, new GramMatrix(), tileSize, Edges.COUNTED);
    grams.forEach(NDScope::register);
    return grams;
  }

  /**
   * Mean squared differences of the features.
   *
   * @param a {@code 1 x 3 x H x W}
   * @param b an image
   * @return one for each layer, not a number if the images have different sizes
   */
  public double[] content(NDArray a, NDArray b) {
    double[] distances = new double[layers.size()];
    if (!a.getShape().equals(b.getShape())) {
      Arrays.fill(distances, Double.NaN);
      return distances;
    }
    TileGrid grid =
        TileGrid.of((int) a.getShape().get(3), (int) a.getShape().get(2), deepest, tileSize, 1);
    for (Tile tile : grid.tiles()) {
      try (NDScope scope = new NDScope()) {
        List<NDArray> first = features(a, tile);
        List<NDArray> second = features(b, tile);
        for (int i = 0; i < distances.length; i++) {
          Layer layer = layers.get(i);
          long size = grid.positions(layer) * vgg.channels(layer.convolution());
          distances[i] += value(first.get(i).sub(second.get(i)).square().sum().div(size));
        }
      }
    }
    return distances;
  }

  private List<NDArray> features(NDArray image, Tile tile) {
    List<NDArray> maps = vgg.features(tile.window().of(image), deepest.convolution());
    List<NDArray> features = new ArrayList<>();
    for (Layer layer : layers) {
      NDArray map = maps.get(layer.convolution() - 1);
      NDArray own = tile.own(map, layer);
      features.add(layer.rectified() ? own.maximum(0) : own);
    }
    return features;
  }

  private static double value(NDArray scalar) {
    return scalar.toType(ai.djl.ndarray.types.DataType.FLOAT64, false).getDouble();
  }
}
