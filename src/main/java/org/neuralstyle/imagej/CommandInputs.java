package org.neuralstyle.imagej;

import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.plugin.frame.Recorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
    return info.getMenuPath().getLeaf().getName();
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

  /** Sets the inputs that a macro's options name; the others keep their defaults. */
  void readOptions(Module module, String options) {
    for (ModuleItem<?> item : items) {
      String text = Macro.getValue(options, key(item), null);
      if (text != null) {
        set(module, item, isImage(item) ? image(item, text) : value(item, text));
      } else if (isBoolean(item) && (" " + options + " ").contains(" " + key(item) + " ")) {
        set(module, item, true);
      }
    }
  }

  private static ImagePlus image(ModuleItem<?> item, String text) {
    ImagePlus imp = WindowManager.getImage(text);
    if (imp == null && text.matches("-\\d{1,9}")) {
      imp = WindowManager.getImage(Integer.parseInt(text));
    }
    if (imp == null) {
      throw new IllegalArgumentException(
          "%s=[%s]: no open image has this title. Open it first, or give the title of an open image."
              .formatted(key(item), text));
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
    // Other commands may have been recorded while this one ran.
    Recorder.setCommand(label());
    for (ModuleItem<?> item : asked()) {
      Object value = module.getInput(item.getName());
      String text = value instanceof ImagePlus imp ? imp.getTitle() : text(value);
      if (!text.isEmpty()) {
        Recorder.recordOption(key(item), text);
      }
    }
    Recorder.saveCommand();
  }

  private static String key(ModuleItem<?> item) {
    return item.getName().toLowerCase(Locale.ROOT);
  }
}
