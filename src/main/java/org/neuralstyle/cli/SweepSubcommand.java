package org.neuralstyle.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.Option;
import org.neuralstyle.report.SweepFolder;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.study.RunResult;
import org.neuralstyle.study.Source;
import org.neuralstyle.study.Sweep;
import org.neuralstyle.study.SweepRunner;
import org.neuralstyle.synthesis.NeuralStyle;

/** A command that does one sweep. */
abstract class SweepSubcommand extends FolderCommand {

  SweepSubcommand(Operation operation) {
    super(operation);
  }

  /** The image that an option names. */
  final Source open(Option<String> option) {
    return open(options().file(option));
  }

  /** The sweep that the options ask for, with these settings; files are read. */
  abstract Sweep sweep(SynthesisSettings settings);

  @Override
  final String run(NeuralStyle neuralStyle, Path output, Console listener)
      throws IOException, InterruptedException {
    if (options().start().isPresent()) {
      throw badInput("A sweep starts from noise or content, not from an image.");
    }
    Sweep sweep = sweep(options().settings().synthesis());
    checkApart(List.of(sweep.name()));
    Path runs = output.resolve(SweepFolder.RUNS);
    Optional<Elsewhere> elsewhere = elsewhere();
    Optional<List<RunResult>> done =
        elsewhere.isPresent()
            ? run(sweep, runs, elsewhere.get(), neuralStyle, listener)
            : Optional.of(
                new SweepRunner(neuralStyle, Optional.of(runs), new SweepConsole(listener))
                    .run(sweep));
    if (done.isEmpty()) {
      return "%s runs; none has been done.".formatted(sweep.runs().size());
    }
    List<RunResult> results = done.get();
    if (results.isEmpty()) {
      return "Stopped before the first run was finished.";
    }
    SweepFolder.write(sweep, results, output);
    return "%s: %s of %s runs, %s failed."
        .formatted(
            output.resolve(sweep.name() + ".*"),
            results.size(),
            sweep.runs().size(),
            results.stream().filter(r -> r.failure().isPresent()).count());
  }
}
