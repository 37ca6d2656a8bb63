package org.neuralstyle.objective;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Positions;
import org.neuralstyle.vgg.WeightedLayer;

/**
 * The places of an image at which feature vectors are taken. A vector has the channels of all of
 * some layers, each times the layer's weight.
 *
 * @param layers from the first to the deepest
 * @param rows of each layer's feature map
 * @param columns of each layer's feature map
 */
record VectorGrid(List<WeightedLayer> layers, List<Axis> rows, List<Axis> columns) {

  /** Pixels from one hypercolumn to the next. */
  private static final int SPACING = 4;

  /**
   * Hypercolumns at a quarter of the resolution (Kolkin et al., 2022): maps are resized by bilinear
   * interpolation, their corners on each other.
   *
   * @param layers with the factors of their features
   * @param width of the image in pixels
   * @param height of the image in pixels
   * @param every 1 for all, 2 for every second row and column, ...
   */
  static VectorGrid hypercolumns(List<WeightedLayer> layers, int width, int height, int every) {
    List<Axis> rows = new ArrayList<>();
    List<Axis> columns = new ArrayList<>();
    for (WeightedLayer layer : layers) {
      int stride = layer.layer().stride();
      rows.add(Axis.resized(height / stride, Math.max(1, height / SPACING)).every(every));
      columns.add(Axis.resized(width / stride, Math.max(1, width / SPACING)).every(every));
    }
    return new VectorGrid(layers, rows, columns);
  }

  /** The longer side of all hypercolumns of an image. */
  static int longerSide(int width, int height) {
    return Math.max(width, height) / SPACING;
  }

  /**
   * Positions of one layer's feature map.
   *
   * @param layer with the factor of its features
   * @param width of the image in pixels
   * @param height of the image in pixels
   * @param stride 1 for all, 2 for every second row and column, ...
   * @param row the first row
   * @param column the first column
   */
  static VectorGrid positions(
      WeightedLayer layer, int width, int height, int stride, int row, int column) {
    int size = layer.layer().stride();
    return new VectorGrid(
        List.of(layer),
        List.of(Axis.strided(height / size, stride, row)),
        List.of(Axis.strided(width / size, stride, column)));
  }

  /** How many places there are. */
  int places() {
    return rows.get(0).places() * columns.get(0).places();
  }

  Layer deepest() {
    return layers.get(layers.size() - 1).layer();
  }

  /** The deepest layer of some grids. */
  static Layer deepest(List<VectorGrid> grids) {
    return grids.stream()
        .map(VectorGrid::deepest)
        .max(Comparator.comparingInt(Layer::convolution))
        .orElseThrow();
  }

  /**
   * How far from a tile the positions may be that its places depend on.
   *
   * @param layers of a grid
   * @return in pixels
   */
  static int reach(List<WeightedLayer> layers) {
    int stride = layers.stream().mapToInt(layer -> layer.layer().stride()).max().orElse(1);
    return Math.max(2 * SPACING, 3 * stride);
  }

  /** Each place belongs to the tile whose deepest features it begins at. */
  Positions own(Tile tile) {
    Positions own = tile.own(deepest());
    Axis down = rows.get(rows.size() - 1);
    Axis across = columns.get(columns.size() - 1);
    return new Positions(
        down.placeFrom(own.top()),
        down.placeFrom(own.bottom()),
        across.placeFrom(own.left()),
        across.placeFrom(own.right()));
  }

  /** The positions of a layer's map that some places depend on. */
  Positions read(int layer, Positions places) {
    Axis down = rows.get(layer);
    Axis across = columns.get(layer);
    return new Positions(
        down.first(places.top()),
        down.second(places.bottom() - 1) + 1,
        across.first(places.left()),
        across.second(places.right() - 1) + 1);
  }
}
