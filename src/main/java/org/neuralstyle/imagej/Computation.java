package org.neuralstyle.imagej;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.synthesis.Checkpoint;
import org.neuralstyle.synthesis.Inputs;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.synthesis.RunListener;
import org.neuralstyle.synthesis.Scoring;
import org.neuralstyle.synthesis.SynthesisResult;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.tensor.Workers;
import org.neuralstyle.weights.WeightsChoice;
import org.neuralstyle.weights.WeightsSettings;

/**
 * What to compute with, and where.
 *
 * @param weights a file, auto or untrained
 * @param device auto, cpu, cuda:N or mps
 * @param threads of libtorch, at least 1; empty for as many as it takes by itself
 */
record Computation(WeightsChoice weights, DeviceChoice device, Optional<Integer> threads) {

  /** The file that the weights come from. */
  List<Path> files() {
    return weights.file(WeightsSettings.defaults()).stream().toList();
  }

  NeuralStyle open() {
    return new NeuralStyle(weights, device);
  }

  SynthesisResult run(
      Inputs inputs,
      SynthesisSettings settings,
      Optional<Checkpoint> checkpoint,
      boolean score,
      RunListener listener)
      throws IOException, InterruptedException {
    try (NeuralStyle neuralStyle = open()) {
      Workers.Task<SynthesisResult> run =
          () -> {
            SynthesisResult result = neuralStyle.run(inputs, settings, checkpoint, listener);
            return score
                ? new Scoring(neuralStyle, settings.engine().pooling(), listener)
                    .scored(inputs, result)
                : result;
          };
      if (threads.isEmpty()) {
        return run.call();
      }
      try (Workers worker = new Workers(1, threads.get())) {
        return worker.all(List.of(run)).get(0);
      }
    }
  }
}
