package org.neuralstyle.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.settings.StackMode;

class CodecTest {

  private static final Codec<StackMode> MODES =
      Codec.constants(List.of(StackMode.COHERENT, StackMode.WARM_START, StackMode.INDEPENDENT));

  private final Locale locale = Locale.getDefault();

  @AfterEach
  void localeAsBefore() {
    Locale.setDefault(locale);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"1e6|1000000", "0.5|0.5", "0,5|0.5", " 1,25e3 |1250", "1234,5|1234.5", "7|7"})
  void numbersAreReadAsPeopleWriteThem(String text, double value) {
    for (Locale any : List.of(Locale.GERMANY, Locale.US, Locale.forLanguageTag("ar-EG"))) {
      Locale.setDefault(any);
      assertEquals(value, Codec.factor().parse("tvWeight", text));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1,000", "1,2,3", "1.000,5", "ten", "", "0x10"})
  void whatMayMeanAnotherNumberIsRefused(String text) {
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> Codec.factor().parse("styleWeight", text))
            .getMessage();
    assertTrue(message.contains("styleWeight"), message);
    assertTrue(message.contains("\"" + text + "\""), message);
    assertTrue(message.contains("a number of 0 or more"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"warm-start", "warm_start", "WARM-START", "Warm_Start"})
  void wordsHaveNoCaseInAnyLanguage(String text) {
    for (Locale any : List.of(Locale.US, Locale.forLanguageTag("tr-TR"))) {
      Locale.setDefault(any);
      assertEquals(StackMode.WARM_START, MODES.parse("mode", text));
      assertEquals(StackMode.INDEPENDENT, MODES.parse("mode", "INDEPENDENT"));
      assertEquals("independent", MODES.writer().apply(StackMode.INDEPENDENT));
    }
  }

  @Test
  void aWrongWordIsToldWithTheRightOnes() {
    assertEquals(
        "init cannot be \"nois\"; it must be one of content, noise.",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    Codec.constants(List.of(Initialization.CONTENT, Initialization.NOISE))
                        .parse("init", "nois"))
            .getMessage());
  }

  @Test
  void numbersAreWrittenWithPoints() {
    Locale.setDefault(Locale.GERMANY);
    assertEquals("1e7", Codec.shown(1e7));
    assertEquals("0.5", Codec.shown(0.5));
    assertEquals("300", Codec.shown(300.0));
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "1,1",
    "100,100",
    "1000,1e3",
    "200000,2e5",
    "1500,1500",
    "1250000,1.25e6",
    "1234000,1234000",
    "15000000,1.5e7",
    "0.05,0.05",
    "0.0001,1e-4",
    "-1e5,-1e5",
    "1e22,1e22",
    "1.7976931348623157e308,1.7976931348623157e308"
  })
  void numbersAreAsShortAsTheyCanBe(double value, String text) {
    assertEquals(text, Codec.shown(value));
    assertEquals(value, Double.parseDouble(text));
  }

  @Test
  void sweptWeightsStandInADialogAsInTheGuide() {
    assertEquals(
        "1e3; 1e4; 1e5; 1e6; 1e7; 1e8; 1e9",
        Codec.shown(SweepOptions.STYLE_WEIGHTS.defaultValue(Operation.STYLE_WEIGHT_SWEEP)));
  }
}
