package org.neuralstyle.cli;

import org.neuralstyle.settings.Method;
import org.neuralstyle.settings.PrecisionChoice;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.vgg.Pooling;
import picocli.CommandLine.Option;

/** Options of all runs: sizes, start and optimiser. */
final class OptimizationOptions {

  @Option(
      names = "--size",
      paramLabel = "PX",
      description =
          "Longer side of the result in pixels, 0 for the input's own. Default: ${DEFAULT-VALUE}.")
  private int size;

  @Option(
      names = "--scales",
      paramLabel = "N",
      description =
          "Sizes to go through, each half the next; 1 for the classic algorithm, 0 for as many as the size suggests. Default: ${DEFAULT-VALUE}.")
  private int scales;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description =
          "Evaluations with one scale; with more, transfers take a third at the last, half before that and two thirds at all others; textures take 20 %% fewer for each further one. Default: ${DEFAULT-VALUE}.")
  private int iterations;

  @Option(
      names = "--tv-weight",
      paramLabel = "W",
      description = "Weight of the total variation, which smooths. Default: ${DEFAULT-VALUE}.")
  private double tvWeight;

  @Option(
      names = "--init",
      paramLabel = "content|noise|FILE",
      description = "What to start from. Default: ${DEFAULT-VALUE}.")
  private StartOption start;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Seed of the noise; the same seed gives the same image. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--optimizer",
      paramLabel = "lbfgs|classic|adam",
      description =
          "The optimiser; classic is L-BFGS as it usually is, without what lbfgs adds. Default: ${DEFAULT-VALUE}.")
  private Method method;

  @Option(
      names = "--pooling",
      paramLabel = "max|average",
      description = "How VGG-19 halves the resolution. Default: ${DEFAULT-VALUE}.")
  private Pooling pooling;

  @Option(
      names = "--precision",
      paramLabel = "auto|float32|bfloat16",
      description =
          "Precision of feature maps; auto is bfloat16 where it is faster and good enough. Default: ${DEFAULT-VALUE}.")
  private PrecisionChoice precision;

  StartOption start() {
    return start;
  }

  SynthesisSettings apply(SynthesisSettings settings) {
    return settings
        .withSchedule(schedule -> schedule.size(size).scales(scales).iterations(iterations))
        .withLosses(losses -> losses.tvWeight(tvWeight))
        .withStart(s -> s.initialization(start.initialization()).seed(seed))
        .withEngine(engine -> engine.method(method).pooling(pooling).precision(precision));
  }
}
