package org.neuralstyle.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.neuralstyle.cli.Elsewhere;
import org.neuralstyle.cli.NeuralStyleCli;
import org.neuralstyle.stack.FrameRange;
import org.neuralstyle.study.RunResult;
import org.neuralstyle.synthesis.RunListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line for many machines: the commands that split, done by Apache Spark. */
@Command(
    name = "neural-style-spark",
    description =
        "What Neural Style does in many runs, on the machines of an Apache Spark cluster, or on the cores of this one.",
    subcommands = TransferFolder.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed, or a part of it did; a message or the table says why",
      "2:wrong usage or bad input, found before any work was done",
      "130:stopped by Ctrl-C; what is finished is kept"
    })
public final class NeuralStyleSpark implements Elsewhere {

  @Spec private CommandSpec command;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help message and exit.")
  private boolean help;

  @Option(
      names = "--dry-run",
      scope = ScopeType.INHERIT,
      description = "Tell the units of work, without Spark and without doing them.")
  private boolean dryRun;

  NeuralStyleSpark() {}

  @Override
  public boolean isDryRun() {
    return dryRun;
  }

  /**
   * Runs a command and ends the program with its exit code.
   *
   * @param args the command's name and options
   */
  public static void main(String[] args) {
    NeuralStyleCli.prepare();
    System.exit(NeuralStyleCli.execute(NeuralStyleCli.elsewhere(new NeuralStyleSpark()), args));
  }

  @Override
  public Optional<List<RunResult>> run(SweepWork work, Network network, RunListener listener)
      throws IOException {
    SweepPlan plan = SweepPlan.of(work, network);
    if (dryRun) {
      plan.units().forEach(unit -> command.commandLine().getOut().println(unit.label()));
      return Optional.empty();
    }
    Files.createDirectories(work.folder());
    try (Cluster cluster = new Cluster()) {
      return Optional.of(plan.results(cluster.run(plan.units(), listener), listener));
    }
  }

  @Override
  public boolean run(
      CommandSpec film, List<FrameRange> ranges, Network network, RunListener listener)
      throws IOException {
    Words words = Words.of(film.commandLine().getParseResult(), Set.of("--dry-run"));
    List<FilmUnit> units = ranges.stream().map(range -> new FilmUnit(words, range)).toList();
    if (dryRun) {
      units.forEach(unit -> command.commandLine().getOut().println(unit.label()));
      return false;
    }
    List<Words.Answer> answers;
    try (Cluster cluster = new Cluster()) {
      answers = cluster.run(units, listener);
    }
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < units.size(); i++) {
      if (!answers.get(i).isDone()) {
        failures.add(units.get(i).label() + ": " + answers.get(i).message());
      }
    }
    if (!failures.isEmpty()) {
      throw new IOException(
          "Not all frames could be made, the others are kept in the work folder; start the same command again. "
              + String.join(" ", failures));
    }
    return true;
  }
}
