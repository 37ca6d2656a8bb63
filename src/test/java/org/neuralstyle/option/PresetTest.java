package org.neuralstyle.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.neuralstyle.settings.LossSettings;
import org.neuralstyle.settings.Preset;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.vgg.WeightedLayer;

/** Presets say what is not given; what is given stands. */
class PresetTest {

  private static SynthesisSettings chosen(Map<String, String> given) {
    return Properties.chosen(
            Operation.TRANSFER, option -> Optional.ofNullable(given.get(option.key())))
        .synthesis();
  }

  @Test
  void studyIsWhatTheDefaultsAlwaysWere() {
    assertEquals(SynthesisSettings.transfer(), chosen(Map.of()));
    assertEquals(SynthesisSettings.transfer(), chosen(Map.of("preset", "study")));
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void whatIsGivenStandsAlsoWhereItIsTheUsualDefault(Preset preset) {
    String name = preset.name().toLowerCase(Locale.ROOT);
    SynthesisSettings plain = chosen(Map.of("preset", name));
    assertEquals(preset.on(SynthesisSettings.transfer()), plain);
    SynthesisSettings given =
        chosen(Map.of("preset", name, "styleLayers", "first-five", "iterations", "300"));
    assertEquals(
        plain
            .withLosses(losses -> losses.styleLayers(WeightedLayer.parse("first-five")))
            .withSchedule(schedule -> schedule.iterations(300)),
        given);
  }

  @Test
  void weightsTakeThePlaceOfThePresetsStrength() {
    assertTrue(chosen(Map.of("preset", "gatys")).losses().strength().isPresent());
    LossSettings losses = chosen(Map.of("preset", "gatys", "styleWeight", "1e4")).losses();
    assertEquals(Optional.empty(), losses.strength());
    assertEquals(1e4, losses.styleWeight());
  }

  @Test
  void neighboursHaveAStrengthAndKeepTheirWeights() {
    LossSettings losses = chosen(Map.of("preset", "neighbours", "strength", "0.7")).losses();
    assertEquals(Optional.of(0.7), losses.strength());
    assertEquals(1, losses.styleWeight());
    losses = chosen(Map.of("styleBy", "neighbours", "strength", "0.5")).losses();
    assertEquals(LossSettings.DEFAULT_STYLE_WEIGHT, losses.styleWeight());
  }

  @Test
  void aStrengthAndAWeightAreRefused() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> chosen(Map.of("strength", "0.5", "styleWeight", "1e7")))
            .getMessage();
    assertTrue(message.contains("Leave one out"), message);
  }

  @Test
  void strengthsAreFromZeroToOne() {
    for (String wrong : new String[] {"1.1", "-0.1", "strong"}) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> chosen(Map.of("strength", wrong)))
              .getMessage();
      assertTrue(message.contains("from 0 to 1"), message);
    }
    assertEquals(Optional.of(0.25), chosen(Map.of("strength", "0,25")).losses().strength());
  }
}
