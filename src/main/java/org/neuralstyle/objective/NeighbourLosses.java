package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.neuralstyle.vgg.FeatureRows;
import org.neuralstyle.vgg.Vgg19;

/** The sum of an image's {@link NeighbourLoss}es, each with its weight, tile by tile. */
public final class NeighbourLosses implements AutoCloseable {

  /**
   * A part of the sum.
   *
   * @param weight its factor
   * @param loss the loss, closed with the sum
   */
  record Term(double weight, NeighbourLoss loss) {}

  private final Vgg19 vgg;
  private final TileGrid tiles;
  private final List<Term> terms;

  /**
   * A sum.
   *
   * @param vgg the network; stays the caller's
   * @param tiles of the objective
   * @param terms its parts
   */
  NeighbourLosses(Vgg19 vgg, TileGrid tiles, List<Term> terms) {
    this.vgg = vgg;
    this.tiles = tiles;
    this.terms = List.copyOf(terms);
  }

  boolean isEmpty() {
    return terms.isEmpty();
  }

  /**
   * The sum for an image. Where vectors are centred and there are several tiles, goes forward
   * through all of them twice. Arrays are the caller's scope's.
   *
   * @param image {@code 1 x 3 x H x W}
   * @param weight factor of the sum in the objective
   */
  OfImage of(NDArray image, double weight) {
    OfImage whole =
        new OfImage(
            image, terms.stream().map(term -> term.loss().of(weight * term.weight())).toList());
    if (terms.stream().anyMatch(term -> term.loss().isCentred()) && tiles.tiles().size() > 1) {
      for (Tile tile : tiles.tiles()) {
        try (OfTile seen = whole.of(tile)) {
          vgg.visit(tile.window(), image, tiles.deepest(), seen.vectors());
          whole.addToMeans(seen);
        }
      }
      for (Tile tile : tiles.tiles()) {
        try (OfTile seen = whole.of(tile)) {
          vgg.visit(tile.window(), image, tiles.deepest(), seen.vectors());
          whole.addToPulls(seen);
        }
      }
    }
    return whole;
  }

  /** The sum for one image. */
  final class OfImage {

    private final NDArray image;
    private final List<NeighbourLoss.OfImage> losses;

    private OfImage(NDArray image, List<NeighbourLoss.OfImage> losses) {
      this.image = image;
      this.losses = losses;
    }

    /** Sees a tile on the way forward; to be closed by the caller. */
    OfTile of(Tile tile) {
      return new OfTile(this, tile);
    }

    private void addToMeans(OfTile tile) {
      for (int i = 0; i < terms.size(); i++) {
        if (terms.get(i).loss().isCentred()) {
          losses.get(i).addToMeans(tile.vectors.all().get(i));
        }
      }
    }

    private void addToPulls(OfTile tile) {
      tile.measure();
      for (int i = 0; i < terms.size(); i++) {
        if (terms.get(i).loss().isCentred()) {
          losses.get(i).addToPulls(tile.measured.get(i));
        }
      }
    }
  }

  /** A tile's vectors, and what they add to the sum and its gradient. */
  final class OfTile implements AutoCloseable {

    private final OfImage whole;
    private final SeenVectors vectors;
    private final List<NeighbourLoss.OfTile> measured = new ArrayList<>();

    private OfTile(OfImage whole, Tile tile) {
      this.whole = whole;
      vectors =
          new SeenVectors(
              terms.stream().map(term -> term.loss().grid()).toList(),
              tile,
              vgg,
              whole.image.getDataType());
    }

    /** To be shown the features on the way forward. */
    SeenVectors vectors() {
      return vectors;
    }

    private void measure() {
      for (int i = 0; i < terms.size(); i++) {
        measured.add(whole.losses.get(i).tile(vectors.all().get(i)));
      }
    }

    /** After the way forward: the tile's shares of the parts, scalars, with their own weights. */
    List<NDArray> values() {
      if (tiles.tiles().size() == 1) {
        whole.addToMeans(this);
        whole.addToPulls(this);
      } else {
        measure();
      }
      List<NDArray> values = new ArrayList<>();
      for (int i = 0; i < terms.size(); i++) {
        values.add(measured.get(i).value().mul(terms.get(i).weight()));
      }
      return values;
    }

    /** Adds the gradient with respect to some rows of the features. */
    void addTo(FeatureRows rows, FeatureRows gradient) {
      measured.forEach(own -> own.addTo(rows, gradient));
    }

    @Override
    public void close() {
      vectors.close();
    }
  }

  @Override
  public void close() {
    terms.forEach(term -> term.loss().close());
  }
}
