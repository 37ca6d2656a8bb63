package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.List;
import org.neuralstyle.vgg.Positions;
import org.neuralstyle.vgg.Vgg19;
import org.neuralstyle.vgg.WeightedLayer;

/**
 * Finds for the feature vectors of an image those of a style that they are to become like (Kolkin,
 * Kucera, Paris, Sykora, Shechtman and Shakhnarovich, 2022).
 *
 * @param vgg the network; stays the caller's
 * @param layers whose features count, with weights
 * @param tiles of the image
 * @param turned whether the style is also seen turned by quarters
 * @param tileSize largest side of a window of the style, in pixels
 * @param step run before each part of a search, which takes about as long as an evaluation; what it
 *     throws ends the search
 */
public record NeighbourSearch(
    Vgg19 vgg,
    List<WeightedLayer> layers,
    TileGrid tiles,
    boolean turned,
    int tileSize,
    Runnable step) {

  /** The style's hypercolumns along the longer side at most; of more only some count. */
  private static final int MOST_HYPERCOLUMNS = 128;

  /** The style's positions of a layer along the longer side, of which only some count if more. */
  private static final int MOST_POSITIONS = 64;

  /** What it takes to see whether a pair is nearest, in pairs of numbers; measured. */
  private static final int OF_A_PAIR = 154;

  /** Sorts the layers. */
  public NeighbourSearch {
    layers =
        layers.stream()
            .sorted((a, b) -> Integer.compare(a.layer().convolution(), b.layer().convolution()))
            .toList();
    tiles = tiles.reaching(VectorGrid.reach(layers));
  }

  /**
   * The loss of hypercolumns, in which each layer's features count by one over their number: for
   * each that of the style that is nearest to an image's.
   *
   * @param styles each {@code 1 x 3 x H x W}; the nearest of any of them counts
   * @param image of the tiles' size, whose hypercolumns choose
   * @return the loss, owned by the caller
   */
  public NeighbourLosses hypercolumns(List<NDArray> styles, NDArray image) {
    return losses(
        styles, image, this::ofStyle, hypercolumns(tiles.width(), tiles.height(), 1), false);
  }

  /** The style's nearest hypercolumn for each of an image's, row by row. */
  long[] nearestHypercolumns(List<NDArray> images, NDArray image) {
    List<StyleVectors> styles = StyleVectors.of(vgg, images, turned, this::ofStyle, tileSize, step);
    try {
      return nearest(styles, hypercolumns(tiles.width(), tiles.height(), 1), image).get(0);
    } finally {
      styles.forEach(StyleVectors::close);
    }
  }

  /**
   * How much is compared for {@link #hypercolumns}, if the style is as large as the image.
   *
   * @return pairs of numbers; a pair of vectors counts for some more
   */
  public double comparisons() {
    return comparisons(
        hypercolumns(tiles.width(), tiles.height(), 1), ofStyle(tiles.width(), tiles.height()));
  }

  /**
   * The same for {@link #split}.
   *
   * @param most as there
   * @return pairs of numbers
   */
  public double comparisons(int most) {
    return comparisons(
        positions(tiles.width(), tiles.height(), most, 0),
        positions(tiles.width(), tiles.height(), MOST_POSITIONS, 0));
  }

  private double comparisons(List<VectorGrid> image, List<VectorGrid> style) {
    double sum = 0;
    for (int i = 0; i < image.size(); i++) {
      double pairs = (double) image.get(i).places() * style.get(i).places() * (turned ? 4 : 1);
      int channels =
          image.get(i).layers().stream().mapToInt(layer -> layer.layer().channels()).sum();
      sum += pairs * (channels + OF_A_PAIR);
    }
    return sum;
  }

  private List<VectorGrid> ofStyle(int width, int height) {
    int every = every(VectorGrid.longerSide(width, height), MOST_HYPERCOLUMNS);
    return hypercolumns(width, height, every);
  }

  private List<VectorGrid> hypercolumns(int width, int height, int every) {
    List<WeightedLayer> weighted = new ArrayList<>();
    for (WeightedLayer layer : layers) {
      int channels = layer.layer().channels();
      weighted.add(new WeightedLayer(layer.layer(), layer.weight() / channels));
    }
    return List.of(VectorGrid.hypercolumns(weighted, width, height, every));
  }

  /**
   * The sum of the layers' losses, each with matches of its own: for each position that of the
   * style that is nearest. The means of style and image are taken out.
   *
   * @param styles each {@code 1 x 3 x H x W}; the nearest of any of them counts
   * @param image of the tiles' size, whose features choose
   * @param most of the image's positions that count of a layer, along the longer side, about
   * @param pass which of the positions count where there are more
   * @return the loss, owned by the caller
   */
  public NeighbourLosses split(List<NDArray> styles, NDArray image, int most, int pass) {
    return losses(
        styles,
        image,
        (width, height) -> positions(width, height, MOST_POSITIONS, pass),
        positions(tiles.width(), tiles.height(), most, pass),
        true);
  }

  /** As many rows and columns are left out as the size of the tiles' image asks for. */
  private List<VectorGrid> positions(int width, int height, int most, int pass) {
    List<VectorGrid> grids = new ArrayList<>();
    for (WeightedLayer layer : layers) {
      int size = layer.layer().stride();
      int stride = every(Math.max(tiles.width(), tiles.height()) / size, most);
      int row = pass % stride % Math.max(1, height / size);
      int column = pass / stride % stride % Math.max(1, width / size);
      grids.add(
          VectorGrid.positions(
              new WeightedLayer(layer.layer(), 1), width, height, stride, row, column));
    }
    return grids;
  }

  private static int every(int places, int most) {
    return Math.max(1, places / most);
  }

  /**
   * A loss.
   *
   * @param images of the styles, each {@code 1 x 3 x H x W}
   * @param image whose vectors choose
   * @param places of the style
   * @param grids of the image
   * @param centred whether means stay out of the loss
   */
  private NeighbourLosses losses(
      List<NDArray> images,
      NDArray image,
      StyleVectors.Places places,
      List<VectorGrid> grids,
      boolean centred) {
    List<StyleVectors> styles = StyleVectors.of(vgg, images, turned, places, tileSize, step);
    List<NeighbourLosses.Term> terms = new ArrayList<>();
    try {
      List<long[]> nearest = nearest(styles, grids, image);
      for (int i = 0; i < grids.size(); i++) {
        Targets targets = styles.get(i).targets(nearest.get(i), centred);
        terms.add(
            new NeighbourLosses.Term(
                centred ? layers.get(i).weight() : 1,
                new NeighbourLoss(grids.get(i), targets, centred)));
      }
      return new NeighbourLosses(vgg, tiles, terms);
    } catch (RuntimeException | Error e) {
      terms.forEach(term -> term.loss().close());
      throw e;
    } finally {
      styles.forEach(StyleVectors::close);
    }
  }

  /** For each grid the style's nearest at each of an image's places. */
  List<long[]> nearest(List<StyleVectors> styles, List<VectorGrid> grids, NDArray image) {
    List<long[]> nearest = new ArrayList<>();
    grids.forEach(grid -> nearest.add(new long[grid.places()]));
    try (NDScope scope = new NDScope()) {
      List<NDArray> means = new ArrayList<>();
      visit(
          grids,
          image,
          (i, vectors) -> {
            NDArray share = vectors.joined().sum(new int[] {0}, true).divi(grids.get(i).places());
            if (means.size() <= i) {
              NDScope.unregister(share);
              means.add(share);
            } else {
              means.get(i).addi(share);
            }
          });
      means.forEach(NDScope::register);
      visit(
          grids,
          image,
          (i, vectors) -> {
            long[] own = styles.get(i).nearest(vectors.joined().subi(means.get(i)), step);
            Positions at = vectors.places();
            int columns = at.right() - at.left();
            int all = grids.get(i).columns().get(0).places();
            for (int row = at.top(); row < at.bottom(); row++) {
              System.arraycopy(
                  own, (row - at.top()) * columns, nearest.get(i), row * all + at.left(), columns);
            }
          });
    }
    return nearest;
  }

  private interface Visitor {
    void visit(int grid, TileVectors vectors);
  }

  private void visit(List<VectorGrid> grids, NDArray image, Visitor visitor) {
    for (Tile tile : tiles.tiles()) {
      step.run();
      try (SeenVectors seen = new SeenVectors(grids, tile, vgg, image.getDataType())) {
        vgg.visit(tile.window(), image, tiles.deepest(), seen);
        for (int i = 0; i < grids.size(); i++) {
          if (!seen.all().get(i).isEmpty()) {
            try (NDScope scope = new NDScope()) {
              visitor.visit(i, seen.all().get(i));
            }
          }
        }
      }
    }
  }
}
