package org.neuralstyle.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.plugin.PlugIn;
import ij.plugin.frame.Recorder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.scijava.Cancelable;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleException;
import org.scijava.module.ModuleItem;

/**
 * Runs a SciJava command from the menus and macros of plain ImageJ 1.x, where SciJava does not
 * harvest parameters: in a macro by the parameters' names in lower case, as in Fiji, otherwise in a
 * dialog, which records the same keys. In Fiji the commands themselves run and this is not used.
 *
 * <p>The name has an underscore because ImageJ reports missing classes only of such plugins.
 */
public final class Neural_Style_Bridge implements PlugIn {

  private static final int TEXT_COLUMNS = 24;

  /** ImageJ creates its plugins itself. */
  public Neural_Style_Bridge() {}

  @Override
  public void run(String className) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // Services are found in the plugin's jars, which ImageJ's threads do not look into.
    thread.setContextClassLoader(Neural_Style_Bridge.class.getClassLoader());
    try {
      run(Class.forName(className).asSubclass(Command.class));
    } catch (ClassNotFoundException | ModuleException e) {
      IJ.error(
          "Neural Style",
          "The plugin is not complete: " + e.getMessage() + ". Install it again, see its README.");
    } catch (IllegalArgumentException e) {
      fail(e.getMessage());
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static void run(Class<? extends Command> type) throws ModuleException {
    CommandInfo info = new CommandInfo(type);
    Module module = info.createModule();
    String options = Macro.getOptions();
    List<ModuleItem<?>> inputs = new ArrayList<>();
    info.inputs().forEach(inputs::add);
    if (options != null) {
      for (ModuleItem<?> item : inputs) {
        readOption(module, item, options);
      }
    } else if (!ask(info, module, inputs)) {
      return;
    }
    module.run();
    Command command = (Command) module.getDelegateObject();
    if (command instanceof Cancelable cancelable && cancelable.isCanceled()) {
      if (cancelable.getCancelReason() != null) {
        fail(cancelable.getCancelReason());
      }
      return;
    }
    for (ModuleItem<?> item : info.outputs()) {
      if (module.getOutput(item.getName()) instanceof ImagePlus imp) {
        imp.show();
      } else if (module.getOutput(item.getName()) instanceof ImagePlus[] imps) {
        for (ImagePlus imp : imps) {
          imp.show();
        }
      }
    }
  }

  /** Says what is wrong, and ends a macro, which must not go on as if there were a result. */
  private static void fail(String message) {
    // ImageJ shows a message as it is, however long its lines.
    IJ.error("Neural Style", message.replaceAll("(.{60,80}?) ", "$1\n"));
    if (IJ.macroRunning()) {
      Macro.abort();
    }
  }

  private static String key(ModuleItem<?> item) {
    return item.getName().toLowerCase(Locale.ROOT);
  }

  private static void readOption(Module module, ModuleItem<?> item, String options) {
    String key = key(item);
    String text = Macro.getValue(options, key, null);
    Class<?> type = item.getType();
    if (type == ImagePlus.class) {
      ImagePlus imp = text == null ? null : image(key, text);
      set(module, item, imp);
    } else if (type == boolean.class && text == null) {
      set(module, item, (" " + options + " ").contains(" " + key + " "));
    } else if (text != null) {
      set(module, item, value(item, key, text));
    }
  }

  private static void set(Module module, ModuleItem<?> item, Object value) {
    module.setInput(item.getName(), value);
    module.resolveInput(item.getName());
  }

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

  private static Object value(ModuleItem<?> item, String key, String text) {
    Class<?> type = item.getType();
    try {
      if (type == int.class) {
        return Integer.valueOf(text);
      } else if (type == long.class) {
        return Long.valueOf(text);
      } else if (type == double.class) {
        return Double.valueOf(text);
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s=%s is not a %s."
              .formatted(key, text, type == double.class ? "number" : "whole number"),
          e);
    }
    return type == boolean.class ? (Object) Boolean.valueOf(text) : text;
  }

  /** Shows the dialog, sets the inputs and records them; false if it was cancelled. */
  private static boolean ask(CommandInfo info, Module module, List<ModuleItem<?>> inputs) {
    Map<String, ImagePlus> images = new LinkedHashMap<>();
    for (int id : WindowManager.getIDList() == null ? new int[0] : WindowManager.getIDList()) {
      ImagePlus imp = WindowManager.getImage(id);
      images.put(imp.getTitle(), imp);
    }
    if (images.isEmpty() && inputs.stream().anyMatch(item -> item.getType() == ImagePlus.class)) {
      throw new IllegalArgumentException("No image is open. Open one first (File > Open...).");
    }
    // What is recorded here must be the parameters' names, not the labels.
    boolean recording = Recorder.record;
    Recorder.record = false;
    String label = info.getMenuPath().getLeaf().getName();
    GenericDialog dialog = new GenericDialog(label.replace("...", ""));
    List<String> titles = new ArrayList<>(images.keySet());
    ImagePlus current = WindowManager.getCurrentImage();
    if (current != null && titles.remove(current.getTitle())) {
      titles.add(0, current.getTitle());
    }
    int imageInputs = 0;
    for (ModuleItem<?> item : inputs) {
      Object value = module.getInput(item.getName());
      if (item.getType() == ImagePlus.class) {
        String[] choices = titles.toArray(String[]::new);
        dialog.addChoice(item.getLabel(), choices, choices[imageInputs++ % choices.length]);
      } else if (item.getType() == boolean.class) {
        dialog.addCheckbox(item.getLabel(), Boolean.TRUE.equals(value));
      } else if (item.getChoices() != null && !item.getChoices().isEmpty()) {
        String[] choices = item.getChoices().stream().map(String::valueOf).toArray(String[]::new);
        dialog.addChoice(item.getLabel(), choices, String.valueOf(value));
      } else {
        dialog.addStringField(item.getLabel(), text(value), TEXT_COLUMNS);
      }
    }
    dialog.showDialog();
    Recorder.record = recording;
    if (dialog.wasCanceled()) {
      return false;
    }
    for (ModuleItem<?> item : inputs) {
      read(module, item, dialog, images);
    }
    return true;
  }

  private static void read(
      Module module, ModuleItem<?> item, GenericDialog dialog, Map<String, ImagePlus> images) {
    String key = key(item);
    String text;
    if (item.getType() == boolean.class) {
      boolean flag = dialog.getNextBoolean();
      set(module, item, flag);
      text = String.valueOf(flag);
    } else if (item.getType() == ImagePlus.class) {
      text = dialog.getNextChoice();
      set(module, item, images.get(text));
    } else {
      boolean choice = item.getChoices() != null && !item.getChoices().isEmpty();
      text = choice ? dialog.getNextChoice() : dialog.getNextString().strip();
      set(module, item, value(item, key, text));
    }
    if (Recorder.record && !text.isEmpty()) {
      Recorder.recordOption(key, text);
    }
  }

  /** Numbers as one would write them: 1e7 and not 1.0E7. */
  private static String text(Object value) {
    if (value instanceof Double number) {
      String plain = String.valueOf(number.doubleValue());
      return plain.replace(".0E", "e").replaceFirst("\\.0$", "");
    }
    return value == null ? "" : String.valueOf(value);
  }
}
