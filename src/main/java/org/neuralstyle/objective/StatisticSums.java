package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.neuralstyle.loss.FeatureArray;
import org.neuralstyle.tensor.TorchScript;
import org.neuralstyle.vgg.Layer;

/** Adds up statistics of features over bands and tiles, always in the same order. */
final class StatisticSums implements TilePass.Visitor {

  /**
   * A statistic.
   *
   * @param layer where the features are taken
   * @param of some positions' share
   * @param sum of all positions, changed; stays the caller's
   */
  record Statistic(Layer layer, Function<FeatureArray, NDArray> of, NDArray sum) {}

  private final TorchScript script;
  private final List<Statistic> statistics;

  /**
   * Sums.
   *
   * @param script as {@link FeatureArray#script} returns it; stays the caller's
   * @param statistics what to add up
   */
  StatisticSums(TorchScript script, List<Statistic> statistics) {
    this.script = script;
    this.statistics = statistics;
  }

  private List<Statistic> of(int convolution) {
    return statistics.stream().filter(s -> s.layer().convolution() == convolution).toList();
  }

  @Override
  public List<NDArray> visit(TilePass.Part part, int convolution, NDArray map) {
    List<NDArray> shares = new ArrayList<>();
    for (Statistic statistic : of(convolution)) {
      shares.add(
          statistic
              .of()
              .apply(TiledObjective.statisticFeatures(script, part, statistic.layer(), map)));
    }
    return shares;
  }

  @Override
  public void take(TilePass.Part part, int convolution, List<NDArray> shares) {
    try (NDScope scope = new NDScope()) {
      shares.forEach(NDScope::register);
      List<Statistic> of = of(convolution);
      for (int i = 0; i < of.size(); i++) {
        of.get(i).sum().addi(shares.get(i));
      }
    }
  }
}
