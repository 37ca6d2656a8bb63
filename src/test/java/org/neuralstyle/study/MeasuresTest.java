package org.neuralstyle.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.settings.SynthesisSettings;

/** Quality, correlation, variation and tables against closed forms and published numbers. */
class MeasuresTest {

  private interface Value {
    double at(int x, int y);
  }

  private static RgbImage grey(int width, int height, Value value) {
    float[] planes = new float[3 * width * height];
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          planes[(c * height + y) * width + x] = (float) value.at(x, y);
        }
      }
    }
    return new RgbImage(width, height, planes);
  }

  @Test
  void peakSignalToNoiseRatioOfAConstantDifference() {
    ImageQuality quality =
        ImageQuality.of(grey(13, 12, (x, y) -> 0.2), grey(13, 12, (x, y) -> 0.3));
    assertEquals(0.01, quality.meanSquaredError(), 1e-8);
    assertEquals(20, quality.psnr(), 1e-5);
    // Without variance the similarity is that of the luminances alone.
    assertEquals((2 * 0.06 + 1e-4) / (0.04 + 0.09 + 1e-4), quality.ssim(), 1e-6);
  }

  @Test
  void equalImagesAreEqual() {
    RgbImage image = grey(12, 11, (x, y) -> (x * 5 + y) % 7 / 7.0);
    ImageQuality quality = ImageQuality.of(image, image);
    assertEquals(Double.POSITIVE_INFINITY, quality.psnr());
    assertEquals(1, quality.ssim(), 1e-12);
  }

  /** The number is from NumPy: weighted moments about the means, window by window. */
  @Test
  void structuralSimilarity() {
    Value first = (x, y) -> (x * 7 + y * 3) % 16 / 15.0;
    Value second =
        (x, y) -> Math.min(1, Math.max(0, first.at(x, y) * 0.8 + 0.1 * Math.sin(x * y / 5.0)));
    ImageQuality quality = ImageQuality.of(grey(24, 20, first), grey(24, 20, second));
    assertEquals(0.9264608681855786, quality.ssim(), 1e-6);
  }

  @Test
  void imagesSmallerThanTheWindow() {
    RgbImage image = grey(8, 9, (x, y) -> x / 8.0);
    RgbImage negative = grey(8, 9, (x, y) -> 1 - x / 8.0);
    assertEquals(1, ImageQuality.of(image, image).ssim(), 1e-12);
    assertTrue(ImageQuality.of(image, negative).ssim() < 0);
  }

  @Test
  void sizesMustAgree() {
    assertThrows(
        IllegalArgumentException.class,
        () -> ImageQuality.of(grey(8, 8, (x, y) -> 0), grey(8, 9, (x, y) -> 0)));
  }

  /** The textbook example of intelligence quotients and hours of television: -29/165. */
  @Test
  void rankCorrelation() {
    double[] quotient = {106, 100, 86, 101, 99, 103, 97, 113, 112, 110};
    double[] hours = {7, 27, 2, 50, 28, 29, 20, 12, 6, 17};
    assertEquals(-29.0 / 165, RankCorrelation.of(quotient, hours), 1e-12);
    assertEquals(1, RankCorrelation.of(new double[] {1, 2, 9}, new double[] {0, 3, 4}), 1e-12);
    // Ties: ranks 1.5, 1.5, 3 and 1, 2, 3.
    assertEquals(
        1.5 / Math.sqrt(3),
        RankCorrelation.of(new double[] {4, 4, 5}, new double[] {1, 2, 3}),
        1e-12);
  }

  @Test
  void variationOfSeeds() {
    Seeds seeds =
        new Seeds(
            Optional.empty(),
            Optional.of(new Source("style", grey(8, 8, (x, y) -> 0))),
            2,
            SynthesisSettings.texture());
    List<Run> runs = seeds.runs();
    List<RunResult> results =
        List.of(
            TestRuns.result(runs.get(0), grey(8, 8, (x, y) -> 0.2)),
            TestRuns.result(runs.get(1), grey(8, 8, (x, y) -> x < 4 ? 0.2 : 0.6)),
            TestRuns.failure(runs.get(1)));
    Seeds.Statistics statistics = seeds.statistics(results).orElseThrow();
    double deviation = 0.4 / Math.sqrt(2);
    assertEquals(0.2f, statistics.mean().planes()[0], 1e-6);
    assertEquals(0.4f, statistics.mean().planes()[7], 1e-6);
    assertEquals(0, statistics.standardDeviation().planes()[0], 1e-6);
    assertEquals(deviation, statistics.standardDeviation().planes()[7], 1e-6);
    assertEquals(deviation / Math.sqrt(2), statistics.variation(), 1e-6);
    assertTrue(seeds.statistics(results.subList(0, 1)).isEmpty());
  }

  @Test
  void smallValuesAreMadeVisible() {
    float[] planes = new float[3 * 64];
    Arrays.fill(planes, 0.1f);
    planes[0] = 0.9f;
    Panel panel = Panel.brightened("deviation", new RgbImage(8, 8, planes));
    assertEquals("deviation x 8", panel.caption());
    assertEquals(0.8f, panel.image().orElseThrow().planes()[1], 1e-6);
    assertEquals(1, panel.image().orElseThrow().planes()[0], "clipped");
  }

  @Test
  void rowsThatLackColumns() {
    Map<String, Object> failed = new LinkedHashMap<>();
    failed.put("label", "a, \"b\"");
    failed.put("message", "no");
    Map<String, Object> complete = new LinkedHashMap<>();
    complete.put("label", "c");
    complete.put("loss", 1.5);
    complete.put("message", "");
    assertEquals(
        "label,loss,message\r\n\"a, \"\"b\"\"\",,no\r\nc,1.5,\r\n",
        new Table(List.of(failed, complete)).toCsv());
  }

  @Test
  void statesOfRuns() {
    Run run = TestRuns.run();
    assertEquals("failed", TestRuns.failure(run).state());
    assertEquals(
        "diverged",
        TestRuns.result(run, "the loss exploded; the best image so far was kept", 9, 8).state());
    assertEquals("converged", TestRuns.result(run, "the loss no longer falls", 9, 1).state());
    String all = "all evaluations were used";
    double[] falling = IntStream.range(0, 60).mapToDouble(i -> 9 - 0.1 * i).toArray();
    assertEquals("not converged", TestRuns.result(run, all, falling).state());
    double[] atRest = IntStream.range(0, 60).mapToDouble(i -> 9 - 0.001 * i).toArray();
    assertEquals("converged", TestRuns.result(run, all, atRest).state());
    double[] few = Arrays.copyOf(atRest, 49);
    assertEquals("not converged", TestRuns.result(run, all, few).state(), "too few to tell");
    assertEquals(1.0 / 9, TestRuns.result(run, all, 9, 8).lastChange(), 1e-12);
  }

  @Test
  void theTimeOfAnEvaluationIsTheMedianOverRepetitions() {
    Source image = new Source("image", grey(8, 8, (x, y) -> 0));
    Source other = new Source("other", image.image());
    InitializationComparison comparison =
        new InitializationComparison(image, other, 3, SynthesisSettings.transfer());
    // By repetitions, noise first; in the second both were disturbed.
    double[] noise = {4, 13, 3};
    double[] content = {2, 10, 2};
    List<RunResult> results = new ArrayList<>();
    for (Run run : comparison.runs()) {
      boolean fromNoise = run.settings().start().initialization() == Initialization.NOISE;
      double seconds = (fromNoise ? noise : content)[run.repetition() - 1];
      RunResult result = TestRuns.result(run, image.image());
      results.add(new RunResult(run, result.result(), Optional.empty(), seconds, false));
    }
    assertEquals(4, seconds(results, Initialization.NOISE), 1e-12);
    assertEquals(2, seconds(results, Initialization.CONTENT), 1e-12);
    assertArrayEquals(
        new double[] {1.3, 1.5, 2}, InitializationComparison.times(results).ratios(), 1e-12);
    List<RunResult> stopped = results.subList(0, 3);
    assertEquals(4, seconds(stopped, Initialization.NOISE), 1e-12);
    assertEquals(6, seconds(stopped, Initialization.CONTENT), 1e-12);
    assertArrayEquals(new double[] {2}, InitializationComparison.times(stopped).ratios(), 1e-12);
    assertTrue(Double.isNaN(seconds(List.of(), Initialization.NOISE)));
    List<RunResult> failed = List.of(results.get(0), TestRuns.failure(comparison.runs().get(1)));
    assertEquals(0, InitializationComparison.times(failed).ratios().length);
  }

  private static double seconds(List<RunResult> results, Initialization initialization) {
    InitializationComparison.Times times = InitializationComparison.times(results);
    return initialization == Initialization.NOISE ? times.noise() : times.content();
  }

  @Test
  void aThirdOfARunIsRepeated() {
    Source image = new Source("image", grey(8, 8, (x, y) -> 0));
    SynthesisSettings settings =
        SynthesisSettings.transfer().withSchedule(schedule -> schedule.iterations(60));
    assertEquals(
        List.of(60, 60, 20, 20),
        new InitializationComparison(image, image, 2, settings)
            .runs().stream().map(run -> run.settings().schedule().iterations()).toList());
    assertEquals(
        List.of(4, 4, 4, 4),
        new InitializationComparison(
                image, image, 2, settings.withSchedule(schedule -> schedule.iterations(4)))
            .runs().stream().map(run -> run.settings().schedule().iterations()).toList());
  }
}
