package org.neuralstyle.imagej;

import ij.ImagePlus;
import ij.WindowManager;
import ij.plugin.frame.Recorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleException;
import org.scijava.module.ModuleItem;

/** The inputs of a command, as ImageJ 1.x macros name them: parameters' names in lower case. */
final class CommandInputs {

  private final CommandInfo info;
  private final List<ModuleItem<?>> items = new ArrayList<>();

  CommandInputs(CommandInfo info) {
    this.info = info;
    info.inputs().forEach(items::add);
  }

  /** The command's label without the dots. */
  String title() {
    return label().replace("...", "");
  }

  private String label() {
    return info.getLabel();
  }

  /** All but a single image, which is the active one, as in Fiji. */
  List<ModuleItem<?>> asked() {
    return items.stream().filter(item -> !isActiveImage(item)).toList();
  }

  private boolean isActiveImage(ModuleItem<?> item) {
    return isImage(item) && items.stream().filter(CommandInputs::isImage).count() == 1;
  }

  static boolean isImage(ModuleItem<?> item) {
    return item.getType() == ImagePlus.class;
  }

  /** All open images. */
  static List<ImagePlus> images() {
    int[] ids = WindowManager.getIDList();
    return IntStream.of(ids == null ? new int[0] : ids)
        .mapToObj(WindowManager::getImage)
        .filter(Objects::nonNull)
        .toList();
  }

  /** A command with the active image; what it chooses by itself is not initialised. */
  Module createModule() throws ModuleException {
    Module module = info.createModule();
    for (ModuleItem<?> item : items) {
      if (isActiveImage(item)) {
        set(module, item, WindowManager.getCurrentImage());
      }
    }
    return module;
  }

  /** A command with the inputs of another one. */
  Module createModuleLike(Module other) throws ModuleException {
    Module module = info.createModule();
    items.forEach(item -> set(module, item, other.getInput(item.getName())));
    return module;
  }

  static void set(Module module, ModuleItem<?> item, Object value) {
    module.setInput(item.getName(), value);
    module.resolveInput(item.getName());
  }

  /**
   * Sets the inputs that a macro's options name; the others keep their defaults.
   *
   * @throws IllegalArgumentException if a key or a value is wrong; the message says which
   */
  void readOptions(Module module, String options) {
    Map<String, Optional<String>> given = MacroOptions.parse(options);
    // First of all the keys: a title that is not in brackets looks like several.
    given.keySet().forEach(this::item);
    given.forEach(
        (key, text) -> {
          ModuleItem<?> item = item(key);
          if (text.isEmpty() && !isBoolean(item)) {
            throw new IllegalArgumentException(
                "%s has no value; write %s=value.".formatted(key, key));
          }
          String value = text.orElse("true");
          set(module, item, isImage(item) ? image(key, value) : value(item, value));
        });
  }

  private ModuleItem<?> item(String key) {
    return items.stream()
        .filter(item -> key(item).equals(key))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(unknown(key)));
  }

  private String unknown(String key) {
    List<String> keys = items.stream().map(CommandInputs::key).toList();
    String message = "%s has no key \"%s\".".formatted(title(), key);
    Optional<String> meant = SimilarName.of(key, keys);
    if (meant.isPresent()) {
      return "%s Did you mean \"%s\"?".formatted(message, meant.get());
    }
    return "%s Its keys are %s. A value with spaces is written in brackets: key=[a value]."
        .formatted(message, String.join(", ", keys));
  }

  /**
   * An open image by its title or its number, a negative one.
   *
   * @throws IllegalArgumentException if there is none
   */
  private static ImagePlus image(String key, String text) {
    ImagePlus imp = WindowManager.getImage(text);
    if (imp == null && text.matches("-\\d{1,9}")) {
      imp = WindowManager.getImage(Integer.parseInt(text));
    }
    if (imp == null) {
      throw new IllegalArgumentException(
          "%s=[%s]: no open image has this title. Open it first, or give the title of an open image."
              .formatted(key, text));
    }
    return imp;
  }

  /**
   * Reads what a macro or a person wrote.
   *
   * @throws IllegalArgumentException if it is not of the input's type; the message names both
   */
  static Object value(ModuleItem<?> item, String text) {
    Class<?> type = item.getType();
    try {
      if (type == int.class) {
        return Integer.valueOf(text);
      } else if (type == long.class) {
        return Long.valueOf(text);
      } else if (type == double.class) {
        return Double.valueOf(text);
      } else if (isBoolean(item)) {
        return bool(item, text);
      }
      return text;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s=%s is not a %s."
              .formatted(key(item), text, type == double.class ? "number" : "whole number"),
          e);
    }
  }

  static boolean isBoolean(ModuleItem<?> item) {
    return item.getType() == boolean.class;
  }

  private static boolean bool(ModuleItem<?> item, String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default ->
          throw new IllegalArgumentException(
              "%s=%s is neither true nor false.".formatted(key(item), text));
    };
  }

  /** Writes a value as people would: 1e7 and not 1.0E7. */
  static String text(Object value) {
    if (value instanceof Double number) {
      return number.toString().replaceFirst("\\.0(?=E|$)", "").replace('E', 'e');
    }
    return value == null ? "" : value.toString();
  }

  /** Records the command with all inputs that have been asked for, if ImageJ is recording. */
  void record(Module module) {
    if (!Recorder.record) {
      return;
    }
    String run = Recorder.scriptMode() ? "IJ.run" : "run";
    try {
      Recorder.recordString(
          "%s(%s, %s);\n".formatted(run, literal(label()), literal(options(module))));
    } catch (IllegalArgumentException e) {
      Recorder.recordString("// %s(%s): %s\n".formatted(run, literal(label()), e.getMessage()));
    }
    // ImageJ would record it once more, without options.
    Recorder.disableCommandRecording();
  }

  private String options(Module module) {
    return asked().stream()
        .map(
            item -> {
              Object value = module.getInput(item.getName());
              String text = value instanceof ImagePlus imp ? nameOf(imp) : text(value);
              return text.isEmpty() ? "" : key(item) + "=" + MacroOptions.quoted(text);
            })
        .filter(option -> !option.isEmpty())
        .collect(Collectors.joining(" "));
  }

  /** The title that finds an image again; its number if the title would find another or none. */
  private static String nameOf(ImagePlus imp) {
    String title = imp.getTitle();
    try {
      MacroOptions.quoted(title);
    } catch (IllegalArgumentException e) {
      return String.valueOf(imp.getID());
    }
    boolean found = WindowManager.getImage(title) == imp;
    return found && !title.isBlank() ? title : String.valueOf(imp.getID());
  }

  /** A text as macros and scripts write it. */
  private static String literal(String text) {
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return '"' + escaped + '"';
  }

  private static String key(ModuleItem<?> item) {
    return item.getName().toLowerCase(Locale.ROOT);
  }
}
