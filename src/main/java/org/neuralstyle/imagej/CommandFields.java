package org.neuralstyle.imagej;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.neuralstyle.option.Codec;
import org.neuralstyle.option.FrontEnd;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.Option;
import org.neuralstyle.option.Options;
import org.scijava.ItemIO;
import org.scijava.plugin.Parameter;

/**
 * The parameters of a command as SciJava finds them: a field for each option that its operation has
 * in ImageJ, named by its key, and for each output. All else about an option stands in the table.
 */
final class CommandFields {

  private final Object command;
  private final List<Field> fields = new ArrayList<>();
  private final List<Option<?>> options;

  /**
   * The parameters of a command.
   *
   * @throws IllegalStateException if there is a field without an option, or an option without one
   */
  CommandFields(Object command, Operation operation) {
    this.command = command;
    for (Class<?> type = command.getClass(); type != null; type = type.getSuperclass()) {
      List<Field> declared = new ArrayList<>();
      for (Field field : type.getDeclaredFields()) {
        if (field.isAnnotationPresent(Parameter.class)) {
          field.setAccessible(true);
          declared.add(field);
        }
      }
      fields.addAll(0, declared);
    }
    options = Options.of(operation, FrontEnd.IMAGEJ);
    checkComplete();
  }

  /** A parameter that the table does not know would be ignored, and one that is missing as well. */
  private void checkComplete() {
    Set<String> keys =
        options.stream().map(Option::key).collect(Collectors.toCollection(TreeSet::new));
    Set<String> names =
        fields.stream()
            .filter(field -> !isOutput(field))
            .map(Field::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!keys.equals(names)) {
      throw new IllegalStateException(
          "%s has parameters %s, and its options are %s."
              .formatted(command.getClass().getSimpleName(), names, keys));
    }
  }

  /** What the command offers, in the order of dialogs. */
  List<Option<?>> options() {
    return options;
  }

  /** The results that are there. */
  List<Object> outputs() {
    return fields.stream()
        .filter(CommandFields::isOutput)
        .map(this::get)
        .flatMap(Optional::stream)
        .toList();
  }

  private static boolean isOutput(Field field) {
    return field.getAnnotation(Parameter.class).type() == ItemIO.OUTPUT;
  }

  private Optional<Field> field(String key) {
    return fields.stream()
        .filter(field -> !isOutput(field) && field.getName().equals(key))
        .findFirst();
  }

  /** The value of a field, which may be null. */
  private Optional<Object> get(Field field) {
    try {
      return Optional.ofNullable(field.get(command));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What an option is set to, as SciJava has it, which sets texts that are not given to "". */
  Optional<Object> get(Option<?> option) {
    return field(option.key())
        .flatMap(this::get)
        .filter(value -> option.setting().isEmpty() || !value.equals(""));
  }

  /** What an option is set to, as text. */
  String text(Option<?> option) {
    return get(option).map(Codec::shown).orElse("");
  }

  /**
   * Sets an option that the command offers; settings are texts, since a text can be missing.
   *
   * @throws IllegalArgumentException if the field is of another type
   */
  void set(Option<?> option, Object value) {
    try {
      Object kept = option.setting().isPresent() && value != null ? Codec.shown(value) : value;
      field(option.key()).orElseThrow().set(command, kept);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
