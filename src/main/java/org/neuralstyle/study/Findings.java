package org.neuralstyle.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.neuralstyle.settings.Initialization;

/**
 * The study's findings as numbers.
 *
 * @param depthCorrelation Spearman's rank correlation of a reconstruction's mean squared error with
 *     the depth of its layer
 * @param reconstructionVariation variation between seeds of reconstructions from conv1_1
 * @param textureVariation variation between seeds of textures
 * @param noiseSeconds time of an evaluation from noise
 * @param contentSeconds time of an evaluation from the content
 * @param timeRatio time of an evaluation from noise for one from the content that followed it or
 *     went before; not exactly that of the two times
 * @param weights style weights that were asked for
 * @param weightRows rows of the style weight sweep, those that did not converge among them
 */
public record Findings(
    double depthCorrelation,
    double reconstructionVariation,
    double textureVariation,
    double noiseSeconds,
    double contentSeconds,
    double timeRatio,
    int weights,
    int weightRows) {

  /** The run times, in seconds, of the study from noise and from the content. */
  private static final double STUDY_NOISE = 335.37;

  private static final double STUDY_CONTENT = 336.63;

  private static final double LEAST_CORRELATION = 0.9;
  private static final double LARGEST_TIME_DIFFERENCE = 0.05;

  /**
   * Computes them; what is missing is not a number.
   *
   * @param results of a study, possibly one that was stopped
   * @return the findings
   */
  public static Findings of(FullStudy.Results results) {
    FullStudy study = results.study();
    List<RunResult> layers =
        results.of(study.layers()).stream().filter(r -> r.result().isPresent()).toList();
    double[] depths = layers.stream().mapToDouble(LayerSweep::depth).toArray();
    double[] errors =
        layers.stream().mapToDouble(r -> study.layers().quality(r).meanSquaredError()).toArray();
    List<RunResult> initialization = results.of(study.initialization());
    return new Findings(
        RankCorrelation.of(depths, errors),
        variation(results, study.reconstructionSeeds()),
        variation(results, study.textureSeeds()),
        InitializationComparison.secondsPerEvaluation(initialization, Initialization.NOISE),
        InitializationComparison.secondsPerEvaluation(initialization, Initialization.CONTENT),
        InitializationComparison.timeRatio(initialization),
        study.styleWeights().weights().size(),
        results.of(study.styleWeights()).size());
  }

  private static double variation(FullStudy.Results results, Seeds seeds) {
    return seeds.statistics(results.of(seeds)).map(Seeds.Statistics::variation).orElse(Double.NaN);
  }

  /**
   * How many times more textures vary than reconstructions.
   *
   * @return the ratio of the two variations
   */
  public double variationRatio() {
    return textureVariation / reconstructionVariation;
  }

  /**
   * The findings with what is expected of them.
   *
   * @return a row for each: finding, value, expected, holds
   */
  public Table table() {
    List<Map<String, Object>> rows = new ArrayList<>();
    add(
        rows,
        "Rank correlation of a reconstruction's error with its layer's depth",
        format(depthCorrelation),
        "at least " + LEAST_CORRELATION,
        depthCorrelation >= LEAST_CORRELATION);
    add(
        rows,
        "Variation between seeds, texture / reconstruction from conv1_1",
        "%s (%s / %s)"
            .formatted(
                format(variationRatio()),
                format(textureVariation),
                format(reconstructionVariation)),
        "more than 1",
        variationRatio() > 1);
    add(
        rows,
        "Time of an evaluation, from noise / from the content",
        "%s (%s s / %s s)"
            .formatted(format(timeRatio), format(noiseSeconds), format(contentSeconds)),
        "1 within 5 %%; the study: %s (%s s / %s s in all)"
            .formatted(format(STUDY_NOISE / STUDY_CONTENT), STUDY_NOISE, STUDY_CONTENT),
        Math.abs(timeRatio - 1) <= LARGEST_TIME_DIFFERENCE);
    add(rows, "Rows of style weights", weightRows, String.valueOf(weights), weightRows == weights);
    return new Table(rows);
  }

  private static void add(
      List<Map<String, Object>> rows,
      String finding,
      Object value,
      String expected,
      boolean holds) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("finding", finding);
    row.put("value", value);
    row.put("expected", expected);
    row.put("holds", holds ? "yes" : "no");
    rows.add(row);
  }

  private static String format(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
