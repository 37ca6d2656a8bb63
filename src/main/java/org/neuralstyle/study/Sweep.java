package org.neuralstyle.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.neuralstyle.option.Operation;

/** A question about the algorithm as a list of runs, and a table that answers it. */
public interface Sweep {

  /** Longer side of the results by default, in pixels. */
  int DEFAULT_SIZE = Operation.SWEEP_SIZE;

  /** Evaluations of each run with one scale by default. */
  int DEFAULT_ITERATIONS = Operation.SWEEP_ITERATIONS;

  /**
   * What is swept over, for titles.
   *
   * @return a name that can be part of a file's
   */
  String name();

  /**
   * The images that the runs refer to.
   *
   * @return different images under different names
   */
  List<Source> sources();

  /**
   * The runs in the order in which they are shown, and done as far as they go on one by one.
   *
   * @return at least one
   */
  List<Run> runs();

  /**
   * Whether results are scored, which takes a while for each.
   *
   * @return true to have scores in the results and in the table
   */
  default boolean isScored() {
    return false;
  }

  /**
   * How many runs belong side by side.
   *
   * @return columns of a montage
   */
  default int columnCount() {
    return 4;
  }

  /**
   * All there is to see: the sources, the results and what the sweep makes of them.
   *
   * @param results of the runs, possibly not all of them
   * @return row by row, of {@link #columnCount} each
   */
  default List<Panel> panels(List<RunResult> results) {
    List<Panel> panels = new ArrayList<>();
    sources().forEach(source -> panels.add(Panel.of(source)));
    while (panels.size() % columnCount() != 0) {
      panels.add(Panel.GAP);
    }
    results.forEach(result -> panels.add(Panel.of(result, row(result))));
    panels.addAll(summaries(results));
    return panels;
  }

  /**
   * What the sweep makes of all its results: a mean, say.
   *
   * @param results of the runs, possibly not all of them
   * @return pictures, none of most sweeps
   */
  default List<Panel> summaries(List<RunResult> results) {
    return List.of();
  }

  /**
   * What this sweep measures of a result, beside what is measured of all.
   *
   * @param result that did not fail
   * @return values by column
   */
  default Map<String, Object> columns(RunResult result) {
    return Map.of();
  }

  /**
   * What is known of a result.
   *
   * @param result of a run, possibly a failed one
   * @return settings, losses, evaluations, times and state by column
   */
  default Map<String, Object> row(RunResult result) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("label", result.run().label());
    if (result.result().isPresent()) {
      row.putAll(columns(result));
    }
    row.putAll(result.row());
    return row;
  }

  /**
   * The results as a table with a row for each, failed ones too.
   *
   * @param results of the runs, possibly not all of them
   * @return their rows
   */
  default Table table(List<RunResult> results) {
    return new Table(results.stream().map(this::row).toList());
  }

  /**
   * Refuses a sweep over nothing.
   *
   * @param name what the list holds
   * @param list what is swept over
   * @param example a list that would do
   * @throws IllegalArgumentException if the list is empty; the message shows the example
   */
  static void checkNotEmpty(String name, List<?> list, String example) {
    if (list.isEmpty()) {
      throw new IllegalArgumentException(
          "The list of %s is empty; give at least one, for example %s.".formatted(name, example));
    }
  }
}
