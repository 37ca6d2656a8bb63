package org.neuralstyle.imagej;

import ij.ImagePlus;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import java.awt.Color;
import java.awt.TextField;
import java.util.ArrayList;
import java.util.List;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

/** Asks for the inputs of a command in a dialog of ImageJ 1.x. */
final class InputDialog {

  private static final int NUMBER_COLUMNS = 8;
  private static final int TEXT_COLUMNS = 24;
  private static final int MOST_TEXT_COLUMNS = 72;

  /** With more inputs, those that are short come in pairs: dialogs have to fit small screens. */
  private static final int MOST_ROWS = 14;

  private InputDialog() {}

  /**
   * Shows what a command would run with, and takes over what is changed.
   *
   * @param inputs what to ask for
   * @param module the command
   * @return false if the user cancelled
   */
  static boolean ask(CommandInputs inputs, Module module) {
    List<ImagePlus> images = CommandInputs.images();
    // What the dialog would record are keys made from labels.
    boolean recording = Recorder.record;
    Recorder.record = false;
    try {
      GenericDialog dialog = new GenericDialog(inputs.title());
      List<ModuleItem<?>> texts = new ArrayList<>();
      boolean left = false;
      for (ModuleItem<?> item : inputs.asked()) {
        Object value = module.getInput(item.getName());
        boolean right = left && isShort(item);
        if (right) {
          dialog.addToSameRow();
        }
        left = !right && isShort(item) && inputs.asked().size() > MOST_ROWS;
        if (CommandInputs.isImage(item)) {
          String[] titles = images.stream().map(ImagePlus::getTitle).toArray(String[]::new);
          dialog.addChoice(item.getLabel(), titles, titles[Math.max(0, images.indexOf(value))]);
        } else if (CommandInputs.isBoolean(item)) {
          dialog.addCheckbox(item.getLabel(), Boolean.TRUE.equals(value));
        } else if (hasChoices(item)) {
          dialog.addChoice(item.getLabel(), choices(item), CommandInputs.text(value));
        } else {
          addText(dialog, item, CommandInputs.text(value));
          texts.add(item);
        }
      }
      dialog.addHelp(help(inputs));
      dialog.addDialogListener((changed, event) -> markBadNumbers(changed, texts));
      dialog.showDialog();
      if (dialog.wasCanceled()) {
        return false;
      }
      for (ModuleItem<?> item : inputs.asked()) {
        CommandInputs.set(module, item, read(item, dialog, images));
      }
      return true;
    } finally {
      Recorder.record = recording;
    }
  }

  private static void addText(GenericDialog dialog, ModuleItem<?> item, String text) {
    if (ExploreCommand.FOLDER.equals(item.getWidgetStyle())) {
      dialog.addDirectoryField(item.getLabel(), text, TEXT_COLUMNS);
    } else {
      int columns =
          isNumber(item)
              ? NUMBER_COLUMNS
              : Math.max(TEXT_COLUMNS, Math.min(text.length(), MOST_TEXT_COLUMNS));
      dialog.addStringField(item.getLabel(), text, columns);
    }
  }

  private static Object read(ModuleItem<?> item, GenericDialog dialog, List<ImagePlus> images) {
    if (CommandInputs.isImage(item)) {
      return images.get(dialog.getNextChoiceIndex());
    } else if (CommandInputs.isBoolean(item)) {
      return dialog.getNextBoolean();
    } else if (hasChoices(item)) {
      return dialog.getNextChoice();
    }
    return CommandInputs.value(item, dialog.getNextString().strip());
  }

  /** There is no OK as long as a number is none; it is red. */
  private static boolean markBadNumbers(GenericDialog dialog, List<ModuleItem<?>> texts) {
    boolean good = true;
    for (int i = 0; i < texts.size(); i++) {
      TextField field = (TextField) dialog.getStringFields().get(i);
      try {
        CommandInputs.value(texts.get(i), field.getText().strip());
        field.setForeground(null);
      } catch (IllegalArgumentException e) {
        field.setForeground(Color.RED);
        good = false;
      }
    }
    return good;
  }

  /** A number or a choice. ImageJ gives any longer text a row of its own. */
  private static boolean isShort(ModuleItem<?> item) {
    return hasChoices(item) || isNumber(item);
  }

  private static boolean isNumber(ModuleItem<?> item) {
    return item.getType().isPrimitive() && !CommandInputs.isBoolean(item);
  }

  private static boolean hasChoices(ModuleItem<?> item) {
    return item.getChoices() != null && !item.getChoices().isEmpty();
  }

  private static String[] choices(ModuleItem<?> item) {
    return item.getChoices().stream().map(String::valueOf).toArray(String[]::new);
  }

  private static String help(CommandInputs inputs) {
    StringBuilder html = new StringBuilder("<html><h3>" + inputs.title() + "</h3><dl>");
    for (ModuleItem<?> item : inputs.asked()) {
      if (item.getDescription() != null && !item.getDescription().isEmpty()) {
        html.append("<dt><b>").append(item.getLabel()).append("</b><dd>");
        html.append(item.getDescription());
      }
    }
    return html.append("</dl></html>").toString();
  }
}
