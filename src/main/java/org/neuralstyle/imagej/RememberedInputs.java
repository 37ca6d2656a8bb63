package org.neuralstyle.imagej;

import ij.Prefs;
import java.util.LinkedHashMap;
import java.util.Map;
import org.neuralstyle.option.Codec;
import org.neuralstyle.option.Group;
import org.neuralstyle.option.InputOptions;
import org.neuralstyle.option.Option;
import org.neuralstyle.option.Options;

/**
 * What a person chose in a command's dialog, and the presets that they saved, in ImageJ's
 * preferences. They are kept as a macro would write them.
 */
final class RememberedInputs {

  private static final String PREFIX = "neuralstyle.";
  private static final String ADVANCED = PREFIX + "advanced";

  private final CommandInputs inputs;
  private final String key;

  RememberedInputs(CommandInputs inputs) {
    this.inputs = inputs;
    key = PREFIX + inputs.command().getClass().getSimpleName();
  }

  /** Takes over what was chosen the last time. */
  void recall() {
    take(Prefs.get(key, ""));
  }

  /** Keeps what is chosen, but for images and names of files of results. */
  void keep() {
    Prefs.set(key, inputs.options(this::isRemembered));
  }

  /** Forgets it. */
  void forget() {
    Prefs.set(key, "");
  }

  private boolean isRemembered(Option<?> option) {
    boolean named =
        CommandInputs.isImage(option)
            || InputOptions.GUIDES.contains(option)
            || option.codec().placeholder().startsWith("TITLE");
    boolean place = option.group() == Group.RESULT && option.codec().kind() != Codec.Kind.FLAG;
    return !named && !place && inputs.command().isRemembered(option);
  }

  /** The names of the presets that were saved, in order. */
  String[] presets() {
    return all().keySet().toArray(String[]::new);
  }

  /** Keeps all settings under a name. */
  void savePreset(String name) {
    Map<String, String> all = all();
    all.put(
        name, inputs.options(option -> option.setting().isPresent() || Options.isPreset(option)));
    store(all);
  }

  /** Forgets a preset. */
  void removePreset(String name) {
    Map<String, String> all = all();
    all.remove(name);
    store(all);
  }

  /** Sets all settings as they were saved under a name. */
  void takePreset(String name) {
    inputs.fields().options().stream()
        .filter(option -> option.setting().isPresent())
        .forEach(option -> inputs.fields().set(option, null));
    take(all().getOrDefault(name, ""));
  }

  /** What makes no sense any more, in another version, is left out. */
  private void take(String options) {
    try {
      MacroOptions.parse(options)
          .forEach(
              (name, value) -> {
                try {
                  inputs.readOptions(name + "=" + MacroOptions.quoted(value.orElse("true")));
                } catch (IllegalArgumentException e) {
                  // Its default stands.
                }
              });
    } catch (IllegalArgumentException e) {
      forget();
    }
  }

  private Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    Prefs.get(PREFIX + "presets", "")
        .lines()
        .map(line -> line.split("\t", 2))
        .filter(line -> line.length == 2)
        .forEach(line -> all.put(line[0], line[1]));
    return all;
  }

  private static void store(Map<String, String> presets) {
    StringBuilder lines = new StringBuilder();
    presets.forEach(
        (name, options) -> lines.append(name).append('\t').append(options).append('\n'));
    Prefs.set(PREFIX + "presets", lines.toString());
  }

  /** Whether all settings are shown. */
  static boolean isAdvanced() {
    return Prefs.get(ADVANCED, false);
  }

  static void setAdvanced(boolean shown) {
    Prefs.set(ADVANCED, shown);
  }
}
