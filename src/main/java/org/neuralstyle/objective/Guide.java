package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.neuralstyle.vgg.FeatureArray;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Positions;
import org.neuralstyle.vgg.Span;

/**
 * How much each position of a feature map counts in statistics (Gatys et al., 2017).
 *
 * @param factors of the features, in 0..1, {@code H x W x 1}
 * @param positions the sum of their squares over the positions that enter statistics, by which sums
 *     are divided
 * @param spans outside of which no position counts
 */
public record Guide(NDArray factors, double positions, List<Span> spans) implements AutoCloseable {

  /**
   * The guide of a region at a layer: its mask, averaged over 2 x 2 pixels wherever the network
   * halves the resolution.
   *
   * @param mask in 0..1, {@code H x W} of the grid's image
   * @param layer where features are taken
   * @param grid tells which positions enter statistics
   * @return a guide, owned by the caller
   */
  public static Guide of(NDArray mask, Layer layer, TileGrid grid) {
    try (NDScope scope = new NDScope()) {
      NDArray factors = mask.duplicate();
      for (int stride = 1; stride < layer.stride(); stride *= 2) {
        long height = factors.getShape().get(0) / 2;
        long width = factors.getShape().get(1) / 2;
        factors =
            factors
                .get(new NDIndex().addSliceDim(0, 2 * height).addSliceDim(0, 2 * width))
                .reshape(height, 2, width, 2)
                .mean(new int[] {3})
                .mean(new int[] {1});
      }
      factors = factors.expandDims(2);
      Positions counted = grid.ofStatistics(layer);
      NDArray inner = factors.get(index(counted));
      double positions = inner.square().sum().toType(DataType.FLOAT64, false).getDouble();
      NDScope.unregister(factors);
      int columns = (int) factors.getShape().get(1);
      return new Guide(factors, positions, Span.of(factors.toFloatArray(), columns));
    }
  }

  /** The rectangle around the positions that count. */
  Positions bounds() {
    return spans.stream().map(Span::at).reduce(Positions::around).orElse(new Positions(0, 0, 0, 0));
  }

  /** The same features under this guide. */
  FeatureArray on(FeatureArray features) {
    long rows = features.values().getShape().get(0);
    long columns = features.values().getShape().get(1);
    int top = features.top();
    int left = features.left();
    return features.guidedBy(
        factors.get(index(new Positions(top, (int) (top + rows), left, (int) (left + columns)))),
        spans);
  }

  private static NDIndex index(Positions positions) {
    return new NDIndex()
        .addSliceDim(positions.top(), positions.bottom())
        .addSliceDim(positions.left(), positions.right());
  }

  @Override
  public void close() {
    factors.close();
  }
}
