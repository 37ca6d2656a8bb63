package org.neuralstyle.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.neuralstyle.synthesis.Inputs;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.synthesis.Progress;
import org.neuralstyle.synthesis.RunListener;
import org.neuralstyle.synthesis.SynthesisResult;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.WeightedLayer;

/**
 * Does sweeps one after another on one network. Runs that are equal in all but their labels are
 * done once. With a folder, finished runs are kept there and found again.
 *
 * <p>Runs go on one after the other, not as a batch. On two cores, an evaluation up to conv3_1 took
 * for each image 10.5 ms alone and 7.3 ms in a batch of two at 64 px, 25.3 and 22.0 ms at 128 px,
 * and 87 and 98 ms at 256 px; with all 16 layers 32.0 and 22.4, 67.7 and 57.6, 217 and 205 ms.
 * Small sizes would gain, but they take a minute for the whole study anyway.
 */
public final class SweepRunner {

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
   * @throws InterruptedException if the thread is interrupted while the weights are fetched
   */
  public List<List<RunResult>> run(List<? extends Sweep> sweeps)
      throws IOException, InterruptedException {
    check(sweeps);
    if (folder.isPresent()) {
      create(folder.get());
    }
    // Identical runs of the same weights: the network is read once, as deep as any run needs it.
    Run first = sweeps.get(0).runs().get(0);
    SynthesisResult.Environment environment =
        neuralStyle.prepare(deepest(sweeps), first.settings().pooling(), listener);
    List<List<Task>> tasks =
        sweeps.stream()
            .map(
                sweep ->
                    sweep.runs().stream()
                        .map(run -> task(sweep, resolved(run), environment))
                        .toList())
            .toList();
    Work work = new Work(tasks.stream().flatMap(List::stream).toList());
    Map<String, RunResult> known = new HashMap<>();
    List<List<RunResult>> all = new ArrayList<>();
    for (List<Task> sweep : tasks) {
      List<RunResult> results = new ArrayList<>();
      all.add(results);
      for (Task task : sweep) {
        if (listener.isStopped()) {
          break;
        }
        listener.begun(task.sweep, task.run, work.done, work.count);
        Optional<RunResult> result = result(task, known, work);
        if (result.isEmpty()) {
          break;
        }
        work.finished(task);
        results.add(result.get());
        listener.finished(task.sweep, result.get());
      }
    }
    return all;
  }

  /** A run that says its precision, which its result depends on. */
  private Run resolved(Run run) {
    return run.withSettings(neuralStyle.resolved(run.settings()));
  }

  /** A run with what it needs, and what its result is kept under. */
  private record Task(Sweep sweep, Run run, Inputs inputs, String key) {}

  private static Task task(Sweep sweep, Run run, SynthesisResult.Environment environment) {
    Inputs inputs = inputs(sweep, run);
    return new Task(sweep, run, inputs, RunFile.key(run, inputs, environment));
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

  private static void check(List<? extends Sweep> sweeps) {
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
          NeuralStyle.check(inputs(sweep, run), run.settings());
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              "The run \"%s\" of %s cannot be done. %s"
                  .formatted(run.label(), sweep.name(), e.getMessage()),
              e);
        }
      }
    }
  }

  private static Layer deepest(List<? extends Sweep> sweeps) {
    return sweeps.stream()
        .flatMap(sweep -> sweep.runs().stream())
        .flatMap(
            run ->
                Stream.concat(
                    run.settings().contentLayers().stream(), run.settings().styleLayers().stream()))
        .map(WeightedLayer::layer)
        .max(Comparator.comparingInt(Layer::convolution))
        .orElseThrow();
  }

  static Inputs inputs(Sweep sweep, Run run) {
    return new Inputs(
        run.content().map(name -> source(sweep, name).image()),
        run.style().map(name -> source(sweep, name).image()),
        Optional.empty());
  }

  private static Source source(Sweep sweep, String name) {
    return sweep.sources().stream()
        .filter(source -> source.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no image \"" + name + "\"."));
  }

  private Optional<RunFile> file(Task task) {
    return folder.map(f -> RunFile.in(f, task.key));
  }

  /** The run's result, kept or new; empty if it was stopped. */
  private Optional<RunResult> result(Task task, Map<String, RunResult> known, Work work)
      throws IOException, InterruptedException {
    Run run = task.run;
    RunResult same = known.get(task.key);
    if (same != null) {
      return Optional.of(
          new RunResult(
              run,
              same.result(),
              same.failure(),
              same.secondsPerEvaluation(),
              same.fastestEvaluation(),
              true));
    }
    Optional<RunFile> file = file(task);
    if (file.isPresent() && Files.exists(file.get().path())) {
      try {
        RunResult kept = file.get().read(run);
        known.put(task.key, kept);
        return Optional.of(kept);
      } catch (IOException e) {
        listener.warning(e.getMessage() + " The run is done again.");
      }
    }
    Watch watch = new Watch(work);
    RunResult result;
    try {
      SynthesisResult synthesis = neuralStyle.run(task.inputs, run.settings(), watch);
      if (watch.stopped) {
        return Optional.empty();
      }
      result =
          new RunResult(
              run,
              Optional.of(synthesis),
              Optional.empty(),
              watch.quantile(0.5),
              watch.quantile(0),
              false);
    } catch (RuntimeException e) {
      return Optional.of(failed(run, e.getMessage() == null ? e.toString() : e.getMessage()));
    } catch (OutOfMemoryError e) {
      // Only this run is too large; what it took is free again.
      return Optional.of(failed(run, "Java has too little memory for it."));
    }
    known.put(task.key, result);
    if (file.isPresent()) {
      file.get().write(result);
    }
    return Optional.of(result);
  }

  private RunResult failed(Run run, String message) {
    listener.warning("The run \"" + run.label() + "\" failed: " + message);
    return new RunResult(run, Optional.empty(), Optional.of(message), 0, 0, false);
  }

  /** What is done and what is left of all runs; those that are kept take no time. */
  private final class Work {

    private final int count;
    private final Set<String> left;

    /** What runs warn of is mostly the same, and is told once. */
    private final Set<String> warnings = new HashSet<>();

    private int done;
    private int computed;
    private long begin;

    Work(List<Task> tasks) throws IOException {
      count = tasks.size();
      left = tasks.stream().map(Task::key).collect(Collectors.toCollection(HashSet::new));
      int distinct = left.size();
      left.removeIf(key -> folder.filter(f -> Files.exists(RunFile.in(f, key).path())).isPresent());
      if (left.size() < distinct) {
        listener.found(distinct - left.size(), distinct, folder.get());
      } else if (folder.isPresent() && RunFile.count(folder.get()) > 0) {
        listener.warning(
            "%s holds %d finished runs, but none of these: they have other settings, images or weights. They stay; tables and figures of the same names beside them will be replaced."
                .formatted(folder.get(), RunFile.count(folder.get())));
      }
      begin = System.nanoTime();
    }

    void finished(Task task) {
      done++;
      if (left.remove(task.key)) {
        computed++;
      } else if (computed == 0) {
        // Until here runs were only read.
        begin = System.nanoTime();
      }
    }

    /** With the current run done to a part of 0 .. 1. */
    void progressed(double part, Progress progress) {
      double perRun = (System.nanoTime() - begin) / 1e9 / (computed + part);
      listener.progressed(
          (done + part) / count, perRun * Math.max(0, left.size() - part), progress);
    }
  }

  /** Passes the progress of a run on, takes its time, and remembers whether it was stopped. */
  private final class Watch implements RunListener {

    private final List<Long> times = new ArrayList<>();
    private final Work work;
    private boolean stopped;

    Watch(Work work) {
      this.work = work;
    }

    @Override
    public void status(String message) {
      listener.status(message);
    }

    @Override
    public void warning(String message) {
      if (work.warnings.add(message)) {
        listener.warning(message);
      }
    }

    @Override
    public void downloaded(long bytes, long total) {
      listener.downloaded(bytes, total);
    }

    @Override
    public void evaluated(Progress progress) {
      times.add(System.nanoTime());
      double part = Math.min(1, (double) progress.evaluation() / progress.evaluations());
      work.progressed(part, progress);
    }

    @Override
    public boolean isStopped() {
      stopped = stopped || listener.isStopped();
      return stopped;
    }

    /** Of the times from one evaluation to the next, in seconds. */
    double quantile(double part) {
      double[] intervals = new double[Math.max(0, times.size() - 1)];
      for (int i = 0; i < intervals.length; i++) {
        intervals[i] = (times.get(i + 1) - times.get(i)) / 1e9;
      }
      Arrays.sort(intervals);
      return intervals.length == 0 ? 0 : intervals[(int) (part * intervals.length)];
    }
  }
}
