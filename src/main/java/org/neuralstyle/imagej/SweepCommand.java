package org.neuralstyle.imagej;

import ij.ImagePlus;
import ij.gui.Plot;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.report.Montage;
import org.neuralstyle.report.SweepFolder;
import org.neuralstyle.report.SweepPlots;
import org.neuralstyle.report.SweepStack;
import org.neuralstyle.study.RunResult;
import org.neuralstyle.study.Sweep;
import org.neuralstyle.study.SweepRunner;
import org.neuralstyle.synthesis.NeuralStyle;

/**
 * A command that does a sweep: a stack with a labelled slice for each run, a montage, a table and
 * plots.
 */
public abstract class SweepCommand extends ExploreCommand {

  /**
   * What a command asks for.
   *
   * @param sweep the runs
   * @param engine weights and device
   * @param folder where results are saved and finished runs kept, blank for nowhere
   */
  record Exploration(Sweep sweep, SynthesisCommand.Engine engine, String folder) {

    Optional<Path> path() {
      return folder == null || folder.isBlank()
          ? Optional.empty()
          : Optional.of(Path.of(folder.strip()));
    }
  }

  /** Reads the parameters; what is wrong with them is an exception whose message says it. */
  abstract Exploration exploration();

  /** Takes the results. */
  abstract void show(ImagePlus stack, ImagePlus overview);

  @Override
  final void execute(RunDisplay display) throws IOException, InterruptedException {
    Exploration exploration = exploration();
    Sweep sweep = exploration.sweep();
    if (exploration.path().isPresent()) {
      SweepFolder.checkApart(List.of(sweep.name()), exploration.path().get(), files());
    }
    List<RunResult> results;
    try (NeuralStyle neuralStyle = exploration.engine().open()) {
      Optional<Path> runs = exploration.path().map(path -> path.resolve(SweepFolder.RUNS));
      results = new SweepRunner(neuralStyle, runs, new SweepStatus(display)).run(sweep);
    }
    if (results.isEmpty()) {
      cancel(null);
      return;
    }
    show(SweepStack.of(sweep, results), Montage.of(sweep, results));
    show(sweep.name() + " table", sweep.table(results));
    if (!GraphicsEnvironment.isHeadless()) {
      for (Plot plot : SweepPlots.of(sweep, results)) {
        plot.show();
      }
    }
    if (exploration.path().isPresent()) {
      save(sweep, results, exploration.path().get());
    }
    display.ending(
        "%d of %d runs, %d failed"
            .formatted(
                results.size(),
                sweep.runs().size(),
                results.stream().filter(r -> r.failure().isPresent()).count()));
  }

  private void save(Sweep sweep, List<RunResult> results, Path folder) {
    try {
      SweepFolder.write(sweep, results, folder);
    } catch (IOException e) {
      // What took long to make is not given up for a file.
      complain(e.getMessage());
    }
  }
}
