package org.neuralstyle.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.synthesis.RunListener;
import org.neuralstyle.synthesis.Scores;
import org.neuralstyle.synthesis.Scoring;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.vgg.Pooling;

/** Scores of results against numbers of PyTorch and NumPy, with the formulas' authors' variants. */
class ScoresTest {

  private static JsonObject numbers;
  private static NeuralStyle neuralStyle;

  @BeforeAll
  static void open() throws Exception {
    ReferenceData.assumePresent();
    numbers = ReferenceData.numbers2().getAsJsonObject("7_quality_scores");
    neuralStyle = new NeuralStyle(ReferenceData.weightsChoice(), DeviceChoice.CPU);
  }

  @AfterAll
  static void close() {
    if (neuralStyle != null) {
      neuralStyle.close();
    }
  }

  private static Scores scores(Pooling pooling, RgbImage style, RgbImage result) throws Exception {
    return new Scoring(neuralStyle, pooling, RunListener.NONE)
        .of(ReferenceData.image("content"), style, result);
  }

  @ParameterizedTest
  @CsvSource({
    "MAX, reference, torch_transfer_from_content.png",
    "MAX, reference, torch_transfer_from_noise.png",
    "MAX, reference, content.png",
    "MAX, reference, style.png",
    "MAX, reference2, style_192x144.png",
    "AVERAGE, reference, torch_transfer_from_content.png",
    "AVERAGE, reference2, style_192x144.png",
  })
  void agreeWithTheReference(Pooling pooling, String folder, String name) throws Exception {
    JsonObject expected =
        numbers
            .getAsJsonObject(pooling.name().toLowerCase(Locale.ROOT) + "_pooling")
            .getAsJsonObject(name);
    Scores scores =
        scores(pooling, ReferenceData.image("style"), ReferenceData.file(folder + "/" + name));
    // The style, as a result, has another shape than the content.
    assertEquals(expected.has("content_fidelity"), !Double.isNaN(scores.contentFidelity()));
    if (expected.has("content_fidelity")) {
      assertClose(expected, "content_fidelity", "score", scores.contentFidelity());
    }
    assertClose(expected, "global_effects", "score_with_fixed_range_0_256", scores.globalEffects());
    assertClose(expected, "local_patterns", "score", scores.localPatterns());
  }

  private static void assertClose(JsonObject expected, String score, String key, double actual) {
    assertEquals(expected.getAsJsonObject(score).get(key).getAsDouble(), actual, 1e-4, score);
  }

  @Test
  void resultsThatAreTheirOwnInputsArePerfect() throws Exception {
    RgbImage content = ReferenceData.image("content");
    Scores scores = scores(Pooling.MAX, content, content);
    assertEquals(1, scores.contentFidelity(), 1e-6);
    assertEquals(1, scores.globalEffects(), 1e-6);
    assertEquals(1, scores.localPatterns(), 1e-6);
    scores.styleDistances().forEach(distance -> assertEquals(0, distance));
    scores.otherDistances().forEach(distance -> assertEquals(0, distance));
    // 5 % of the windows are below the 5th percentile, rounded to whole windows.
    assertEquals(0.05, scores.flatShares().get(0), 0.03);
    assertEquals(12, scores.values().size());
  }

  @Test
  void tooSmallImagesAreRefusedAndMeasurementsStopped() throws Exception {
    RgbImage style = ReferenceData.image("style");
    RgbImage small = new RgbImage(40, 23, new float[3 * 40 * 23]);
    String message =
        assertThrows(IllegalArgumentException.class, () -> scores(Pooling.MAX, style, small))
            .getMessage();
    assertTrue(message.contains("at least 24 x 24 px"), message);
    assertTrue(message.contains("40 x 23"), message);
    RunListener stopped =
        new RunListener() {
          @Override
          public boolean isStopped() {
            return true;
          }
        };
    assertThrows(
        CancellationException.class,
        () -> new Scoring(neuralStyle, Pooling.MAX, stopped).of(style, style, style));
  }

  /** What needs more pixels than there are is left out. */
  @Test
  void smallImagesHaveFewerScores() throws Exception {
    RgbImage image = new RgbImage(28, 24, new float[3 * 28 * 24]);
    for (int i = 0; i < image.planes().length; i++) {
      image.planes()[i] = i * 37 % 64 / 64f;
    }
    Scores scores = scores(Pooling.MAX, image, image);
    assertEquals(1, scores.localPatterns(), 1e-6);
    assertTrue(isKnown(scores, "styleDistanceHalf"));
    assertFalse(isKnown(scores, "styleDistanceQuarter"));
    assertFalse(isKnown(scores, "flatShare"));
    assertFalse(isKnown(scores, "contentFidelity"));
  }

  private static boolean isKnown(Scores scores, String name) {
    return Double.isFinite(scores.values().get(name));
  }
}
