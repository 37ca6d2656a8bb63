package org.neuralstyle.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.neuralstyle.cli.Elsewhere;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.tensor.Workers;
import org.neuralstyle.weights.WeightsChoice;

/**
 * The network that a unit needs, as a description.
 *
 * @param weights the text of a {@link WeightsChoice}
 * @param device the text of a {@link DeviceChoice}
 * @param threads of libtorch for one unit, on which the last bits of its result depend
 */
record ExecutorNetwork(String weights, String device, int threads) implements Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * The networks of this Java, opened by the first unit that needs one and never closed. Spark
   * gives functions no other place that lives as long as an executor.
   */
  private static final Map<ExecutorNetwork, NeuralStyle> OPEN = new ConcurrentHashMap<>();

  /** As the driver was told; a path is the same on all machines. */
  static ExecutorNetwork of(Elsewhere.Network network) {
    String weights =
        network.weights() instanceof WeightsChoice.FromFile file
            ? file.path().toAbsolutePath().normalize().toString()
            : network.weights().toString();
    return new ExecutorNetwork(weights, network.device().toString(), Cluster.threads());
  }

  /** What is done with a network. */
  @FunctionalInterface
  interface Computation<T> {

    /** Does it. */
    T with(NeuralStyle neuralStyle) throws IOException, InterruptedException;
  }

  /**
   * Computes on a thread on which libtorch has as many threads as said.
   *
   * @throws IOException as the computation does
   * @throws InterruptedException if the thread is interrupted
   */
  <T> T compute(Computation<T> computation) throws IOException, InterruptedException {
    NeuralStyle neuralStyle =
        OPEN.computeIfAbsent(
            this,
            network -> new NeuralStyle(WeightsChoice.parse(weights), DeviceChoice.parse(device)));
    try (Workers worker = new Workers(1, threads)) {
      Workers.Task<T> task = () -> computation.with(neuralStyle);
      return worker.all(List.of(task)).get(0);
    }
  }
}
