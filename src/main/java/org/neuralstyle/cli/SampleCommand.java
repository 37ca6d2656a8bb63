package org.neuralstyle.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.option.Operation;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.settings.LossSettings;
import org.neuralstyle.settings.StyleLossKind;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.synthesis.Checkpoint;
import org.neuralstyle.synthesis.ForwardingListener;
import org.neuralstyle.synthesis.Inputs;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.synthesis.RunListener;
import org.neuralstyle.synthesis.SynthesisResult;
import org.neuralstyle.weights.WeightsChoice;
import org.neuralstyle.weights.WeightsSettings;
import org.neuralstyle.weights.WeightsUnavailableException;
import picocli.CommandLine.Command;

/** Style transfer on images that come with the program, with whatever weights can be had. */
@Command(
    name = "sample",
    description = {
      "Transfer the style of a painting to a photograph, both of which come with the program.",
      "Where trained weights are neither set, nor in the cache, nor can be downloaded, an untrained network is taken, and said so."
    })
final class SampleCommand extends SynthesisSubcommand {

  /**
   * Random features hold less of the content, as seen by eye: the default weight drowns it. Their
   * Gram matrices alone give grain, with means and covariances they give strokes.
   */
  private static final double UNTRAINED_STYLE_WEIGHT = 10;

  /** They have nothing deep to find, and soon look alike. */
  private static final int UNTRAINED_ITERATIONS = 60;

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
      String kept = checkpoint.isPresent() ? " This run is not kept in the checkpoint." : "";
      return runUntrained(job, options, listener, reason(e) + kept);
    }
  }

  /** Why there are no weights; without the remedies, which the run's own warning has. */
  private static String reason(IOException e) {
    Throwable reason = e instanceof WeightsUnavailableException ? e.getCause() : e;
    return "No trained weights could be had: " + reason.getMessage() + ".";
  }

  private SynthesisResult runUntrained(
      Job job, EngineOptions options, Console listener, String warning)
      throws IOException, InterruptedException {
    Job untrained = untrained(job);
    try (NeuralStyle neuralStyle = options.open(new WeightsChoice.Untrained())) {
      SynthesisResult result =
          neuralStyle.run(
              untrained.inputs(), untrained.settings(), new Introduced(warning, listener));
      return result.withWarning(warning, true);
    }
  }

  /** Begins the run's first warning, of the untrained network, with the reason: one line. */
  private static final class Introduced extends ForwardingListener {

    private String reason;

    Introduced(String reason, RunListener listener) {
      super(listener);
      this.reason = reason + " ";
    }

    @Override
    public void warning(String message) {
      super.warning(reason + message);
      reason = "";
    }
  }

  /** Deep features of random weights are noise: what is left of the preset is its schedule. */
  private Job untrained(Job job) {
    LossSettings losses =
        SynthesisSettings.transfer()
            .losses()
            .withStyleBy(StyleLossKind.W2)
            .withStyleWeight(UNTRAINED_STYLE_WEIGHT);
    SynthesisSettings settings = job.settings().withLosses(losses);
    return new Job(
        job.operation(),
        isGiven("--iterations")
            ? settings
            : settings.withSchedule(schedule -> schedule.iterations(UNTRAINED_ITERATIONS)),
        job.inputs(),
        job.like(),
        job.files(),
        job.guides());
  }
}
