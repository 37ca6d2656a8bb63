package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.neuralstyle.vgg.FeatureRows;
import org.neuralstyle.vgg.FeatureVisitor;
import org.neuralstyle.vgg.Vgg19;

/** The feature vectors of several grids at a tile's own places, seen on the way forward. */
final class SeenVectors implements FeatureVisitor, AutoCloseable {

  private final List<TileVectors> all = new ArrayList<>();

  /**
   * Vectors that are still to be seen.
   *
   * @param grids of places
   * @param tile whose own places count
   * @param vgg whose features they are
   * @param type of the vectors
   */
  SeenVectors(List<VectorGrid> grids, Tile tile, Vgg19 vgg, DataType type) {
    try {
      grids.forEach(grid -> all.add(new TileVectors(grid, tile, vgg, type)));
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** In the order of the grids. */
  List<TileVectors> all() {
    return all;
  }

  @Override
  public int depth() {
    return all.stream().mapToInt(TileVectors::depth).max().orElse(0);
  }

  @Override
  public List<NDArray> visit(FeatureRows rows) {
    all.forEach(vectors -> vectors.visit(rows));
    return List.of();
  }

  @Override
  public void take(FeatureRows rows, List<NDArray> arrays) {}

  @Override
  public void close() {
    all.forEach(TileVectors::close);
  }
}
