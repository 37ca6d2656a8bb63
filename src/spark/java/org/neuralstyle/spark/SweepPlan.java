package org.neuralstyle.spark;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neuralstyle.cli.Elsewhere;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.option.Codec;
import org.neuralstyle.option.Properties;
import org.neuralstyle.study.Run;
import org.neuralstyle.study.RunResult;
import org.neuralstyle.study.SweepRunner;
import org.neuralstyle.synthesis.RunListener;

/**
 * A sweep in units. Runs that are equal in all but their names are one unit, and runs of damaged
 * images none.
 *
 * @param work the sweep
 * @param runs all of its runs, which say their precision
 * @param unitsByRun units by the run that they do, without its names
 */
record SweepPlan(Elsewhere.SweepWork work, List<Run> runs, Map<Run, RunUnit> unitsByRun) {

  /**
   * Plans a sweep.
   *
   * @throws IllegalArgumentException if a run cannot be done; the message names what is allowed
   */
  static SweepPlan of(Elsewhere.SweepWork work, Elsewhere.Network network) {
    SweepRunner.check(List.of(work.sweep()));
    List<Run> runs =
        work.sweep().runs().stream()
            .map(run -> run.withSettings(network.neuralStyle().resolved(run.settings())))
            .toList();
    SweepPlan plan = new SweepPlan(work, runs, new LinkedHashMap<>());
    for (Run run : runs) {
      if (plan.damage(run).isEmpty()) {
        plan.unitsByRun.putIfAbsent(plan.key(run), plan.unit(run, network));
      }
    }
    return plan;
  }

  List<RunUnit> units() {
    return List.copyOf(unitsByRun.values());
  }

  /** The results of all runs, of what came of the units. */
  List<RunResult> results(List<RunUnit.Outcome> outcomes, RunListener listener) {
    outcomes.stream()
        .flatMap(outcome -> outcome.warnings().stream())
        .distinct()
        .forEach(listener::warning);
    Map<RunUnit, RunUnit.Outcome> byUnit = new HashMap<>();
    for (int i = 0; i < outcomes.size(); i++) {
      byUnit.put(units().get(i), outcomes.get(i));
    }
    return runs.stream()
        .map(
            run ->
                damage(run)
                    .map(message -> RunResult.failed(run, message))
                    .orElseGet(() -> result(run, byUnit.get(unitsByRun.get(key(run))))))
        .toList();
  }

  private RunResult result(Run run, RunUnit.Outcome outcome) {
    if (outcome.failure() != null) {
      return RunResult.failed(run, outcome.failure());
    }
    try {
      return RunResult.read(run, work.folder(), outcome.key());
    } catch (IOException e) {
      return RunResult.failed(run, e.getMessage());
    }
  }

  /** Why an image of a run cannot be read. */
  private Optional<String> damage(Run run) {
    return run.content().map(work.damaged()::get).or(() -> run.style().map(work.damaged()::get));
  }

  /** What distinguishes a run from others: neither its name, nor those of its images. */
  private Run key(Run run) {
    return new Run(
        "",
        run.content().map(this::first),
        run.style().map(this::first),
        run.settings(),
        run.repetition());
  }

  /** The name of the first image with the same pixels. */
  private String first(String name) {
    RgbImage image = image(name);
    return work.sweep().sources().stream()
        .filter(
            other ->
                other.image().width() == image.width()
                    && Arrays.equals(other.image().planes(), image.planes()))
        .findFirst()
        .orElseThrow()
        .name();
  }

  private RgbImage image(String name) {
    return work.sweep().sources().stream()
        .filter(source -> source.name().equals(name))
        .findFirst()
        .orElseThrow()
        .image();
  }

  private RunUnit unit(Run run, Elsewhere.Network network) {
    Map<String, String> settings = new HashMap<>();
    Properties.of(run.settings()).forEach((key, value) -> settings.put(key, Codec.shown(value)));
    return new RunUnit(
        run.label(),
        run.content().map(this::file).orElse(null),
        run.style().map(this::file).orElse(null),
        settings,
        run.repetition(),
        SweepRunner.deepest(List.of(work.sweep())).toString(),
        work.sweep().isScored(),
        work.folder().toAbsolutePath().normalize().toString(),
        ExecutorNetwork.of(network),
        network.forced());
  }

  private RunUnit.Image file(String name) {
    RgbImage image = image(name);
    return new RunUnit.Image(
        name, work.files().get(name).toString(), Math.max(image.width(), image.height()));
  }
}
