package org.neuralstyle.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.neuralstyle.benchmark.EvaluationBenchmark;
import org.neuralstyle.benchmark.Measurement;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.weights.WeightsChoice;
import org.neuralstyle.weights.WeightsSettings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What to compute with, and where. */
final class EngineOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--weights",
      paramLabel = "FILE|auto|untrained",
      defaultValue = "auto",
      description =
          "VGG-19's weights: a safetensors file; auto for the file named by NEURAL_STYLE_WEIGHTS, the cache or a download; or untrained (random). Default: ${DEFAULT-VALUE}.")
  private WeightsChoice weights;

  @Option(
      names = "--device",
      paramLabel = "auto|cpu|cuda:N|mps",
      defaultValue = "auto",
      description = "Where to compute; see the command devices. Default: ${DEFAULT-VALUE}.")
  private DeviceChoice device;

  WeightsChoice weights() {
    return weights;
  }

  /** The file that the weights come from, which is never written to. */
  List<Path> files() {
    return weights.file(WeightsSettings.defaults()).stream().toList();
  }

  /** Refuses a weights file that is not there. */
  void check() {
    if (weights instanceof WeightsChoice.FromFile file && !Files.isReadable(file.path())) {
      throw new ParameterException(
          command.commandLine(),
          "There is no weights file %s that can be read. Give the path of a safetensors file of VGG-19, auto or untrained."
              .formatted(file.path()));
    }
  }

  NeuralStyle open() {
    return open(weights);
  }

  EvaluationBenchmark benchmark(RgbImage content, RgbImage style, Consumer<Measurement> table) {
    return new EvaluationBenchmark(weights, device, content, style, table);
  }

  NeuralStyle open(WeightsChoice choice) {
    return new NeuralStyle(choice, device);
  }
}
