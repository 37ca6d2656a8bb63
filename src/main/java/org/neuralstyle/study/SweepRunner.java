package org.neuralstyle.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.neuralstyle.synthesis.Forecast;
import org.neuralstyle.synthesis.Foreteller;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.synthesis.Scoring;
import org.neuralstyle.synthesis.SynthesisResult;
import org.neuralstyle.tensor.Workers;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.WeightedLayer;

/**
 * Does sweeps one after another on one network. Runs that are equal in all but their labels are
 * done once. With a folder, finished runs are kept there and found again.
 *
 * <p>Small runs come first and go on several at once, each on its share of the cores; see {@link
 * NeuralStyle#gainsFromCompany}. Runs that are repeated to take their time, and larger ones, go on
 * alone with all threads.
 */
public final class SweepRunner {

  /** How more of them share memory and caches has not been measured. */
  private static final int MOST_AT_ONCE = 8;

  private final NeuralStyle neuralStyle;
  private final Optional<Path> folder;
  private final SweepListener listener;

  /**
   * A runner.
   *
   * @param neuralStyle the network; stays the caller's
   * @param folder where finished runs are kept, made if it does not exist; empty to keep none
   * @param listener is told of the progress
   */
  public SweepRunner(NeuralStyle neuralStyle, Optional<Path> folder, SweepListener listener) {
    this.neuralStyle = neuralStyle;
    this.folder = folder;
    this.listener = listener;
  }

  /**
   * Does one sweep.
   *
   * @param sweep the sweep
   * @return as for {@link #run(List)}
   * @throws IOException as there
   * @throws InterruptedException as there
   */
  public List<RunResult> run(Sweep sweep) throws IOException, InterruptedException {
    return run(List.of(sweep)).get(0);
  }

  /**
   * Does sweeps.
   *
   * @param sweeps the sweeps
   * @return for each sweep the results of its runs in order; if the listener stopped them, of those
   *     that were finished. A run that failed is among them, with its message.
   * @throws IllegalArgumentException before any run is done, if one cannot be; the message names
   *     what is allowed
   * @throws IOException if the weights cannot be had, or the folder not be written to
   * @throws InterruptedException if the thread is interrupted while the weights are fetched or runs
   *     go on at once
   */
  public List<List<RunResult>> run(List<? extends Sweep> sweeps)
      throws IOException, InterruptedException {
    check(sweeps);
    if (folder.isPresent()) {
      create(folder.get());
    }
    // Identical runs of the same weights: the network is read once, as deep as any run needs it.
    SynthesisResult.Environment environment = neuralStyle.prepare(deepest(sweeps), listener);
    List<List<SweepTask>> tasks =
        sweeps.stream()
            .map(
                sweep ->
                    sweep.runs().stream()
                        .map(run -> new SweepTask(sweep, resolved(run), environment))
                        .toList())
            .toList();
    Collection<List<SweepTask>> distinct =
        tasks.stream()
            .flatMap(List::stream)
            .collect(
                Collectors.groupingBy(
                    SweepTask::key, LinkedHashMap::new, Collectors.toUnmodifiableList()))
            .values();
    SweepProgress progress = new SweepProgress(distinct, folder, listener);
    progress.expect(neuralStyle);
    Map<SweepTask, RunResult> results = new HashMap<>();
    List<List<SweepTask>> alone = new ArrayList<>(distinct);
    List<List<SweepTask>> together = distinct.stream().filter(this::gainsFromCompany).toList();
    int count = Math.min(Workers.threads(), Math.min(together.size(), MOST_AT_ONCE));
    if (count > 1) {
      alone.removeAll(together);
      try (Workers workers = new Workers(count, Workers.threads() / count)) {
        List<Workers.Task<Map<SweepTask, RunResult>>> all = new ArrayList<>();
        together.forEach(same -> all.add(() -> results(same, progress)));
        workers.all(all).forEach(results::putAll);
      }
    }
    for (List<SweepTask> same : alone) {
      results.putAll(results(same, progress));
    }
    return tasks.stream()
        .map(sweep -> sweep.stream().filter(results::containsKey).map(results::get).toList())
        .toList();
  }

  /**
   * What a sweep is expected to take, if it has not been begun.
   *
   * @param sweeps the sweeps, done one after another
   * @param foreteller of a run
   * @return the sum; runs that are equal in all but their labels count once
   * @throws IllegalArgumentException if a run cannot be done; the message says why
   * @throws IOException if the weights cannot be had
   * @throws InterruptedException if the thread is interrupted
   */
  public static Forecast forecast(List<? extends Sweep> sweeps, Foreteller foreteller)
      throws IOException, InterruptedException {
    check(sweeps);
    Set<Run> known = new HashSet<>();
    List<Forecast> forecasts = new ArrayList<>();
    for (Sweep sweep : sweeps) {
      for (Run run : sweep.runs()) {
        if (known.add(run.withLabel(""))) {
          forecasts.add(foreteller.forecast(SweepTask.inputs(sweep, run), run.settings()));
        }
      }
    }
    return Forecast.sum(forecasts);
  }

  /** A run that says its precision, which its result depends on. */
  private Run resolved(Run run) {
    return run.withSettings(neuralStyle.resolved(run.settings()));
  }

  private boolean gainsFromCompany(List<SweepTask> same) {
    SweepTask task = same.get(0);
    return task.run().repetition() == 0
        && neuralStyle.gainsFromCompany(task.inputs(), task.run().settings());
  }

  private static void create(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new IOException(
          "The folder %s cannot be made (%s). Give one that can be written to."
              .formatted(folder, e.getMessage()),
          e);
    }
    if (!Files.isWritable(folder)) {
      throw new IOException(
          "The folder " + folder + " cannot be written to. Give one that can, or none.");
    }
  }

  /**
   * Checks that sweeps can be done.
   *
   * @param sweeps the sweeps
   * @throws IllegalArgumentException if a run cannot be; the message names what is allowed
   */
  public static void check(List<? extends Sweep> sweeps) {
    for (Sweep sweep : sweeps) {
      List<String> names = sweep.sources().stream().distinct().map(Source::name).toList();
      if (names.stream().distinct().count() < names.size()) {
        throw new IllegalArgumentException(
            "Two images of a sweep have the same name: "
                + String.join(", ", names)
                + ". Give one another name.");
      }
      for (Run run : sweep.runs()) {
        try {
          SweepTask.inputs(sweep, run).check(run.settings());
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              "The run \"%s\" of %s cannot be done. %s"
                  .formatted(run.label(), sweep.name(), e.getMessage()),
              e);
        }
      }
    }
  }

  /**
   * How much of the network sweeps need. What a run is kept under depends on it.
   *
   * @param sweeps at least one
   * @return the deepest layer of any of their runs
   */
  public static Layer deepest(List<? extends Sweep> sweeps) {
    return sweeps.stream()
        .flatMap(sweep -> sweep.runs().stream())
        .flatMap(
            run ->
                Stream.concat(
                    run.settings().losses().contentLayers().stream(),
                    run.settings().losses().styleLayers().stream()))
        .map(WeightedLayer::layer)
        .max(Comparator.comparingInt(Layer::convolution))
        .orElseThrow();
  }

  private Optional<RunFile> file(SweepTask task) {
    return folder.map(f -> RunFile.in(f, task.key()));
  }

  /** The results of runs that are the same, of which the first is done; none if it was stopped. */
  private Map<SweepTask, RunResult> results(List<SweepTask> same, SweepProgress progress)
      throws IOException, InterruptedException {
    Map<SweepTask, RunResult> results = new HashMap<>();
    if (progress.isStopped()) {
      return results;
    }
    SweepTask first = same.get(0);
    progress.begun(first);
    Optional<RunResult> result = result(first, progress);
    if (result.isEmpty()) {
      return results;
    }
    progress.finished(first, result.get());
    results.put(first, result.get());
    for (SweepTask task : same.subList(1, same.size())) {
      RunResult kept = result.get().keptFor(task.run());
      progress.begun(task);
      progress.finished(task, kept);
      results.put(task, kept);
    }
    return results;
  }

  /** The run's result, found or new; empty if it was stopped. */
  private Optional<RunResult> result(SweepTask task, SweepProgress progress)
      throws IOException, InterruptedException {
    Run run = task.run();
    Optional<RunFile> file = file(task);
    if (file.isPresent() && Files.exists(file.get().path())) {
      try {
        RunResult found = file.get().read(run);
        return Optional.of(scored(found, task, new RunWatch(task, progress)));
      } catch (IOException e) {
        progress.warning(e.getMessage() + " The run is done again.");
      }
    }
    RunWatch watch = new RunWatch(task, progress);
    RunResult result;
    try {
      SynthesisResult synthesis = neuralStyle.run(task.inputs(), run.settings(), watch);
      if (watch.wasStopped()) {
        return Optional.empty();
      }
      result =
          new RunResult(
              run, Optional.of(synthesis), Optional.empty(), watch.secondsPerEvaluation(), false);
    } catch (RuntimeException e) {
      if (watch.isRefused()) {
        throw e;
      }
      String message = e.getMessage() == null ? e.toString() : e.getMessage();
      return Optional.of(failed(run, message, progress));
    } catch (OutOfMemoryError e) {
      // Only this run is too large; what it took is free again.
      return Optional.of(failed(run, "Java has too little memory for it.", progress));
    }
    if (file.isPresent()) {
      file.get().write(result);
    }
    return Optional.of(scored(result, task, watch));
  }

  /** A result with its scores where the sweep wants them; kept with them. */
  private RunResult scored(RunResult result, SweepTask task, RunWatch watch)
      throws IOException, InterruptedException {
    SynthesisResult synthesis = result.result().orElseThrow();
    if (!task.sweep().isScored() || synthesis.scores().isPresent()) {
      return result;
    }
    RunResult scored =
        result.withResult(
            new Scoring(neuralStyle, result.run().settings().engine().pooling(), watch)
                .scored(task.inputs(), synthesis));
    if (scored.result().orElseThrow().scores().isPresent() && file(task).isPresent()) {
      file(task).get().write(scored);
    }
    return scored;
  }

  private static RunResult failed(Run run, String message, SweepProgress progress) {
    progress.warning("The run \"" + run.label() + "\" failed: " + message);
    return RunResult.failed(run, message);
  }
}
