package org.neuralstyle.study;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.settings.SynthesisSettings;

/**
 * The same problem from noise of different seeds.
 *
 * @param content the content, if the settings have content layers
 * @param style the style, if the settings have style layers
 * @param count how many seeds, at least 2, counted up from the settings'
 * @param settings of the runs; they start from noise
 */
public record Seeds(
    Optional<Source> content, Optional<Source> style, int count, SynthesisSettings settings)
    implements Sweep {

  /**
   * What images of different seeds have in common.
   *
   * @param mean of the images
   * @param standardDeviation of each pixel and colour, unbiased
   * @param variation root mean square of the standard deviations, 0 if all images are equal, in
   *     units of the values' range 0..1
   */
  public record Statistics(RgbImage mean, RgbImage standardDeviation, double variation) {}

  /** Checks the number of seeds. */
  public Seeds {
    if (count < 2) {
      throw new IllegalArgumentException(
          "The number of seeds must be 2 or more, not " + count + ".");
    }
    settings = settings.withStart(start -> start.initialization(Initialization.NOISE));
    content = settings.losses().contentLayers().isEmpty() ? Optional.empty() : content;
    style = settings.losses().styleLayers().isEmpty() ? Optional.empty() : style;
  }

  @Override
  public String name() {
    return style.isEmpty() ? "seeds-reconstruction" : content.isEmpty() ? "seeds-texture" : "seeds";
  }

  @Override
  public List<Source> sources() {
    return Stream.of(content, style).flatMap(Optional::stream).toList();
  }

  @Override
  public List<Run> runs() {
    return LongStream.range(settings.start().seed(), settings.start().seed() + count)
        .mapToObj(
            seed ->
                new Run(
                    "seed " + seed,
                    content.map(Source::name),
                    style.map(Source::name),
                    settings.withStart(start -> start.seed(seed)),
                    0))
        .toList();
  }

  @Override
  public List<Panel> summaries(List<RunResult> results) {
    return statistics(results).stream()
        .flatMap(
            s ->
                Stream.of(
                    Panel.of("mean", s.mean()),
                    Panel.brightened("standard deviation", s.standardDeviation())))
        .toList();
  }

  /** The rows, each with the variation between all of the results. */
  @Override
  public Table table(List<RunResult> results) {
    Optional<Statistics> statistics = statistics(results);
    return new Table(
        Sweep.super.table(results).rows().stream()
            .map(
                row -> {
                  Map<String, Object> all = new LinkedHashMap<>();
                  all.put("label", row.get("label"));
                  statistics.ifPresent(s -> all.put("variationBetweenSeeds", s.variation()));
                  all.putAll(row);
                  return all;
                })
            .toList());
  }

  /**
   * Mean and variation of the results.
   *
   * @param results of this sweep
   * @return empty if fewer than two runs have a result
   */
  public Optional<Statistics> statistics(List<RunResult> results) {
    List<RgbImage> images = results.stream().flatMap(r -> r.image().stream()).toList();
    if (images.size() < 2) {
      return Optional.empty();
    }
    RgbImage first = images.get(0);
    float[] means = new float[first.planes().length];
    float[] deviations = new float[means.length];
    double variances = 0;
    for (int i = 0; i < means.length; i++) {
      double mean = 0;
      for (RgbImage image : images) {
        mean += image.planes()[i] / (double) images.size();
      }
      double squares = 0;
      for (RgbImage image : images) {
        squares += Math.pow(image.planes()[i] - mean, 2);
      }
      double variance = squares / (images.size() - 1);
      means[i] = (float) mean;
      deviations[i] = (float) Math.sqrt(variance);
      variances += variance;
    }
    return Optional.of(
        new Statistics(
            new RgbImage(first.width(), first.height(), means),
            new RgbImage(first.width(), first.height(), deviations),
            Math.sqrt(variances / means.length)));
  }
}
