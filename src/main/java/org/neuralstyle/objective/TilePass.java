package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import java.util.ArrayList;
import java.util.List;
import org.neuralstyle.vgg.Band;
import org.neuralstyle.vgg.Vgg19;

/**
 * A tile's way through the network: forward block by block, each in bands of rows that stay in the
 * cache, and back again the same way. Owns the feature maps that the way back needs.
 */
final class TilePass implements AutoCloseable {

  /** A band's share of a tile. */
  record Part(Tile tile, Band band) {

    /**
     * A view of those positions of a convolution that are the tile's own and the band's own.
     *
     * @param map the convolution's rows in the band, {@code 1 x C x R x W}
     * @param convolution its number
     * @return {@code R' x Q x C}, sharing the map's memory, possibly without any rows
     */
    NDArray own(NDArray map, int convolution) {
      return tile.ownPositions(map, convolution, band);
    }
  }

  /** Sees features on the way forward. */
  @FunctionalInterface
  interface Visitor {

    /**
     * Called once for each band and convolution.
     *
     * @param part band and tile
     * @param convolution its number
     * @param map the convolution's rows in the band, {@code 1 x C x R x W}, valid during the call
     */
    void visit(Part part, int convolution, NDArray map);
  }

  /** Adds gradients on the way back. */
  @FunctionalInterface
  interface GradientVisitor {

    /**
     * Called once for each band and convolution, from the deepest to the first.
     *
     * @param part band and tile
     * @param convolution its number
     * @param map the convolution's rows in the band, {@code 1 x C x R x W}
     * @param gradient with respect to them, changed in place
     */
    void visit(Part part, int convolution, NDArray map, NDArray gradient);
  }

  /** The feature maps of a band, none if they are not kept. */
  private record BandMaps(Band band, List<NDArray> maps) {}

  /** A block's input, {@code 1 x C x H x W}, and its bands. */
  private record Stage(NDArray input, List<BandMaps> bands) {}

  private final Vgg19 vgg;
  private final Tile tile;
  private final List<Stage> stages = new ArrayList<>();

  /**
   * The way forward.
   *
   * @param vgg the network; stays the caller's
   * @param tile the tile
   * @param image the whole image, {@code 1 x 3 x H x W}
   * @param depth how many convolutions to compute
   * @param keep true to be able to go {@link #back}
   * @param visitor sees the features
   */
  TilePass(Vgg19 vgg, Tile tile, NDArray image, int depth, boolean keep, Visitor visitor) {
    this.vgg = vgg;
    this.tile = tile;
    try (NDScope scope = new NDScope()) {
      NDArray input = vgg.normalized(tile.window(image));
      for (int first = 1; first <= depth; ) {
        Stage stage = new Stage(input, new ArrayList<>());
        List<NDArray> pooled = new ArrayList<>();
        for (Band band : vgg.bands(first, depth, input)) {
          forward(stage, band, band.last() < depth ? pooled : null, keep, visitor);
          first = band.last() + 1;
        }
        if (first <= depth) {
          input = joined(pooled);
        }
        if (keep) {
          stages.add(stage);
        } else {
          close(stage);
        }
      }
      for (Stage stage : stages) {
        NDScope.unregister(stage.input());
        stage.bands().forEach(band -> NDScope.unregister(band.maps().toArray(NDArray[]::new)));
      }
    }
  }

  private void forward(
      Stage stage, Band band, List<NDArray> pooled, boolean keep, Visitor visitor) {
    List<NDArray> kept = new ArrayList<>();
    try (NDScope scope = new NDScope()) {
      int first = band.first();
      NDArray rows = rows(stage.input(), band.top(first - 1), band.bottom(first - 1));
      List<NDArray> maps = vgg.features(rows, band);
      for (int i = 0; i < maps.size(); i++) {
        visitor.visit(new Part(tile, band), first + i, maps.get(i));
      }
      if (pooled != null) {
        NDArray next = vgg.pooled(maps.get(maps.size() - 1));
        kept.add(next);
        pooled.add(next);
      }
      if (keep) {
        kept.addAll(maps);
        stage.bands().add(new BandMaps(band, maps));
      }
      NDScope.unregister(kept.toArray(NDArray[]::new));
    }
    kept.forEach(NDScope::register);
  }

  private static NDArray joined(List<NDArray> bands) {
    if (bands.size() == 1) {
      return bands.get(0);
    }
    NDArray joined = NDArrays.concat(new NDList(bands), 2);
    bands.forEach(NDArray::close);
    return joined;
  }

  /**
   * The way back, which can be gone once.
   *
   * @param visitor adds gradients with respect to features
   * @return the gradient with respect to the tile's window, {@code 1 x 3 x h x w}, owned by the
   *     caller's scope
   */
  NDArray back(GradientVisitor visitor) {
    NDArray gradient = null;
    while (!stages.isEmpty()) {
      Stage stage = stages.remove(stages.size() - 1);
      NDArray next;
      try (NDScope scope = new NDScope()) {
        next = back(stage, gradient, visitor);
        NDScope.unregister(next);
      } finally {
        close(stage);
        if (gradient != null) {
          gradient.close();
        }
      }
      gradient = next;
    }
    NDScope.register(gradient);
    return vgg.gradientOfNormalized(gradient);
  }

  /** From the gradient with respect to the next block's input to that of this one's. */
  private NDArray back(Stage stage, NDArray above, GradientVisitor visitor) {
    List<BandMaps> bands = stage.bands();
    NDArray sum = bands.size() == 1 ? null : vgg.zeros(stage.input());
    for (int i = bands.size() - 1; i >= 0; i--) {
      try (NDScope scope = new NDScope()) {
        Band band = bands.get(i).band();
        List<NDArray> maps = bands.get(i).maps();
        NDArray gradient = back(band, maps, above, visitor);
        if (sum == null) {
          NDScope.unregister(gradient);
          sum = gradient;
        } else {
          vgg.add(rows(sum, band.top(band.first() - 1), band.bottom(band.first() - 1)), gradient);
        }
        maps.forEach(NDArray::close);
      }
    }
    return sum;
  }

  private NDArray back(Band band, List<NDArray> maps, NDArray above, GradientVisitor visitor) {
    NDArray map = maps.get(maps.size() - 1);
    NDArray gradient =
        above == null
            ? vgg.zeros(map)
            : vgg.unpooled(rows(above, band.top() / 2, band.bottom() / 2), map);
    return vgg.gradient(
        maps,
        band,
        gradient,
        (convolution, into) ->
            visitor.visit(
                new Part(tile, band), convolution, maps.get(convolution - band.first()), into));
  }

  private static NDArray rows(NDArray map, int top, int bottom) {
    if (top == 0 && bottom == map.getShape().get(2)) {
      return map;
    }
    return map.get(new NDIndex().addAllDim(2).addSliceDim(top, bottom).addAllDim());
  }

  private static void close(Stage stage) {
    stage.input().close();
    stage.bands().forEach(band -> band.maps().forEach(NDArray::close));
  }

  @Override
  public void close() {
    stages.forEach(TilePass::close);
    stages.clear();
  }
}
