package org.neuralstyle.study;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.objective.Losses;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.synthesis.Ending;
import org.neuralstyle.synthesis.EvaluatedLosses;
import org.neuralstyle.synthesis.SynthesisResult;

/** Images, runs and results for tests. */
final class TestRuns {

  private TestRuns() {}

  static RgbImage random(int width, int height, long seed) {
    Random random = new Random(seed);
    float[] planes = new float[3 * width * height];
    for (int i = 0; i < planes.length; i++) {
      planes[i] = random.nextFloat();
    }
    return new RgbImage(width, height, planes);
  }

  static Run run() {
    return new Run("a", Optional.empty(), Optional.of("style"), SynthesisSettings.texture(), 0);
  }

  static RunResult failure(Run run) {
    return new RunResult(run, Optional.empty(), Optional.of("no memory"), 0, false);
  }

  static RunResult result(Run run, RgbImage image) {
    return result(run, image, "all evaluations were used", 2, 1);
  }

  static RunResult result(Run run, String ending, double... totals) {
    return result(run, random(8, 8, 1), ending, totals);
  }

  private static RunResult result(Run run, RgbImage image, String ending, double... totals) {
    List<EvaluatedLosses> evaluations =
        IntStream.range(0, totals.length)
            .mapToObj(i -> new EvaluatedLosses(i + 1, 1, new Losses(0, totals[i], 0, 0, totals[i])))
            .toList();
    SynthesisResult synthesis =
        new SynthesisResult(
            image,
            image,
            run.settings(),
            evaluations.get(evaluations.size() - 1).losses(),
            evaluations,
            Ending.parse(ending),
            new SynthesisResult.Environment("1", "cpu", 1, "none", "00", Optional.empty(), false),
            1,
            List.of(),
            Optional.empty());
    return new RunResult(run, Optional.of(synthesis), Optional.empty(), 0.5, false);
  }
}
