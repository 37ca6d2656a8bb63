package org.neuralstyle.imagej;

import ij.ImagePlus;
import ij.gui.Plot;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.Options;
import org.neuralstyle.report.Montage;
import org.neuralstyle.report.SweepFolder;
import org.neuralstyle.report.SweepPlots;
import org.neuralstyle.report.SweepStack;
import org.neuralstyle.study.RunResult;
import org.neuralstyle.study.Sweep;
import org.neuralstyle.study.SweepRunner;
import org.neuralstyle.synthesis.NeuralStyle;
import org.scijava.ItemIO;
import org.scijava.plugin.Parameter;

/**
 * A command that does a sweep: a stack with a labelled slice for each run, a montage, a table and
 * plots.
 */
public abstract class SweepCommand extends ExploreCommand {

  @Parameter(persist = false, required = false)
  private String size;

  @Parameter(persist = false, required = false)
  private String iterations;

  @Parameter(persist = false, required = false)
  private String seed;

  @Parameter(persist = false, required = false)
  private String folder;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus montage;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus result;

  private Sweep done;
  private List<RunResult> results;

  SweepCommand(Operation operation) {
    super(operation);
  }

  /** What the parameters ask for; what is wrong with them is an exception whose message says it. */
  abstract Sweep sweep();

  @Override
  final Optional<String> expected(Forecasters forecasters)
      throws IOException, InterruptedException {
    return Optional.of(expected(List.of(sweep()), forecasters));
  }

  @Override
  final void execute(RunDisplay display) throws IOException, InterruptedException {
    Sweep sweep = sweep();
    Optional<Path> target = value(Options.FOLDER);
    if (target.isPresent()) {
      SweepFolder.checkApart(List.of(sweep.name()), target.get(), files());
    }
    try (NeuralStyle neuralStyle = computation().open()) {
      Optional<Path> runs = target.map(path -> path.resolve(SweepFolder.RUNS));
      results = new SweepRunner(neuralStyle, runs, new SweepStatus(display)).run(sweep);
    }
    if (results.isEmpty()) {
      cancel(null);
      return;
    }
    done = sweep;
    result = SweepStack.of(sweep, results);
    montage = Montage.of(sweep, results);
    showToMacros(tableTitle(), sweep.table(results));
    if (!GraphicsEnvironment.isHeadless() && !isForPerson()) {
      SweepPlots.of(sweep, results).forEach(Plot::show);
    }
    if (target.isPresent()) {
      save(sweep, results, target.get());
    }
    display.ending(
        "%s of %s runs, %s failed"
            .formatted(
                results.size(),
                sweep.runs().size(),
                results.stream().filter(r -> r.failure().isPresent()).count()));
  }

  private String tableTitle() {
    return done.name() + " table";
  }

  /** The montage, and buttons for the rest. */
  @Override
  final void showOutputs() {
    if (!isForPerson()) {
      super.showOutputs();
      return;
    }
    ButtonWindow window = new ButtonWindow(montage);
    window.opener("Pictures", () -> show(SweepStack.of(done, results)));
    window.opener("Table", () -> show(tableTitle(), done.table(results)));
    List<Plot> plots = SweepPlots.of(done, results);
    if (!plots.isEmpty()) {
      window.opener("Plots", () -> show(SweepPlots.stack(done, plots)));
    }
    window.showButtons();
  }

  private void save(Sweep sweep, List<RunResult> results, Path target) {
    try {
      SweepFolder.write(sweep, results, target);
    } catch (IOException e) {
      // What took long to make is not given up for a file.
      complain(e.getMessage());
    }
  }
}
