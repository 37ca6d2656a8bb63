package org.neuralstyle.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.neuralstyle.settings.Method;
import org.neuralstyle.settings.PrecisionChoice;
import org.neuralstyle.settings.StackSettings;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Pooling;
import org.neuralstyle.vgg.WeightedLayer;

class PropertiesTest {

  private static Map<String, String> text(SynthesisSettings settings) {
    Map<String, String> text = new TreeMap<>();
    Properties.of(settings).forEach((name, value) -> text.put(name, String.valueOf(value)));
    return text;
  }

  @Test
  void settingsAreReadAsTheyWereWritten() {
    for (SynthesisSettings settings :
        List.of(
            SynthesisSettings.transfer()
                .withLosses(
                    losses ->
                        losses
                            .styleLayers(WeightedLayer.parse("conv1_1:0.1,relu3_1"))
                            .styleWeight(1.0 / 3)
                            .tvWeight(1e-9))
                .withEngine(
                    engine ->
                        engine
                            .pooling(Pooling.AVERAGE)
                            .method(Method.ADAM)
                            .precision(PrecisionChoice.BFLOAT16))
                .withStart(start -> start.seed(Long.MIN_VALUE)),
            SynthesisSettings.texture().withSchedule(schedule -> schedule.size(64).scales(3)),
            SynthesisSettings.reconstruction(Layer.conv(16))
                .withSchedule(schedule -> schedule.iterations(7)))) {
      Map<String, String> text = text(settings);
      text.put("somethingElse", "is left alone");
      assertEquals(settings, Properties.read(text));
    }
  }

  /** What former versions did not have. */
  private static final List<String> LATER =
      List.of(
          "precision",
          "strength",
          "styleBy",
          "styleShares",
          "styleScale",
          "feather",
          "colour",
          "normalizeGradients");

  @Test
  void whatIsMissingOrWrongIsNamed() {
    for (String name : Properties.of(SynthesisSettings.transfer()).keySet()) {
      if (!LATER.contains(name)) {
        Map<String, String> missing = text(SynthesisSettings.transfer());
        missing.remove(name);
        assertTrue(message(missing).contains(name), message(missing));
      }
      Map<String, String> wrong = text(SynthesisSettings.transfer());
      wrong.put(name, "x9");
      assertTrue(message(wrong).contains("x9"), message(wrong));
    }
  }

  @Test
  void resultsWithoutPrecisionWereMadeInFloat32() {
    Map<String, String> text = text(SynthesisSettings.transfer());
    assertEquals("auto", text.remove("precision"));
    assertEquals(
        SynthesisSettings.transfer()
            .withEngine(engine -> engine.precision(PrecisionChoice.FLOAT32)),
        Properties.read(text));
  }

  @Test
  void whatIsAllowedIsNamed() {
    Map<String, String> wrong = text(SynthesisSettings.transfer());
    wrong.put("precision", "float64");
    assertEquals(
        "precision cannot be \"float64\"; it must be one of auto, float32, bfloat16.",
        message(wrong));
  }

  private static String message(Map<String, String> text) {
    return assertThrows(IllegalArgumentException.class, () -> Properties.read(text)).getMessage();
  }

  /**
   * What is kept by this version, under keys of this version, is found after a setting was added.
   */
  @Test
  void aLaterSettingIsInNoKeyUntilItIsChosen() {
    Option<Double> later =
        Option.of("saturation", "Saturation", "Stands for a later setting", Codec.factor())
            .withAbsent(Optional.of(0.0))
            .is(s -> s.losses().tvWeight(), (s, v) -> s.withLosses(losses -> losses.tvWeight(v)));
    List<Option<?>> added = new ArrayList<>(List.of(later));
    added.addAll(Options.settings());
    StackSettings settings = StackSettings.of(SynthesisSettings.transfer());
    assertEquals(Properties.key(settings).toString(), Properties.key(added, settings).toString());
    StackSettings chosen =
        settings.withSynthesis(settings.synthesis().withLosses(losses -> losses.tvWeight(0.25)));
    Map<String, Object> key = Properties.key(added, chosen);
    assertEquals(0.25, key.remove("saturation"));
    assertEquals(Properties.key(chosen), key);
  }

  /** Another text here, and all sweeps that are kept must be done again. */
  @Test
  void keysAreThoseOfTheVersionBefore() {
    assertEquals(
        "{contentLayers=conv2_2, styleLayers=first-five, contentWeight=1.0, styleWeight=1.0E7, tvWeight=0.0, init=content, size=0, scales=0, iterations=300, optimizer=lbfgs, pooling=max, seed=0, precision=float32}",
        Properties.key(
                SynthesisSettings.transfer()
                    .withEngine(engine -> engine.precision(PrecisionChoice.FLOAT32)))
            .toString());
  }
}
