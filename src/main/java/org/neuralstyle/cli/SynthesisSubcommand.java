package org.neuralstyle.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.Option;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.synthesis.Checkpoint;
import org.neuralstyle.synthesis.Ending;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.synthesis.SynthesisResult;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that makes one image. All that can be wrong with its input is found before the run. */
abstract class SynthesisSubcommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private final TableOptions options;
  @Mixin private final ConsoleOptions console = new ConsoleOptions();
  @Mixin private final MemoryOptions memory = new MemoryOptions();
  private final EngineOptions engine;
  private final OutputOptions output;

  SynthesisSubcommand(Operation operation) {
    options = TableOptions.of(operation);
    engine = new EngineOptions(options);
    output = new OutputOptions(options);
  }

  /** The value of an option that the command has. */
  final <T> T value(Option<T> option) {
    return options.value(option);
  }

  /** The file of an image that the command must have. */
  final Path file(Option<String> option) {
    return options.file(option);
  }

  /** The settings that were chosen. */
  final SynthesisSettings settings() {
    return options.settings().synthesis();
  }

  /** The files of the images beside content and style. */
  final Map<String, Path> guides() {
    return options.guides();
  }

  /** The image to start from, if a file is. */
  final Optional<RgbImage> start() {
    return options.start().map(file -> open(file).toRgb());
  }

  /** What the options ask for; files have been read. */
  abstract Job job();

  /** Runs it. */
  SynthesisResult run(
      Job job, EngineOptions network, Optional<Checkpoint> checkpoint, Console listener)
      throws IOException, InterruptedException {
    Optional<NeuralStyle> open = NeuralStyleCli.network(command);
    if (open.isPresent()) {
      return run(job, open.get(), checkpoint, listener);
    }
    try (NeuralStyle neuralStyle = network.open()) {
      return run(job, neuralStyle, checkpoint, listener);
    }
  }

  private SynthesisResult run(
      Job job, NeuralStyle neuralStyle, Optional<Checkpoint> checkpoint, Console listener)
      throws IOException, InterruptedException {
    return finished(
        neuralStyle.run(job.inputs(), job.settings(), checkpoint, listener),
        job,
        neuralStyle,
        listener);
  }

  /** Adds to a result what else was asked for. */
  SynthesisResult finished(
      SynthesisResult result, Job job, NeuralStyle neuralStyle, Console listener)
      throws InterruptedException {
    return result;
  }

  @Override
  public final Integer call() throws IOException, InterruptedException {
    engine.check();
    Job job = job();
    output.check(Stream.concat(job.files().stream(), engine.files().stream()).toList());
    Optional<Checkpoint> checkpoint = output.checkpoint(job);
    try (Console listener = console.open(memory.forced())) {
      SynthesisResult result = run(job, engine, checkpoint, listener);
      listener.finish();
      output.save(job, result);
      console.done(summary(result));
      if (listener.isStopped()) {
        return NeuralStyleCli.STOPPED;
      }
      boolean diverged = result.ending().reason() == Ending.Reason.DIVERGED;
      return diverged ? NeuralStyleCli.FAILED : NeuralStyleCli.OK;
    }
  }

  private String summary(SynthesisResult result) {
    return String.format(
        Locale.ROOT,
        "%s: %d x %d px, %d evaluations in %.1f s on %s, total loss %.4g; %s.",
        output.file(),
        result.image().width(),
        result.image().height(),
        result.evaluations().size(),
        result.seconds(),
        result.environment().device(),
        result.losses().total(),
        result.ending());
  }

  /** Whether the user wrote an option. */
  final boolean isGiven(String option) {
    return command.commandLine().getParseResult().hasMatchedOption(option);
  }

  /** Opens an image that an option names. */
  final DisplayedImage open(Path file) {
    return InputImage.open(command.commandLine(), file);
  }

  /** The files of {@link Job#files()}: the images, and the one that the run starts from. */
  final List<Path> files(Path... images) {
    return Stream.concat(Stream.of(images), options.start().stream()).toList();
  }
}
