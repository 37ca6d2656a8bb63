package org.neuralstyle.option;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.neuralstyle.settings.StackSettings;
import org.neuralstyle.settings.SynthesisSettings;

/**
 * Settings as names and values: for reports, the properties of images, kept runs and command lines.
 */
public final class Properties {

  private Properties() {}

  /**
   * Writes settings.
   *
   * @param settings of a run
   * @return numbers and texts by the keys of options, in order
   */
  public static Map<String, Object> of(SynthesisSettings settings) {
    return of(ofFrame(), StackSettings.of(settings));
  }

  /**
   * Writes settings.
   *
   * @param settings of a stack
   * @return numbers and texts by the keys of options, in order
   */
  public static Map<String, Object> of(StackSettings settings) {
    return of(Options.settings(), settings);
  }

  private static Map<String, Object> of(List<Option<?>> options, StackSettings settings) {
    Map<String, Object> values = new LinkedHashMap<>();
    options.forEach(option -> values.put(option.key(), option.get(settings)));
    return values;
  }

  private static List<Option<?>> ofFrame() {
    return Options.settings().stream()
        .filter(option -> option.setting().orElseThrow().ofFrame())
        .toList();
  }

  /**
   * What tells runs that are kept from others. A setting that came later is left out where it is as
   * it was before, so that what was kept until then is found.
   *
   * @param settings of a run
   * @return some of {@link #of(SynthesisSettings)}, in the same order
   */
  public static Map<String, Object> key(SynthesisSettings settings) {
    return key(ofFrame(), StackSettings.of(settings));
  }

  /**
   * The same for stacks.
   *
   * @param settings of a stack
   * @return some of {@link #of(StackSettings)}, in the same order
   */
  public static Map<String, Object> key(StackSettings settings) {
    return key(Options.settings(), settings);
  }

  static Map<String, Object> key(List<Option<?>> options, StackSettings settings) {
    return of(options.stream().filter(option -> option.isInKey(settings)).toList(), settings);
  }

  /**
   * Reads what {@link #of(SynthesisSettings)} writes.
   *
   * @param values texts by key; other keys are left alone, and what is missing because a version
   *     did not have it is as that version did it
   * @return the settings
   * @throws IllegalArgumentException if a setting is missing or makes no sense; the message names
   *     it
   */
  public static SynthesisSettings read(Map<String, String> values) {
    StackSettings settings = StackSettings.of(SynthesisSettings.transfer());
    // A reconstruction has no style layers, and a texture no content layers: never none of both.
    for (Option<?> option : ofFrame()) {
      settings = read(option, settings, values);
    }
    return settings.synthesis();
  }

  private static <T> StackSettings read(
      Option<T> option, StackSettings settings, Map<String, String> values) {
    String text = values.get(option.key());
    if (text != null) {
      return option.set(settings, text);
    }
    T absent =
        option
            .absent()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "The setting \"" + option.key() + "\" is missing."));
    return option.setting().orElseThrow().setter().apply(settings, absent);
  }

  /**
   * Settings by default.
   *
   * @param operation what is done
   * @param preset that is named; empty for the operation's own
   * @return the settings, to which nothing else has been said
   * @throws IllegalArgumentException if there is no such preset; the message names those there are
   */
  public static StackSettings byDefault(Operation operation, Optional<String> preset) {
    StackSettings settings = operation.defaults();
    return Options.preset(operation)
        .map(option -> option.parse(preset.orElse(Codec.shown(option.defaultValue(operation)))))
        .map(chosen -> settings.withSynthesis(chosen.on(settings.synthesis())))
        .orElse(settings);
  }

  /**
   * Settings with what people chose.
   *
   * @param operation what is done
   * @param given the text of an option, or nothing to leave a setting as the preset has it
   * @return the settings by default with the options of the operation
   * @throws IllegalArgumentException if one makes no sense; the message names it
   */
  public static StackSettings chosen(
      Operation operation, Function<Option<?>, Optional<String>> given) {
    return changed(
        byDefault(operation, Options.preset(operation).flatMap(given)), operation, given);
  }

  /**
   * Settings with what people changed.
   *
   * @param former settings
   * @param operation what is done
   * @param given as above
   * @return the former settings with the options of the operation
   * @throws IllegalArgumentException as above
   */
  public static StackSettings changed(
      StackSettings former, Operation operation, Function<Option<?>, Optional<String>> given) {
    StackSettings settings = withoutStrength(former, operation, given);
    for (Option<?> option : Options.chosen(operation)) {
      Optional<String> text = given.apply(option);
      if (text.isPresent() && text.get().isBlank() && !option.mayBeEmpty()) {
        throw new IllegalArgumentException(
            "%s: there is no value; the one by default is %s."
                .formatted(option.label(), option.defaultValue(operation)));
      }
      if (text.isPresent()) {
        settings = option.set(settings, text.get());
      }
    }
    return settings;
  }

  /** What is given and has no strength beside it takes the place of the one there was. */
  private static StackSettings withoutStrength(
      StackSettings former, Operation operation, Function<Option<?>, Optional<String>> given) {
    boolean weighted =
        Options.chosen(operation).stream()
            .filter(SettingOptions.FEATURE_WEIGHTS::contains)
            .anyMatch(option -> given.apply(option).isPresent());
    boolean strong =
        given.apply(SettingOptions.STRENGTH).filter(text -> !text.isBlank()).isPresent();
    if (weighted && strong) {
      throw new IllegalArgumentException(
          "The strength and a weight of style or content are given; the strength takes the place of both weights. Leave one out.");
    }
    return weighted
        ? former.withSynthesis(
            former.synthesis().withLosses(losses -> losses.strength(Optional.empty())))
        : former;
  }
}
