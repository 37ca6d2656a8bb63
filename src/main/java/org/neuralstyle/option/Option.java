package org.neuralstyle.option;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.neuralstyle.settings.StackSettings;
import org.neuralstyle.settings.SynthesisSettings;

/**
 * One option: how people name it, what it may be, who has it, and which setting it is.
 *
 * @param key the name in scripts, properties and reports; in lower case that of macros, and with
 *     dashes that of the command line
 * @param label what a dialog calls it, without the unit
 * @param unit what a dialog shows behind the label, or empty
 * @param help one sentence without its point
 * @param codec reads and writes its values
 * @param group where a dialog shows it
 * @param operations which have it
 * @param only where, of these, one front end alone has it
 * @param setting the setting it is, if it is one
 * @param standard the value by default, if it is no setting
 * @param needed whether a command line must have it
 * @param alias another key on the command line, for single images
 * @param absent the value in properties and kept runs of versions that did not have it
 * @param inAllKeys whether kept runs are known by it at that value too
 */
@RecordBuilder
public record Option<T>(
    String key,
    String label,
    String unit,
    String help,
    Codec<T> codec,
    Group group,
    Set<Operation> operations,
    Map<Operation, FrontEnd> only,
    Optional<Setting<T>> setting,
    Optional<T> standard,
    boolean needed,
    Optional<String> alias,
    Optional<T> absent,
    boolean inAllKeys)
    implements OptionBuilder.With<T> {

  /**
   * A part of the settings.
   *
   * @param ofFrame whether single images have it, and not only stacks
   * @param getter reads it
   * @param setter makes settings with another value
   */
  public record Setting<T>(
      boolean ofFrame,
      Function<StackSettings, T> getter,
      BiFunction<StackSettings, T, StackSettings> setter) {

    static <T> Setting<T> ofFrame(
        Function<SynthesisSettings, T> getter,
        BiFunction<SynthesisSettings, T, SynthesisSettings> setter) {
      return new Setting<>(
          true,
          stack -> getter.apply(stack.synthesis()),
          (stack, value) -> stack.withSynthesis(setter.apply(stack.synthesis(), value)));
    }
  }

  /** An option that nobody has yet. */
  static <T> Option<T> of(String key, String label, String help, Codec<T> codec) {
    return new Option<>(
        key,
        label,
        "",
        help,
        codec,
        Group.BASIC,
        Set.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        false);
  }

  Option<T> unit(String value) {
    return withUnit(value);
  }

  Option<T> in(Group place, Set<Operation> owners) {
    return withGroup(place).withOperations(owners);
  }

  Option<T> in(Group place, Operation first, Operation... rest) {
    return in(place, EnumSet.of(first, rest));
  }

  /** One front end alone has it in some of its operations. */
  Option<T> only(FrontEnd frontEnd, Set<Operation> some) {
    Map<Operation, FrontEnd> merged = new EnumMap<>(Operation.class);
    merged.putAll(only);
    some.forEach(operation -> merged.put(operation, frontEnd));
    return withOnly(merged);
  }

  /** One front end alone has it. */
  Option<T> only(FrontEnd frontEnd) {
    return only(frontEnd, operations);
  }

  Option<T> is(
      Function<SynthesisSettings, T> getter,
      BiFunction<SynthesisSettings, T, SynthesisSettings> setter) {
    return withSetting(Optional.of(Setting.ofFrame(getter, setter)));
  }

  Option<T> isOfStack(
      Function<StackSettings, T> getter, BiFunction<StackSettings, T, StackSettings> setter) {
    return withSetting(Optional.of(new Setting<>(false, getter, setter)));
  }

  Option<T> standard(T value) {
    return withStandard(Optional.of(value));
  }

  /**
   * Reads a value.
   *
   * @param text what was written, anywhere
   * @return the value
   * @throws IllegalArgumentException if there is no such value; the message names the option and
   *     what is allowed
   */
  public T parse(String text) {
    return codec.parse(key, text);
  }

  /**
   * Reads a value and writes it as files and SciJava have it.
   *
   * @param text what was written, anywhere
   * @return a Boolean, Integer, Long, Double or String
   * @throws IllegalArgumentException as {@link #parse} has it
   */
  public Object canonical(String text) {
    return codec.writer().apply(parse(text));
  }

  /**
   * The value by default.
   *
   * @param operation which has the option
   * @return as the codec writes it; an empty text if there is none
   */
  public Object defaultValue(Operation operation) {
    return setting
        .map(s -> s.getter().apply(operation.defaults()))
        .or(() -> standard)
        .map(codec.writer())
        .orElse("");
  }

  /**
   * The keys on the command line.
   *
   * @param operation which has the option
   * @return one or two
   */
  public List<String> keys(Operation operation) {
    return alias.isPresent() && Operation.SINGLE.contains(operation)
        ? List.of(key, alias.get())
        : List.of(key);
  }

  /** Whether an empty text is a value. */
  boolean mayBeEmpty() {
    return absent.isPresent() && codec.writer().apply(absent.get()).equals("");
  }

  /** Whether it is offered to people. */
  boolean isOffered(Operation operation, FrontEnd frontEnd) {
    return operations.contains(operation) && only.getOrDefault(operation, frontEnd) == frontEnd;
  }

  /** Whether runs with these settings are known by it, and not as they were before it was there. */
  boolean isInKey(StackSettings settings) {
    return inAllKeys || !absent.equals(setting.map(s -> s.getter().apply(settings)));
  }

  StackSettings set(StackSettings settings, String text) {
    return setting.orElseThrow().setter().apply(settings, parse(text));
  }

  /**
   * Reads the setting.
   *
   * @param settings of a run
   * @return as the codec writes it
   */
  public Object get(StackSettings settings) {
    return codec.writer().apply(setting.orElseThrow().getter().apply(settings));
  }

  /**
   * The key as macros of ImageJ have it.
   *
   * @return in lower case
   */
  public String macroKey() {
    return key.toLowerCase(Locale.ROOT);
  }

  /**
   * The label with the unit.
   *
   * @return for example {@code Size (px)}
   */
  public String fullLabel() {
    return unit.isEmpty() ? label : "%s (%s)".formatted(label, unit);
  }
}
