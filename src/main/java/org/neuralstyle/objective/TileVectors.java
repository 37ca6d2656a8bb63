package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.neuralstyle.vgg.FeatureArray;
import org.neuralstyle.vgg.FeatureRows;
import org.neuralstyle.vgg.Interpolation;
import org.neuralstyle.vgg.Positions;
import org.neuralstyle.vgg.Vgg19;
import org.neuralstyle.vgg.WeightedLayer;

/** The feature vectors at a tile's own places of a grid, seen on the way forward. */
final class TileVectors implements AutoCloseable {

  /** Some rows of places, and how they and their columns are made of the positions of a part. */
  record Part(int top, int bottom, Interpolation rows, Interpolation columns) {}

  private final VectorGrid grid;
  private final Positions places;

  /** For each layer {@code P x C}, of the places row by row; times the layer's weight. */
  private final List<NDArray> layers = new ArrayList<>();

  /**
   * Vectors that are still to be seen.
   *
   * @param grid of places
   * @param tile whose own places count
   * @param vgg whose features they are
   * @param type of the vectors
   */
  TileVectors(VectorGrid grid, Tile tile, Vgg19 vgg, DataType type) {
    this.grid = grid;
    this.places = grid.own(tile);
    NDManager manager = vgg.manager();
    try (NDScope scope = new NDScope()) {
      for (WeightedLayer layer : grid.layers()) {
        layers.add(
            manager.zeros(
                new Shape(places.count(), vgg.channels(layer.layer().convolution())), type));
      }
      layers.forEach(NDScope::unregister);
    }
  }

  Positions places() {
    return places;
  }

  boolean isEmpty() {
    return places.count() == 0;
  }

  /** Of each layer, {@code P x C}. */
  List<NDArray> layers() {
    return layers;
  }

  /** All layers' vectors beside each other, in the caller's scope. */
  NDArray joined() {
    return layers.size() == 1 ? layers.get(0).duplicate() : NDArrays.concat(new NDList(layers), 1);
  }

  /** How far to look for them. */
  int depth() {
    return isEmpty() ? 0 : grid.deepest().convolution();
  }

  /** What of the places a part of a layer's map is read for; its rows may be none. */
  Part part(int layer, FeatureArray features) {
    Axis down = grid.rows().get(layer);
    Axis across = grid.columns().get(layer);
    int top = features.top();
    int rows = (int) features.values().getShape().get(0);
    int columns = (int) features.values().getShape().get(1);
    int from = Math.max(places.top(), down.placeReading(top));
    int to = Math.max(from, Math.min(places.bottom(), down.placeFrom(top + rows)));
    return new Part(
        from,
        to,
        down.of(from, to, top, rows),
        across.of(places.left(), places.right(), features.left(), columns));
  }

  /** Those of the positions that the places depend on, which lie in some rows. */
  FeatureArray read(int layer, FeatureRows rows) {
    return rows.at(grid.read(layer, places));
  }

  /** A part among all of the tile's places. */
  NDIndex rows(Part part) {
    long columns = (long) places.right() - places.left();
    return new NDIndex()
        .addSliceDim(
            (part.top() - places.top()) * columns, (part.bottom() - places.top()) * columns);
  }

  /** Sees some rows of features, possibly on several threads. */
  void visit(FeatureRows rows) {
    for (int i = 0; i < layers.size() && !isEmpty(); i++) {
      WeightedLayer layer = grid.layers().get(i);
      if (layer.layer().convolution() == rows.convolution()) {
        FeatureArray features = read(i, rows);
        Part part = part(i, features);
        if (part.bottom() > part.top()) {
          NDArray share =
              features.interpolated(layer.layer().rectified(), part.rows(), part.columns());
          add(layers.get(i), part, layer.weight() == 1 ? share : share.mul(layer.weight()));
        }
      }
    }
  }

  /** A row of places lies in at most two parts, so that the order makes no difference. */
  private synchronized void add(NDArray vectors, Part part, NDArray share) {
    NDArray into = vectors.get(rows(part));
    into.addi(share.reshape(into.getShape()));
  }

  @Override
  public void close() {
    layers.forEach(NDArray::close);
  }
}
