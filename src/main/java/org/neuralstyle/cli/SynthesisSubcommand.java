package org.neuralstyle.cli;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.neuralstyle.image.AlphaMask;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.Option;
import org.neuralstyle.option.Options;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.report.ResultFiles;
import org.neuralstyle.report.ResultImage;
import org.neuralstyle.report.ResultProperties;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.synthesis.Checkpoint;
import org.neuralstyle.synthesis.Ending;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.synthesis.SynthesisResult;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that makes one image. All that can be wrong with its input is found before the run. */
abstract class SynthesisSubcommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private final TableOptions options;
  @Mixin private final ConsoleOptions console = new ConsoleOptions();
  @Mixin private final MemoryOptions memory = new MemoryOptions();
  private final EngineOptions engine;

  SynthesisSubcommand(Operation operation) {
    options = TableOptions.of(operation);
    engine = new EngineOptions(options);
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
    ResultFiles files =
        new ResultFiles(
            "--", value(Options.OUTPUT), value(Options.REPORT), value(Options.CHECKPOINT));
    Optional<Checkpoint> checkpoint = checked(files, job);
    try (Console listener = console.open(memory.forced())) {
      SynthesisResult result = run(job, engine, checkpoint, listener);
      listener.finish();
      save(files, job, result);
      console.done(summary(result));
      if (listener.isStopped()) {
        return NeuralStyleCli.STOPPED;
      }
      boolean diverged = result.ending().reason() == Ending.Reason.DIVERGED;
      return diverged ? NeuralStyleCli.FAILED : NeuralStyleCli.OK;
    }
  }

  /** Where the run is kept; refuses files that cannot be written to or gone on from. */
  private Optional<Checkpoint> checked(ResultFiles files, Job job) {
    try {
      files.check(Stream.concat(job.files().stream(), engine.files().stream()).toList());
      return files.place(job.inputs(), job.settings());
    } catch (IOException | IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  private void save(ResultFiles files, Job job, SynthesisResult result) throws IOException {
    RgbImage picture = result.image();
    String title = String.valueOf(files.image().orElseThrow().getFileName());
    ImagePlus imp = ResultImage.of(picture, title, job.inputs(), job.like(), value(Options.RGB));
    ResultProperties.add(imp, job.operation(), job.sources(), result);
    Optional<AlphaMask> alpha =
        job.inputs().content().flatMap(c -> job.like().alpha(picture.width(), picture.height()));
    files.save(job.operation(), imp, alpha, result);
  }

  private String summary(SynthesisResult result) {
    return String.format(
        Locale.ROOT,
        "%s: %d x %d px, %d evaluations in %.1f s on %s, total loss %.4g; %s.",
        value(Options.OUTPUT).orElseThrow(),
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
