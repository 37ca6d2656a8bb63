package org.neuralstyle.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.Prefs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.neuralstyle.option.Option;

/** What dialogs begin with is what was chosen the last time. */
class RememberedInputsTest {

  private static final String KEY = "neuralstyle.TransferStyle";

  @AfterEach
  void forgetAll() {
    Prefs.set(KEY, null);
    Prefs.set("neuralstyle.presets", null);
  }

  private static CommandInputs transfer() {
    return new CommandInputs(new TransferStyle());
  }

  private static Option<?> option(CommandInputs inputs, String key) {
    return inputs.fields().options().stream()
        .filter(o -> o.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private static String text(CommandInputs inputs, String key) {
    return inputs.fields().text(option(inputs, key));
  }

  @Test
  void settingsAreRememberedAndFilesOfResultsAreNot() {
    CommandInputs first = transfer();
    first.readOptions(
        "preset=gatys iterations=7 weights=[/my files/w] output=/tmp/a.tif checkpoint=/tmp/c score");
    new RememberedInputs(first).keep();
    CommandInputs next = transfer();
    new RememberedInputs(next).recall();
    assertEquals("gatys", text(next, "preset"));
    assertEquals("7", text(next, "iterations"));
    assertEquals("/my files/w", text(next, "weights"));
    assertEquals("true", text(next, "score"));
    assertEquals("", text(next, "output"));
    assertEquals("", text(next, "checkpoint"));
    // What was the preset's stays the preset's.
    assertEquals("", text(next, "styleLayers"));
    new RememberedInputs(next).forget();
    CommandInputs last = transfer();
    new RememberedInputs(last).recall();
    assertEquals("", text(last, "iterations"));
  }

  @Test
  void whatMakesNoSenseAnyMoreIsLeftOut() {
    Prefs.set(KEY, "colour=red iterations=many seed=4");
    CommandInputs inputs = transfer();
    new RememberedInputs(inputs).recall();
    assertEquals("", text(inputs, "iterations"));
    assertEquals("4", text(inputs, "seed"));
  }

  @Test
  void presetsOfOnesOwnHaveTheSettingsAndNothingElse() {
    CommandInputs inputs = transfer();
    inputs.readOptions("preset=draft strength=0.9 tvweight=2 weights=untrained");
    RememberedInputs remembered = new RememberedInputs(inputs);
    remembered.savePreset("bold strokes");
    CommandInputs other = transfer();
    other.readOptions("preset=gatys iterations=9");
    RememberedInputs others = new RememberedInputs(other);
    assertArrayEquals(new String[] {"bold strokes"}, others.presets());
    others.takePreset("bold strokes");
    assertEquals("draft", text(other, "preset"));
    assertEquals("0.9", text(other, "strength"));
    assertEquals("2", text(other, "tvWeight"));
    assertEquals("", text(other, "iterations"));
    assertEquals("auto", text(other, "weights"));
    others.removePreset("bold strokes");
    assertEquals(0, remembered.presets().length);
  }

  @Test
  void ofAnEarlierRunOnlyWeightsAndDeviceAreRemembered() {
    CommandInputs first = new CommandInputs(new RunAgain());
    first.readOptions("iterations=7 device=cpu");
    new RememberedInputs(first).keep();
    assertEquals("device=cpu weights=auto", sorted(Prefs.get("neuralstyle.RunAgain", "")));
    Prefs.set("neuralstyle.RunAgain", null);
  }

  private static String sorted(String options) {
    return String.join(" ", java.util.stream.Stream.of(options.split(" ")).sorted().toList());
  }
}
