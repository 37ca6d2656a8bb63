package org.neuralstyle.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.neuralstyle.benchmark.EvaluationBenchmark;
import org.neuralstyle.benchmark.Measurement;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.option.Options;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.weights.WeightsChoice;
import org.neuralstyle.weights.WeightsSettings;
import picocli.CommandLine.ParameterException;

/** What to compute with, and where. */
record EngineOptions(TableOptions options) {

  WeightsChoice weights() {
    return options.value(Options.WEIGHTS);
  }

  private DeviceChoice device() {
    return options.value(Options.DEVICE);
  }

  /** The file that the weights come from, which is never written to. */
  List<Path> files() {
    return weights().file(WeightsSettings.defaults()).stream().toList();
  }

  /** Refuses a weights file that is not there. */
  void check() {
    if (weights() instanceof WeightsChoice.FromFile file && !Files.isReadable(file.path())) {
      throw new ParameterException(
          options.commandLine(),
          "There is no weights file %s that can be read. Give the path of a safetensors file of VGG-19, auto or untrained."
              .formatted(file.path()));
    }
  }

  NeuralStyle open() {
    return open(weights());
  }

  EvaluationBenchmark benchmark(RgbImage content, RgbImage style, Consumer<Measurement> table) {
    return new EvaluationBenchmark(weights(), device(), content, style, table);
  }

  /** The same, for work that is done elsewhere. */
  Elsewhere.Network network(NeuralStyle here, boolean forced) {
    return new Elsewhere.Network(weights(), device(), forced, here);
  }

  NeuralStyle open(WeightsChoice choice) {
    return new NeuralStyle(choice, device());
  }
}
