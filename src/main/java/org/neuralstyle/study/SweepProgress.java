package org.neuralstyle.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.neuralstyle.synthesis.Forecast;
import org.neuralstyle.synthesis.Foreteller;
import org.neuralstyle.synthesis.Progress;

/**
 * What is done and what is left of all runs; those that are kept take no time. The listener hears
 * of runs from here, from one thread at a time.
 */
final class SweepProgress {

  private final SweepListener listener;
  private final int count;
  private final Collection<List<SweepTask>> distinct;
  private final Set<String> left;

  /** How much is done, 0 .. 1, of the runs under way. */
  private final Map<SweepTask, Double> parts = new HashMap<>();

  /** What runs warn of is mostly the same, and is told once. */
  private final Set<String> warnings = new HashSet<>();

  private int begun;
  private int done;
  private int computed;
  private long begin;
  private boolean stopped;
  private boolean told;

  /**
   * Before the first run; the listener hears of those that are kept.
   *
   * @param distinct runs; those of a list are the same
   * @param folder where finished ones are kept
   * @param listener is told
   * @throws IOException if the folder cannot be read
   */
  SweepProgress(Collection<List<SweepTask>> distinct, Optional<Path> folder, SweepListener listener)
      throws IOException {
    this.listener = listener;
    this.distinct = distinct;
    count = distinct.stream().mapToInt(List::size).sum();
    left =
        distinct.stream()
            .map(same -> same.get(0).key())
            .collect(Collectors.toCollection(HashSet::new));
    left.removeIf(key -> folder.filter(f -> Files.exists(RunFile.in(f, key).path())).isPresent());
    if (left.size() < distinct.size()) {
      listener.found(distinct.size() - left.size(), distinct.size(), folder.get());
    } else if (folder.isPresent() && RunFile.count(folder.get()) > 0) {
      listener.foundOthers(RunFile.count(folder.get()), folder.get());
    }
  }

  /** Before the first run: tells what those are expected to take that are not kept. */
  void expect(Foreteller foreteller) throws IOException, InterruptedException {
    List<Forecast> forecasts = new ArrayList<>();
    for (List<SweepTask> same : distinct) {
      SweepTask task = same.get(0);
      if (left.contains(task.key())) {
        forecasts.add(foreteller.forecast(task.inputs(), task.run().settings()));
      }
    }
    if (!forecasts.isEmpty()) {
      listener.expected(Forecast.sum(forecasts));
    }
    begin = System.nanoTime();
  }

  /** Told once: what is true of one run is so of the others. */
  synchronized void shortOfMemory(Forecast forecast, long available) {
    if (!told) {
      listener.shortOfMemory(forecast, available);
      told = true;
    }
  }

  synchronized void begun(SweepTask task) {
    listener.begun(task.sweep(), task.run(), begun, count);
    begun++;
  }

  synchronized void progressed(SweepTask task, Progress progress) {
    parts.put(task, progress.part());
    double part = parts.values().stream().mapToDouble(Double::doubleValue).sum();
    double perRun = (System.nanoTime() - begin) / 1e9 / (computed + part);
    listener.progressed(
        task.run(), (done + part) / count, perRun * Math.max(0, left.size() - part), progress);
  }

  synchronized void finished(SweepTask task, RunResult result) {
    parts.remove(task);
    done++;
    if (left.remove(task.key())) {
      computed++;
    } else if (computed == 0 && parts.isEmpty()) {
      // Until here runs were only read.
      begin = System.nanoTime();
    }
    listener.finished(task.sweep(), result);
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
