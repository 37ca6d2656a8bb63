package org.neuralstyle.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.neuralstyle.synthesis.Inputs;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.synthesis.Progress;
import org.neuralstyle.synthesis.RunListener;
import org.neuralstyle.synthesis.SynthesisResult;
import org.neuralstyle.tensor.Workers;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.WeightedLayer;

/**
 * Does sweeps one after another on one network. Runs that are equal in all but their labels are
 * done once. With a folder, finished runs are kept there and found again.
 *
 * <p>Small runs come first and go on several at once, each on its share of the cores; see {@link
 * NeuralStyle#gainsFromCompany}. On two cores, an evaluation of each of two transfers took, one run
 * after the other on both cores and both at once on one each, up to conv3_1 36 and 23 ms at 64 px,
 * 57 and 44 ms at 96 px, 92 and 77 ms at 128 px, and 188 and 169 ms at 192 px; up to conv5_1 95 and
 * 70, 151 and 126, 234 and 206, and 475 and 439 ms. The study at 64 px took 109 and 75 s. Runs that
 * are repeated to take their time, and larger ones, go on alone with all threads.
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
    Run first = sweeps.get(0).runs().get(0);
    SynthesisResult.Environment environment =
        neuralStyle.prepare(deepest(sweeps), first.settings().engine().pooling(), listener);
    List<List<Task>> tasks =
        sweeps.stream()
            .map(
                sweep ->
                    sweep.runs().stream()
                        .map(run -> new Task(sweep, resolved(run), environment))
                        .toList())
            .toList();
    Collection<List<Task>> distinct =
        tasks.stream()
            .flatMap(List::stream)
            .collect(
                Collectors.groupingBy(
                    task -> task.key, LinkedHashMap::new, Collectors.toUnmodifiableList()))
            .values();
    Work work = new Work(distinct);
    Map<Task, RunResult> results = new HashMap<>();
    List<List<Task>> alone = new ArrayList<>(distinct);
    List<List<Task>> together = distinct.stream().filter(this::gainsFromCompany).toList();
    int count = Math.min(Workers.threads(), Math.min(together.size(), MOST_AT_ONCE));
    if (count > 1) {
      alone.removeAll(together);
      try (Workers workers = new Workers(count, Workers.threads() / count)) {
        List<Workers.Task<Map<Task, RunResult>>> all = new ArrayList<>();
        together.forEach(same -> all.add(() -> results(same, work)));
        workers.all(all).forEach(results::putAll);
      }
    }
    for (List<Task> same : alone) {
      results.putAll(results(same, work));
    }
    return tasks.stream()
        .map(sweep -> sweep.stream().filter(results::containsKey).map(results::get).toList())
        .toList();
  }

  /** A run that says its precision, which its result depends on. */
  private Run resolved(Run run) {
    return run.withSettings(neuralStyle.resolved(run.settings()));
  }

  /** A run with what it needs, and what its result is kept under; no two are equal. */
  private static final class Task {

    final Sweep sweep;
    final Run run;
    final Inputs inputs;
    final String key;

    Task(Sweep sweep, Run run, SynthesisResult.Environment environment) {
      this.sweep = sweep;
      this.run = run;
      inputs = inputs(sweep, run);
      key = RunFile.key(run, inputs, environment);
    }
  }

  private boolean gainsFromCompany(List<Task> same) {
    Task task = same.get(0);
    return task.run.repetition() == 0
        && neuralStyle.gainsFromCompany(task.inputs, task.run.settings());
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
                    run.settings().losses().contentLayers().stream(),
                    run.settings().losses().styleLayers().stream()))
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

  /** The results of runs that are the same, of which the first is done; none if it was stopped. */
  private Map<Task, RunResult> results(List<Task> same, Work work)
      throws IOException, InterruptedException {
    Map<Task, RunResult> results = new HashMap<>();
    if (work.isStopped()) {
      return results;
    }
    Task first = same.get(0);
    work.begun(first);
    Optional<RunResult> result = result(first, work);
    if (result.isEmpty()) {
      return results;
    }
    work.finished(first, result.get());
    results.put(first, result.get());
    for (Task task : same.subList(1, same.size())) {
      RunResult kept = result.get().keptFor(task.run);
      work.begun(task);
      work.finished(task, kept);
      results.put(task, kept);
    }
    return results;
  }

  /** The run's result, found or new; empty if it was stopped. */
  private Optional<RunResult> result(Task task, Work work)
      throws IOException, InterruptedException {
    Run run = task.run;
    Optional<RunFile> file = file(task);
    if (file.isPresent() && Files.exists(file.get().path())) {
      try {
        return Optional.of(file.get().read(run));
      } catch (IOException e) {
        work.warning(e.getMessage() + " The run is done again.");
      }
    }
    Watch watch = new Watch(task, work);
    RunResult result;
    try {
      SynthesisResult synthesis = neuralStyle.run(task.inputs, run.settings(), watch);
      if (watch.stopped) {
        return Optional.empty();
      }
      result =
          new RunResult(
              run, Optional.of(synthesis), Optional.empty(), watch.secondsPerEvaluation(), false);
    } catch (RuntimeException e) {
      String message = e.getMessage() == null ? e.toString() : e.getMessage();
      return Optional.of(failed(run, message, work));
    } catch (OutOfMemoryError e) {
      // Only this run is too large; what it took is free again.
      return Optional.of(failed(run, "Java has too little memory for it.", work));
    }
    if (file.isPresent()) {
      file.get().write(result);
    }
    return Optional.of(result);
  }

  private static RunResult failed(Run run, String message, Work work) {
    work.warning("The run \"" + run.label() + "\" failed: " + message);
    return new RunResult(run, Optional.empty(), Optional.of(message), 0, false);
  }

  /**
   * What is done and what is left of all runs; those that are kept take no time. The listener hears
   * of runs from here, from one thread at a time.
   */
  private final class Work {

    private final int count;
    private final Set<String> left;

    /** How much is done, 0 .. 1, of the runs under way. */
    private final Map<Task, Double> parts = new HashMap<>();

    /** What runs warn of is mostly the same, and is told once. */
    private final Set<String> warnings = new HashSet<>();

    private int begun;
    private int done;
    private int computed;
    private long begin;
    private boolean stopped;

    Work(Collection<List<Task>> distinct) throws IOException {
      count = distinct.stream().mapToInt(List::size).sum();
      left =
          distinct.stream()
              .map(same -> same.get(0).key)
              .collect(Collectors.toCollection(HashSet::new));
      left.removeIf(key -> folder.filter(f -> Files.exists(RunFile.in(f, key).path())).isPresent());
      if (left.size() < distinct.size()) {
        listener.found(distinct.size() - left.size(), distinct.size(), folder.get());
      } else if (folder.isPresent() && RunFile.count(folder.get()) > 0) {
        listener.warning(
            "%s holds %d finished runs, but none of these: they have other settings, images or weights. They stay; tables and figures of the same names beside them will be replaced."
                .formatted(folder.get(), RunFile.count(folder.get())));
      }
      begin = System.nanoTime();
    }

    synchronized void begun(Task task) {
      listener.begun(task.sweep, task.run, begun, count);
      begun++;
    }

    synchronized void progressed(Task task, Progress progress) {
      parts.put(task, Math.min(1, (double) progress.evaluation() / progress.evaluations()));
      double part = parts.values().stream().mapToDouble(Double::doubleValue).sum();
      double perRun = (System.nanoTime() - begin) / 1e9 / (computed + part);
      listener.progressed(
          task.run, (done + part) / count, perRun * Math.max(0, left.size() - part), progress);
    }

    synchronized void finished(Task task, RunResult result) {
      parts.remove(task);
      done++;
      if (left.remove(task.key)) {
        computed++;
      } else if (computed == 0 && parts.isEmpty()) {
        // Until here runs were only read.
        begin = System.nanoTime();
      }
      listener.finished(task.sweep, result);
    }

    synchronized void status(String message) {
      listener.status(message);
    }

    synchronized void warning(String message) {
      if (warnings.add(message)) {
        listener.warning(message);
      }
    }

    synchronized void downloaded(long bytes, long total) {
      listener.downloaded(bytes, total);
    }

    /** Once stopped, all that follows is stopped too. */
    synchronized boolean isStopped() {
      stopped = stopped || listener.isStopped();
      return stopped;
    }
  }

  /** Passes the progress of a run on, takes its time, and remembers whether it was stopped. */
  private static final class Watch implements RunListener {

    private final List<Long> times = new ArrayList<>();
    private final Task task;
    private final Work work;
    private boolean stopped;

    Watch(Task task, Work work) {
      this.task = task;
      this.work = work;
    }

    @Override
    public void status(String message) {
      work.status(message);
    }

    @Override
    public void warning(String message) {
      work.warning(message);
    }

    @Override
    public void downloaded(long bytes, long total) {
      work.downloaded(bytes, total);
    }

    @Override
    public void evaluated(Progress progress) {
      times.add(System.nanoTime());
      work.progressed(task, progress);
    }

    /** Also when another run's error ends the sweep, which interrupts this thread. */
    @Override
    public boolean isStopped() {
      stopped = stopped || work.isStopped() || Thread.currentThread().isInterrupted();
      return stopped;
    }

    /** Of the times from one evaluation to the next the median; 0 if there is none. */
    double secondsPerEvaluation() {
      double[] intervals = new double[Math.max(0, times.size() - 1)];
      for (int i = 0; i < intervals.length; i++) {
        intervals[i] = (times.get(i + 1) - times.get(i)) / 1e9;
      }
      Arrays.sort(intervals);
      return intervals.length == 0 ? 0 : intervals[intervals.length / 2];
    }
  }
}
