package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.neuralstyle.loss.Statistic;
import org.neuralstyle.vgg.FeatureArray;
import org.neuralstyle.vgg.FeatureRows;
import org.neuralstyle.vgg.FeatureVisitor;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Positions;
import org.neuralstyle.vgg.Vgg19;

/** Adds up statistics of features over an image's tiles, always in the same order. */
final class StatisticSums {

  /**
   * What is added up.
   *
   * @param layer where the features are taken
   * @param statistic of them
   * @param guide how much each position counts; empty if all count alike
   */
  record Term(Layer layer, Statistic statistic, Optional<Guide> guide) {

    /** A term to which all positions count alike. */
    Term(Layer layer, Statistic statistic) {
      this(layer, statistic, Optional.empty());
    }

    /** The positions of a tile that count, and perhaps others. */
    Positions of(Tile tile) {
      Positions all = tile.ofStatistics(layer);
      return guide.map(factors -> all.within(factors.bounds())).orElse(all);
    }

    /** A tile's features in some rows. */
    FeatureArray of(FeatureRows rows, Tile tile) {
      FeatureArray features = rows.features(layer, of(tile));
      return guide.map(factors -> factors.on(features)).orElse(features);
    }

    /** How many positions count. */
    double positions(TileGrid grid) {
      return guide.map(Guide::positions).orElseGet(() -> (double) grid.statisticPositions(layer));
    }
  }

  private final List<Term> terms;
  private final List<NDArray> sums = new ArrayList<>();

  /**
   * Sums of nothing yet, in the caller's scope.
   *
   * @param vgg whose features they are to be of
   * @param manager makes the sums
   * @param type of the images
   * @param terms what to add up
   */
  StatisticSums(Vgg19 vgg, NDManager manager, DataType type, List<Term> terms) {
    this.terms = terms;
    for (Term term : terms) {
      int channels = vgg.channels(term.layer().convolution());
      sums.add(manager.zeros(term.statistic().shape(channels), type));
    }
  }

  /** The sum of a term so far. */
  NDArray sum(int term) {
    return sums.get(term);
  }

  /** Adds the share of a tile. */
  FeatureVisitor of(Tile tile) {
    return new FeatureVisitor() {
      @Override
      public int depth() {
        return terms.stream().mapToInt(term -> term.layer().convolution()).max().orElse(0);
      }

      @Override
      public List<NDArray> visit(FeatureRows rows) {
        List<NDArray> shares = new ArrayList<>();
        for (int i : of(rows)) {
          shares.add(terms.get(i).statistic().of(terms.get(i).of(rows, tile)));
        }
        return shares;
      }

      @Override
      public void take(FeatureRows rows, List<NDArray> shares) {
        try (NDScope scope = new NDScope()) {
          shares.forEach(NDScope::register);
          int[] of = of(rows);
          for (int i = 0; i < of.length; i++) {
            sums.get(of[i]).addi(shares.get(i));
          }
        }
      }
    };
  }

  /** The terms of a convolution. */
  private int[] of(FeatureRows rows) {
    return IntStream.range(0, terms.size())
        .filter(i -> terms.get(i).layer().convolution() == rows.convolution())
        .toArray();
  }
}
