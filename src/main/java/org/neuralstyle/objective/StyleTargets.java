package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.loss.Statistic;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Vgg19;

/** The statistics of a style image, which style losses aim at, summed tile by tile. */
public final class StyleTargets {

  private StyleTargets() {}

  /**
   * The normalised statistics of an image.
   *
   * @param vgg the network
   * @param image the style, {@code 1 x 3 x H x W}
   * @param layers where features are taken
   * @param statistic of them
   * @param tileSize largest side of a tile's window in pixels
   * @param edges whether positions that zero padding reaches count
   * @return one for each layer, owned by the caller
   */
  public static List<NDArray> of(
      Vgg19 vgg,
      NDArray image,
      List<Layer> layers,
      Statistic statistic,
      int tileSize,
      Edges edges) {
    int height = (int) image.getShape().get(2);
    int width = (int) image.getShape().get(3);
    TileGrid grid = grid(vgg, width, height, layers, tileSize, edges);
    return of(vgg, image, Optional.empty(), layers, statistic, grid).stream()
        .map(Optional::orElseThrow)
        .toList();
  }

  /**
   * The tiles of a style, on which the last bits of its statistics depend.
   *
   * @param vgg the network
   * @param width of the style in pixels
   * @param height of the style in pixels
   * @param layers where features are taken
   * @param tileSize largest side of a tile's window in pixels
   * @param edges whether positions that zero padding reaches count
   * @return the tiles
   */
  public static TileGrid grid(
      Vgg19 vgg, int width, int height, List<Layer> layers, int tileSize, Edges edges) {
    // Several tiles are smaller with direct convolutions, and no gradient depends on the rounding.
    int grain = (long) width * height <= (long) tileSize * tileSize ? vgg.grain() : 1;
    return TileGrid.of(width, height, deepest(layers), tileSize, grain).with(edges);
  }

  private static Layer deepest(List<Layer> layers) {
    return layers.stream().max(Comparator.comparingInt(Layer::convolution)).orElseThrow();
  }

  /**
   * The normalised statistics of a region of an image.
   *
   * @param vgg the network
   * @param image the style, {@code 1 x 3 x H x W}
   * @param mask how much each pixel counts, in 0..1, {@code H x W}; empty if all count alike
   * @param layers where features are taken
   * @param statistic of them
   * @param grid the tiles
   * @return one for each layer, owned by the caller; empty where the region has no positions
   */
  public static List<Optional<NDArray>> of(
      Vgg19 vgg,
      NDArray image,
      Optional<NDArray> mask,
      List<Layer> layers,
      Statistic statistic,
      TileGrid grid) {
    try (NDScope scope = new NDScope()) {
      List<StatisticSums.Term> terms = new ArrayList<>();
      for (Layer layer : layers) {
        Optional<Guide> guide = mask.map(factors -> Guide.of(factors, layer, grid));
        guide.ifPresent(own -> NDScope.register(own.factors()));
        terms.add(new StatisticSums.Term(layer, statistic, guide));
      }
      StatisticSums sums = new StatisticSums(vgg, vgg.manager(), image.getDataType(), terms);
      for (Tile tile : grid.tiles()) {
        vgg.visit(tile.window(), image, grid.deepest(), sums.of(tile));
      }
      List<Optional<NDArray>> targets = new ArrayList<>();
      for (int i = 0; i < layers.size(); i++) {
        double positions = terms.get(i).positions(grid);
        targets.add(
            positions > 0
                ? Optional.of(statistic.normalized(sums.sum(i), positions))
                : Optional.empty());
      }
      targets.forEach(target -> target.ifPresent(NDScope::unregister));
      return targets;
    }
  }
}
