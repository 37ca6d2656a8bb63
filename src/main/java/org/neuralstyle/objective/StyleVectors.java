package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.neuralstyle.tensor.TorchScript;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Vgg19;

/**
 * The feature vectors of a style, and which of them are nearest to others by the cosine distance
 * after the mean of either side has been taken out (Kolkin et al., 2022).
 *
 * <p>The vectors of the style's image come first, row by row, then those of the image turned by a
 * quarter clockwise, by a half, and by a quarter anticlockwise, in which rows and columns are
 * exchanged again.
 */
public final class StyleVectors implements AutoCloseable {

  /** Bytes of a block of products. */
  private static final long BLOCK = 64L << 20;

  /** Vectors of which there may be a copy. */
  private static final int SOME = 4096;

  /** Chooses places for an image. */
  @FunctionalInterface
  interface Places {

    /** The grid for a width and height. */
    VectorGrid of(int width, int height);
  }

  private final TorchScript script;
  private final NDArray units;
  private final NDArray norms;
  private final NDArray mean;
  private final List<Integer> channels;

  private StyleVectors(
      TorchScript script, NDArray units, NDArray norms, NDArray mean, List<Integer> channels) {
    this.script = script;
    this.units = units;
    this.norms = norms;
    this.mean = mean;
    this.channels = channels;
  }

  /**
   * The vectors of a style.
   *
   * @param vgg the network; stays the caller's
   * @param style {@code 1 x 3 x H x W}
   * @param turned whether its turns count as well
   * @param places where vectors are taken
   * @param tileSize largest side of a tile's window in pixels
   */
  static StyleVectors of(Vgg19 vgg, NDArray style, boolean turned, Places places, int tileSize) {
    DataType type = style.getDataType();
    try (NDScope scope = new NDScope()) {
      int height = (int) style.getShape().get(2);
      int width = (int) style.getShape().get(3);
      VectorGrid grid = places.of(width, height);
      List<Integer> channels =
          grid.layers().stream().map(l -> vgg.channels(l.layer().convolution())).toList();
      int all = channels.stream().mapToInt(c -> c).sum();
      int turns = turned ? 4 : 1;
      NDArray vectors = vgg.manager().zeros(new Shape((long) turns * grid.places(), all), type);
      for (int turn = 0; turn < turns; turn++) {
        NDArray block =
            vectors.get(
                new NDIndex()
                    .addSliceDim((long) turn * grid.places(), (turn + 1L) * grid.places()));
        take(vgg, style, turn, places, tileSize, block);
      }
      NDArray mean = vectors.mean(new int[] {0}, true);
      vectors.subi(mean);
      NDArray norms = squares(vectors).sqrt();
      vectors.divi(norms.maximum(1e-12));
      TorchScript script =
          TorchScript.load(StyleVectors.class, "Neighbours.torchscript", vgg.manager());
      List.of(vectors, mean, norms).forEach(NDScope::unregister);
      return new StyleVectors(script, vectors, norms, mean, channels);
    }
  }

  /** Of each row; by parts, since there may be many. */
  private static NDArray squares(NDArray vectors) {
    NDList parts = new NDList();
    for (long from = 0; from < vectors.getShape().get(0); from += SOME) {
      long to = Math.min(vectors.getShape().get(0), from + SOME);
      NDArray some = vectors.get(new NDIndex().addSliceDim(from, to));
      try (NDArray squared = some.square()) {
        parts.add(squared.sum(new int[] {1}, true));
      }
    }
    return NDArrays.concat(parts, 0);
  }

  /** Copies the vectors of a turn. */
  private static void take(
      Vgg19 vgg, NDArray style, int turn, Places places, int tileSize, NDArray into) {
    try (NDScope scope = new NDScope()) {
      NDArray image =
          switch (turn) {
            case 1 -> style.flip(2).swapAxes(2, 3);
            case 2 -> style.flip(2, 3);
            case 3 -> style.flip(3).swapAxes(2, 3);
            default -> style;
          };
      int height = (int) image.getShape().get(2);
      int width = (int) image.getShape().get(3);
      VectorGrid grid = places.of(width, height);
      int rows = grid.rows().get(0).places();
      int columns = grid.columns().get(0).places();
      boolean exchanged = turn % 2 == 1;
      NDArray map =
          exchanged
              ? into.reshape(columns, rows, -1).swapAxes(0, 1)
              : into.reshape(rows, columns, -1);
      Layer deepest = grid.deepest();
      int grain = (long) width * height <= (long) tileSize * tileSize ? vgg.grain() : 1;
      TileGrid tiles = TileGrid.of(width, height, deepest, tileSize, grain).reaching(grid.reach());
      for (Tile tile : tiles.tiles()) {
        try (TileVectors vectors = new TileVectors(grid, tile, vgg, style.getDataType());
            NDScope inner = new NDScope()) {
          vgg.visit(tile.window(), image, deepest, vectors);
          var own = vectors.places();
          if (own.count() > 0) {
            NDArray joined = vectors.joined();
            map.get(
                    new NDIndex()
                        .addSliceDim(own.top(), own.bottom())
                        .addSliceDim(own.left(), own.right()))
                .addi(joined.reshape(own.bottom() - own.top(), own.right() - own.left(), -1));
          }
        }
      }
    }
  }

  /** How many there are. */
  long size() {
    return units.getShape().get(0);
  }

  /**
   * The nearest to each of some vectors.
   *
   * @param vectors {@code P x C}, without their mean
   * @return indices
   */
  long[] nearest(NDArray vectors) {
    int count = (int) vectors.getShape().get(0);
    int block = (int) Math.max(1, BLOCK / vectors.getDataType().getNumOfBytes() / size());
    long[] nearest = new long[count];
    for (int from = 0; from < count; from += block) {
      int to = Math.min(count, from + block);
      try (NDScope scope = new NDScope()) {
        NDArray some = vectors.get(new NDIndex().addSliceDim(from, to));
        System.arraycopy(
            script.call("nearest", some, units).toLongArray(), 0, nearest, from, to - from);
      }
    }
    return nearest;
  }

  /**
   * What vectors are to become like.
   *
   * @param nearest the style's vector for each of them
   * @param centred whether the style's mean is to stay out
   * @return for each layer those of the style's vectors that occur
   */
  Targets targets(long[] nearest, boolean centred) {
    long[] used = Arrays.stream(nearest).distinct().sorted().toArray();
    long[] index = Arrays.stream(nearest).map(k -> Arrays.binarySearch(used, k)).toArray();
    try (NDScope scope = new NDScope()) {
      NDArray some = units.getManager().create(used);
      NDArray vectors = script.call("rows", units, some).muli(script.call("rows", norms, some));
      if (!centred) {
        vectors.addi(mean);
      }
      List<NDArray> layers = new ArrayList<>();
      long from = 0;
      for (int c : channels) {
        layers.add(vectors.get(new NDIndex().addAllDim().addSliceDim(from, from + c)).duplicate());
        from += c;
      }
      NDArray squares = vectors.square().sum(new int[] {1}, true);
      layers.forEach(NDScope::unregister);
      NDScope.unregister(squares);
      return new Targets(layers, squares, index);
    }
  }

  @Override
  public void close() {
    script.close();
    List.of(units, norms, mean).forEach(NDArray::close);
  }
}
