package org.neuralstyle.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neuralstyle.synthesis.SmallRuns.CONTENT;
import static org.neuralstyle.synthesis.SmallRuns.INPUTS;
import static org.neuralstyle.synthesis.SmallRuns.STYLE;
import static org.neuralstyle.synthesis.SmallRuns.TRANSFER;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.settings.StyleLossKind;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.vgg.WeightedLayer;

/** Strength means the same whatever the losses are measured in. */
class StyleStrengthTest {

  private static SynthesisResult run(SynthesisSettings settings, Inputs inputs)
      throws IOException, InterruptedException {
    try (NeuralStyle neuralStyle = SmallRuns.open()) {
      return neuralStyle.run(inputs, settings, RunListener.NONE);
    }
  }

  private static SynthesisSettings strength(double value) {
    return TRANSFER.withLosses(losses -> losses.strength(Optional.of(value)));
  }

  private static double total(SynthesisSettings settings, RgbImage start)
      throws IOException, InterruptedException {
    SynthesisSettings one =
        settings
            .withSchedule(schedule -> schedule.iterations(1).scales(1))
            .withStart(begin -> begin.initialization(Initialization.IMAGE));
    return run(one, INPUTS.withStart(start)).losses().total();
  }

  /**
   * With r = 10^3 in the middle for conv2_2, the content, which has no content loss, has r times
   * the content loss of the flat image.
   */
  @Test
  void lossesCountInRelationToAllThatCanBeLostAndAllThatIsMissing()
      throws IOException, InterruptedException {
    float[] planes = CONTENT.planes().clone();
    int pixels = planes.length / 3;
    for (int c = 0; c < 3; c++) {
      double mean = 0;
      for (int i = 0; i < pixels; i++) {
        mean += planes[c * pixels + i] / (double) pixels;
      }
      Arrays.fill(planes, c * pixels, (c + 1) * pixels, (float) mean);
    }
    RgbImage flat = new RgbImage(CONTENT.width(), CONTENT.height(), planes);
    SynthesisSettings onlyContent =
        TRANSFER.withLosses(losses -> losses.contentWeight(1).styleWeight(0));
    double lost = total(onlyContent, flat);
    for (double value : new double[] {0, 0.5, 1}) {
      double ratio = Math.pow(10, 3 + 4 * (value - 0.5));
      assertEquals(ratio, total(strength(value), CONTENT) / lost, 1e-4 * ratio);
    }
    for (StyleLossKind kind : List.of(StyleLossKind.GRAM_MEAN_STD, StyleLossKind.W2)) {
      double ratio = kind == StyleLossKind.W2 ? 200 : 1000;
      SynthesisSettings other = strength(0.5).withLosses(losses -> losses.styleBy(kind));
      assertEquals(ratio, total(other, CONTENT) / lost, 1e-4 * ratio, kind.toString());
    }
  }

  @Test
  void unitsOfTheLossesDoNotMatter() throws IOException, InterruptedException {
    RgbImage image = run(strength(0.5), INPUTS).image();
    SynthesisSettings other =
        strength(0.5)
            .withLosses(
                losses ->
                    losses
                        .contentLayers(WeightedLayer.parse("conv2_2:4"))
                        .styleLayers(WeightedLayer.parse("conv1_1:16,conv2_1:16"))
                        .contentWeight(3)
                        .styleWeight(7));
    float[] planes = run(other, INPUTS).image().planes();
    double worst = 0;
    for (int i = 0; i < planes.length; i++) {
      worst = Math.max(worst, Math.abs(planes[i] - image.planes()[i]));
    }
    assertTrue(worst < 2e-3, () -> "differ");
  }

  @Test
  void moreStrengthIsMoreStyleAndLessContent() throws IOException, InterruptedException {
    // After few evaluations either has gained about as much.
    SynthesisResult weak = run(strength(0).withSchedule(s -> s.iterations(40)), INPUTS);
    SynthesisResult strong = run(strength(1).withSchedule(s -> s.iterations(40)), INPUTS);
    assertTrue(strong.losses().style() < weak.losses().style());
    assertTrue(strong.losses().content() > weak.losses().content());
  }

  @Test
  void whereNothingIsToKeepOrToTakeOnTheWeightsAreAsTheyAre()
      throws IOException, InterruptedException {
    float[] grey = new float[CONTENT.planes().length];
    Arrays.fill(grey, 0.5f);
    Inputs flat = Inputs.of(new RgbImage(CONTENT.width(), CONTENT.height(), grey), STYLE);
    assertEquals(
        run(TRANSFER, flat).losses().total(), run(strength(0.5), flat).losses().total(), 0);
  }
}
