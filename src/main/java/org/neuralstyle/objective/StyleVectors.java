package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.neuralstyle.tensor.TorchScript;
import org.neuralstyle.vgg.Positions;
import org.neuralstyle.vgg.Vgg19;

/**
 * The feature vectors of one or more styles, and which of them are nearest to others by the cosine
 * distance after the mean of either side has been taken out (Kolkin et al., 2022).
 *
 * <p>The vectors of the style's image come first, row by row, then those of the image turned by a
 * quarter clockwise, by a half, and by a quarter anticlockwise, in which rows and columns are
 * exchanged again. Those of the next style follow.
 */
final class StyleVectors implements AutoCloseable {

  /** Bytes of a block of products. */
  private static final long BLOCK = 64L << 20;

  /** Vectors of which there may be a copy. */
  private static final int SOME = 4096;

  /** Chooses places on an image. */
  @FunctionalInterface
  interface Places {

    /** The grids for a width and height. */
    List<VectorGrid> of(int width, int height);
  }

  private final TorchScript script;
  private final List<Integer> channels;

  /** All vectors, {@code K x C}, their mean taken out and divided by their norms. */
  private final NDArray units;

  private NDArray norms;
  private NDArray mean;

  /** How many vectors are there so far. */
  private long filled;

  private StyleVectors(Vgg19 vgg, List<VectorGrid> sheets, NDArray style) {
    channels =
        sheets.get(0).layers().stream().map(l -> vgg.channels(l.layer().convolution())).toList();
    int all = channels.stream().mapToInt(c -> c).sum();
    long count = sheets.stream().mapToLong(VectorGrid::places).sum();
    script = TorchScript.load(StyleVectors.class, "StyleVectors.torchscript", vgg.manager());
    units = vgg.manager().zeros(new Shape(count, all), style.getDataType());
    NDScope.unregister(units);
  }

  /**
   * The vectors of one or more styles.
   *
   * @param vgg the network; stays the caller's
   * @param styles each {@code 1 x 3 x H x W}
   * @param turned whether their turns count as well
   * @param places where vectors are taken
   * @param tileSize largest side of a tile's window in pixels
   * @param step run before each tile
   * @return for each grid, owned by the caller
   */
  static List<StyleVectors> of(
      Vgg19 vgg, List<NDArray> styles, boolean turned, Places places, int tileSize, Runnable step) {
    List<StyleVectors> all = new ArrayList<>();
    try (NDScope scope = new NDScope()) {
      int turns = turned ? 4 : 1;
      List<List<VectorGrid>> sheets = new ArrayList<>();
      for (NDArray style : styles) {
        for (int turn = 0; turn < turns; turn++) {
          NDArray image = turned(style, turn);
          sheets.add(places.of(width(image), height(image)));
        }
      }
      for (int i = 0; i < sheets.get(0).size(); i++) {
        int grid = i;
        List<VectorGrid> own = sheets.stream().map(sheet -> sheet.get(grid)).toList();
        all.add(new StyleVectors(vgg, own, styles.get(0)));
      }
      for (NDArray style : styles) {
        for (int turn = 0; turn < turns; turn++) {
          take(vgg, turned(style, turn), turn, places, tileSize, step, all);
        }
      }
      all.forEach(StyleVectors::normalize);
      return all;
    } catch (RuntimeException | Error e) {
      all.forEach(StyleVectors::close);
      throw e;
    }
  }

  private static int width(NDArray image) {
    return (int) image.getShape().get(3);
  }

  private static int height(NDArray image) {
    return (int) image.getShape().get(2);
  }

  private static NDArray turned(NDArray image, int turn) {
    return switch (turn) {
      case 1 -> image.flip(2).swapAxes(2, 3);
      case 2 -> image.flip(2, 3);
      case 3 -> image.flip(3).swapAxes(2, 3);
      default -> image;
    };
  }

  /** Copies the vectors of a turned style. */
  private static void take(
      Vgg19 vgg,
      NDArray image,
      int turn,
      Places places,
      int tileSize,
      Runnable step,
      List<StyleVectors> all) {
    int width = width(image);
    int height = height(image);
    List<VectorGrid> grids = places.of(width, height);
    int grain = (long) width * height <= (long) tileSize * tileSize ? vgg.grain() : 1;
    TileGrid tiles =
        TileGrid.of(width, height, VectorGrid.deepest(grids), tileSize, grain)
            .reaching(
                grids.stream()
                    .mapToInt(grid -> VectorGrid.reach(grid.layers()))
                    .max()
                    .orElseThrow());
    for (Tile tile : tiles.tiles()) {
      step.run();
      try (SeenVectors seen = new SeenVectors(grids, tile, vgg, image.getDataType());
          NDScope scope = new NDScope()) {
        vgg.visit(tile.window(), image, tiles.deepest(), seen);
        for (int i = 0; i < grids.size(); i++) {
          all.get(i).take(seen.all().get(i), grids.get(i), turn);
        }
      }
    }
    for (int i = 0; i < grids.size(); i++) {
      all.get(i).filled += grids.get(i).places();
    }
  }

  private void take(TileVectors vectors, VectorGrid grid, int turn) {
    if (!vectors.isEmpty()) {
      NDArray block = units.get(new NDIndex().addSliceDim(filled, filled + grid.places()));
      int rows = grid.rows().get(0).places();
      int columns = grid.columns().get(0).places();
      NDArray map =
          turn % 2 == 1
              ? block.reshape(columns, rows, -1).swapAxes(0, 1)
              : block.reshape(rows, columns, -1);
      Positions own = vectors.places();
      map.get(
              new NDIndex()
                  .addSliceDim(own.top(), own.bottom())
                  .addSliceDim(own.left(), own.right()))
          .addi(vectors.joined().reshape(own.bottom() - own.top(), own.right() - own.left(), -1));
    }
  }

  private void normalize() {
    mean = units.mean(new int[] {0}, true);
    units.subi(mean);
    NDList squares = new NDList();
    for (long from = 0; from < size(); from += SOME) {
      NDArray some = units.get(new NDIndex().addSliceDim(from, Math.min(size(), from + SOME)));
      try (NDArray squared = some.square()) {
        squares.add(squared.sum(new int[] {1}, true));
      }
    }
    norms = NDArrays.concat(squares, 0).sqrt();
    units.divi(norms.maximum(1e-12));
    NDScope.unregister(mean, norms);
  }

  /** How many there are. */
  long size() {
    return units.getShape().get(0);
  }

  /**
   * The nearest to each of some vectors.
   *
   * @param vectors {@code P x C}, without their mean
   * @param step run before each block of them
   * @return indices
   */
  long[] nearest(NDArray vectors, Runnable step) {
    int count = (int) vectors.getShape().get(0);
    int block = (int) Math.max(1, BLOCK / vectors.getDataType().getNumOfBytes() / size());
    long[] nearest = new long[count];
    for (int from = 0; from < count; from += block) {
      step.run();
      int to = Math.min(count, from + block);
      try (NDScope scope = new NDScope()) {
        NDArray some = vectors.get(new NDIndex().addSliceDim(from, to));
        long[] own = script.call("nearest", some, units).toLongArray();
        System.arraycopy(own, 0, nearest, from, to - from);
      }
    }
    return nearest;
  }

  /**
   * What vectors are to become like.
   *
   * @param nearest the style's vector for each of them
   * @param centred whether the style's mean is to stay out
   * @return those of the style's vectors that occur, owned by the caller
   */
  Targets targets(long[] nearest, boolean centred) {
    long[] used = Arrays.stream(nearest).distinct().sorted().toArray();
    long[] index = Arrays.stream(nearest).map(k -> Arrays.binarySearch(used, k)).toArray();
    try (NDScope scope = new NDScope()) {
      NDArray some = units.getManager().create(used);
      NDArray vectors = Targets.rows(units, some).muli(Targets.rows(norms, some));
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
    units.close();
    if (norms != null) {
      norms.close();
      mean.close();
    }
  }
}
