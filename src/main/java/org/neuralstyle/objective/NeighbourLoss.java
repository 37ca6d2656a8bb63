package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import java.util.ArrayList;
import java.util.List;
import org.neuralstyle.vgg.FeatureArray;
import org.neuralstyle.vgg.FeatureRows;
import org.neuralstyle.vgg.Positions;
import org.neuralstyle.vgg.WeightedLayer;

/**
 * How far an image's feature vectors are from those of a style that were chosen for them (Kolkin et
 * al., 2022):
 *
 * <pre>  L = 1/P sum_p (1 - cos(t_p, h_p - m))</pre>
 *
 * with the P places of a grid, and m the mean of the image's vectors, or 0 where they are not
 * centred. Squared lengths are held in 1e-8 .. 1e8.
 */
final class NeighbourLoss implements AutoCloseable {

  private static final double LEAST = 1e-8;
  private static final double MOST = 1e8;

  private final VectorGrid grid;
  private final Targets targets;
  private final boolean centred;

  /**
   * A loss.
   *
   * @param grid where vectors are taken
   * @param targets what they are to become like; owned by this loss from now on
   * @param centred whether the image's mean is taken out
   */
  NeighbourLoss(VectorGrid grid, Targets targets, boolean centred) {
    this.grid = grid;
    this.targets = targets;
    this.centred = centred;
  }

  VectorGrid grid() {
    return grid;
  }

  boolean isCentred() {
    return centred;
  }

  /**
   * The loss of an image.
   *
   * @param weight factor in the objective
   */
  OfImage of(double weight) {
    return new OfImage(weight);
  }

  /**
   * What is known of a whole image. Of one that is centred, all tiles are seen twice before there
   * is a gradient; arrays are the scope's in which they are seen.
   */
  final class OfImage {

    private final double weight;

    /** The mean of the vectors so far; for each layer {@code 1 x C}. */
    private final List<NDArray> means = new ArrayList<>();

    /** The mean of the derivatives with respect to centred vectors. */
    private final List<NDArray> pulls = new ArrayList<>();

    private OfImage(double weight) {
      this.weight = weight;
    }

    /** The first time. */
    void addToMeans(TileVectors vectors) {
      for (int l = 0; l < vectors.layers().size(); l++) {
        add(means, l, vectors.layers().get(l).sum(new int[] {0}, true).divi(grid.places()));
      }
    }

    /** The second time, when the means are complete. */
    void addToPulls(OfTile tile) {
      for (int l = 0; l < grid.layers().size(); l++) {
        add(pulls, l, tile.sum(l).divi(grid.places()));
      }
    }

    private static void add(List<NDArray> sums, int i, NDArray addend) {
      if (sums.size() <= i) {
        sums.add(addend);
      } else {
        sums.get(i).addi(addend);
      }
    }

    /** A tile whose vectors have been seen; arrays are the caller's scope's. */
    OfTile tile(TileVectors vectors) {
      return new OfTile(this, vectors);
    }
  }

  /** What a tile adds to the loss and to its gradient. */
  final class OfTile {

    private final OfImage image;
    private final TileVectors vectors;
    private final NDArray index;
    private final NDArray value;

    /** The derivative is a sum of targets and vectors with these factors, {@code P x 1}. */
    private final NDArray ofTargets;

    private final NDArray ofVectors;

    private OfTile(OfImage image, TileVectors vectors) {
      this.image = image;
      this.vectors = vectors;
      index = targets.squares().getManager().create(index(vectors.places()));
      NDArray targetSquares = Targets.rows(targets.squares(), index);
      NDArray products = targetSquares.zerosLike();
      NDArray squares = targetSquares.zerosLike();
      for (int l = 0; l < grid.layers().size(); l++) {
        try (NDScope scope = new NDScope()) {
          NDArray own = centred(l, vectors.layers().get(l));
          NDArray target = Targets.rows(targets.layers().get(l), index);
          products.addi(target.mul(own).sum(new int[] {1}, true));
          squares.addi(own.square().sum(new int[] {1}, true));
        }
      }
      NDArray held = squares.clip(LEAST, MOST);
      NDArray lengths = targetSquares.clip(LEAST, MOST).muli(held).sqrt();
      NDArray cosines = products.div(lengths);
      value = cosines.neg().addi(1).sum().divi(grid.places());
      double share = image.weight / grid.places();
      ofTargets = lengths.pow(-1).muli(-share);
      NDArray free = squares.eq(held).toType(squares.getDataType(), false);
      ofVectors = cosines.divi(held).muli(free).muli(share);
    }

    private long[] index(Positions places) {
      int all = grid.columns().get(0).places();
      int columns = places.right() - places.left();
      long[] own = new long[(int) places.count()];
      for (int i = 0; i < own.length; i++) {
        int place = (places.top() + i / columns) * all + places.left() + i % columns;
        own[i] = targets.index()[place];
      }
      return own;
    }

    private NDArray centred(int layer, NDArray own) {
      return centred ? own.sub(image.means.get(layer)) : own;
    }

    /** The tile's share of the loss, a scalar, not weighted. */
    NDArray value() {
      return value;
    }

    /** The derivative with respect to some centred vectors, {@code P x C}. */
    private NDArray derivative(int layer, NDArray own, NDArray some, NDArray t, NDArray v) {
      return Targets.rows(targets.layers().get(layer), some)
          .mul(t)
          .addi(centred(layer, own).mul(v));
    }

    private NDArray sum(int layer) {
      NDArray own = vectors.layers().get(layer);
      NDArray sum;
      try (NDScope scope = new NDScope()) {
        sum = derivative(layer, own, index, ofTargets, ofVectors).sum(new int[] {0}, true);
        NDScope.unregister(sum);
      }
      NDScope.register(sum);
      return sum;
    }

    /** Adds the gradient with respect to some rows of the tile's features. */
    void addTo(FeatureRows rows, FeatureRows gradient) {
      for (int l = 0; l < grid.layers().size(); l++) {
        WeightedLayer layer = grid.layers().get(l);
        if (layer.layer().convolution() == rows.convolution() && !vectors.isEmpty()) {
          try (NDScope scope = new NDScope()) {
            FeatureArray features = vectors.read(l, rows);
            TileVectors.Part part = vectors.part(l, features);
            if (part.bottom() > part.top()) {
              NDIndex some = vectors.rows(part);
              NDArray own = vectors.layers().get(l).get(some);
              NDArray g =
                  derivative(l, own, index.get(some), ofTargets.get(some), ofVectors.get(some));
              if (centred) {
                g.subi(image.pulls.get(l));
              }
              g.muli(layer.weight());
              vectors
                  .read(l, gradient)
                  .addInterpolated(
                      features,
                      layer.layer().rectified(),
                      part.rows(),
                      part.columns(),
                      g.reshape(part.bottom() - part.top(), -1, own.getShape().get(1)));
            }
          }
        }
      }
    }
  }

  @Override
  public void close() {
    targets.close();
  }
}
