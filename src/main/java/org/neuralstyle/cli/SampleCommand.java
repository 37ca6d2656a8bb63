package org.neuralstyle.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.option.Operation;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.synthesis.Checkpoint;
import org.neuralstyle.synthesis.Inputs;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.synthesis.SynthesisResult;
import org.neuralstyle.weights.WeightsChoice;
import org.neuralstyle.weights.WeightsSettings;
import picocli.CommandLine.Command;

/** Style transfer on images that come with the program, with whatever weights can be had. */
@Command(
    name = "sample",
    description = {
      "Transfer the style of a painting to a photograph, both of which come with the program.",
      "Where trained weights are neither set, nor in the cache, nor can be downloaded, an untrained network is taken, and said so."
    })
final class SampleCommand extends SynthesisSubcommand {

  /** Random features hold less of the content, as seen by eye: the default drowns it. */
  private static final double UNTRAINED_STYLE_WEIGHT = 1e5;

  SampleCommand() {
    super(Operation.SAMPLE);
  }

  @Override
  Job job() {
    try {
      DisplayedImage content = SampleImages.content();
      return new Job(
          "transfer",
          settings(),
          Inputs.of(content.toRgb(), SampleImages.style().toRgb()),
          content,
          List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  @Override
  SynthesisResult run(
      Job job, EngineOptions options, Optional<Checkpoint> checkpoint, Console listener)
      throws IOException, InterruptedException {
    try {
      return super.run(job, options, checkpoint, listener);
    } catch (IOException e) {
      // Weights that the user named must not be replaced by others.
      if (!(options.weights() instanceof WeightsChoice.Auto)
          || WeightsSettings.defaults().file().isPresent()) {
        throw e;
      }
      String kept = checkpoint.isPresent() ? " It is not kept in the checkpoint." : "";
      return runUntrained(job, options, listener, e.getMessage() + kept);
    }
  }

  private static SynthesisResult runUntrained(
      Job job, EngineOptions options, Console listener, String reason)
      throws IOException, InterruptedException {
    String warning =
        "No trained weights could be had, so this sample is made with an untrained network, which paints coarse patterns. With a network connection the trained one is fetched by itself; or name its file with --weights. "
            + reason;
    listener.warning(warning);
    // Deep features of random weights are noise: what is left of the preset is its schedule.
    SynthesisSettings settings =
        job.settings()
            .withLosses(
                SynthesisSettings.transfer().losses().withStyleWeight(UNTRAINED_STYLE_WEIGHT));
    try (NeuralStyle neuralStyle = options.open(new WeightsChoice.Untrained())) {
      SynthesisResult result = neuralStyle.run(job.inputs(), settings, listener);
      return result.withWarning(warning, true);
    }
  }
}
