package org.neuralstyle.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.neuralstyle.synthesis.Scores;
import org.neuralstyle.synthesis.Scoring;

/**
 * The scores of results of one content and one style.
 *
 * @param names of the results
 * @param scores of each
 */
public record ResultScores(List<String> names, List<Scores> scores) {

  /** Copies the lists. */
  public ResultScores {
    names = List.copyOf(names);
    scores = List.copyOf(scores);
  }

  /**
   * Measures results.
   *
   * @param scoring with a network
   * @param content of the transfers
   * @param style of the transfers
   * @param results at least one
   * @return the scores
   * @throws IllegalArgumentException if there is no result or an image is too small; the message
   *     says which
   * @throws java.util.concurrent.CancellationException if the listener stopped it
   * @throws IOException if the weights cannot be had
   * @throws InterruptedException if the thread is interrupted while they are fetched
   */
  public static ResultScores measure(
      Scoring scoring, Source content, Source style, List<Source> results)
      throws IOException, InterruptedException {
    if (results.isEmpty()) {
      throw new IllegalArgumentException("There is no result to score; give at least one.");
    }
    List<Scores> scores = new ArrayList<>();
    for (Source result : results) {
      try {
        scores.add(scoring.of(content.image(), style.image(), result.image()));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "The result \"%s\" cannot be scored. %s".formatted(result.name(), e.getMessage()), e);
      }
    }
    return new ResultScores(results.stream().map(Source::name).toList(), scores);
  }

  /**
   * The scores as a table.
   *
   * @return a row for each result; what cannot be told is empty
   */
  public Table table() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("result", names.get(i));
      scores
          .get(i)
          .values()
          .forEach((name, value) -> row.put(name, Double.isFinite(value) ? value : ""));
      rows.add(row);
    }
    return new Table(rows);
  }
}
