package org.neuralstyle.imagej;

import ij.ImagePlus;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import java.awt.Choice;
import java.awt.Color;
import java.awt.TextField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.neuralstyle.option.Codec;
import org.neuralstyle.option.Option;
import org.neuralstyle.option.Options;

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
   * @param inputs of the command
   * @return false if the user cancelled
   */
  static boolean ask(CommandInputs inputs) {
    List<ImagePlus> images = CommandInputs.images();
    // What the dialog would record are keys made from labels.
    boolean recording = Recorder.record;
    Recorder.record = false;
    try {
      GenericDialog dialog = new GenericDialog(inputs.title());
      List<Option<?>> texts = new ArrayList<>();
      boolean left = false;
      for (Option<?> option : inputs.asked()) {
        CommandFields fields = inputs.fields();
        boolean right = left && isShort(option);
        if (right) {
          dialog.addToSameRow();
        }
        left = !right && isShort(option) && inputs.asked().size() > MOST_ROWS;
        if (CommandInputs.isImage(option)) {
          String[] titles = images.stream().map(ImagePlus::getTitle).toArray(String[]::new);
          dialog.addChoice(
              option.fullLabel(),
              titles,
              titles[Math.max(0, images.indexOf(fields.get(option).orElse(null)))]);
        } else if (option.codec().kind() == Codec.Kind.FLAG) {
          dialog.addCheckbox(option.fullLabel(), fields.get(option).equals(Optional.of(true)));
        } else if (hasChoices(option)) {
          dialog.addChoice(option.fullLabel(), choices(option), inputs.command().shown(option));
        } else {
          addText(dialog, option, inputs.command().shown(option));
          texts.add(option);
        }
      }
      dialog.addHelp(help(inputs));
      dialog.addDialogListener(
          (changed, event) -> {
            followPreset(inputs, changed, texts);
            return markBadNumbers(changed, texts);
          });
      dialog.showDialog();
      if (dialog.wasCanceled()) {
        return false;
      }
      Map<Option<?>, String> shown =
          inputs.asked().stream().collect(Collectors.toMap(o -> o, inputs.command()::shown));
      for (Option<?> option : inputs.asked()) {
        Object value = read(option, dialog, images);
        // A setting that was left as it is stays the preset's.
        if (option.setting().isEmpty() || !Codec.shown(value).equals(shown.get(option))) {
          inputs.fields().set(option, value);
        }
      }
      return true;
    } finally {
      Recorder.record = recording;
    }
  }

  private static void addText(GenericDialog dialog, Option<?> option, String text) {
    if (option.codec().kind() == Codec.Kind.FOLDER) {
      dialog.addDirectoryField(option.fullLabel(), text, TEXT_COLUMNS);
    } else {
      int columns =
          isNumber(option)
              ? NUMBER_COLUMNS
              : Math.max(TEXT_COLUMNS, Math.min(text.length(), MOST_TEXT_COLUMNS));
      dialog.addStringField(option.fullLabel(), text, columns);
    }
  }

  private static Object read(Option<?> option, GenericDialog dialog, List<ImagePlus> images) {
    if (CommandInputs.isImage(option)) {
      return images.get(dialog.getNextChoiceIndex());
    } else if (option.codec().kind() == Codec.Kind.FLAG) {
      return dialog.getNextBoolean();
    } else if (hasChoices(option)) {
      return dialog.getNextChoice();
    }
    String text = dialog.getNextString();
    try {
      return option.canonical(text);
    } catch (IllegalArgumentException e) {
      if (isNumber(option)) {
        throw e;
      }
      // The command says what is wrong, and the dialog comes again with it.
      return text;
    }
  }

  /** With another preset, settings that were the former one's become the new one's. */
  private static void followPreset(
      CommandInputs inputs, GenericDialog dialog, List<Option<?>> texts) {
    List<Option<?>> choices =
        inputs.asked().stream()
            .filter(option -> CommandInputs.isImage(option) || hasChoices(option))
            .toList();
    for (int i = 0; i < choices.size(); i++) {
      Choice choice = (Choice) dialog.getChoices().get(i);
      Option<?> preset = choices.get(i);
      if (!Options.isPreset(preset)
          || choice.getSelectedItem().equals(inputs.fields().text(preset))) {
        continue;
      }
      List<String> former = texts.stream().map(inputs.command()::shown).toList();
      inputs.fields().set(preset, choice.getSelectedItem());
      for (int j = 0; j < texts.size(); j++) {
        TextField field = (TextField) dialog.getStringFields().get(j);
        if (texts.get(j).setting().isPresent() && field.getText().equals(former.get(j))) {
          field.setText(inputs.command().shown(texts.get(j)));
        }
      }
    }
  }

  /** There is no OK as long as a number is none; it is red. */
  private static boolean markBadNumbers(GenericDialog dialog, List<Option<?>> texts) {
    boolean good = true;
    for (int i = 0; i < texts.size(); i++) {
      if (!isNumber(texts.get(i))) {
        continue;
      }
      TextField field = (TextField) dialog.getStringFields().get(i);
      try {
        texts.get(i).parse(field.getText());
        field.setForeground(null);
      } catch (IllegalArgumentException e) {
        field.setForeground(Color.RED);
        good = false;
      }
    }
    return good;
  }

  /** A number or a choice. ImageJ gives any longer text a row of its own. */
  private static boolean isShort(Option<?> option) {
    return hasChoices(option) || isNumber(option);
  }

  private static boolean isNumber(Option<?> option) {
    return switch (option.codec().kind()) {
      case WHOLE, SEED, DECIMAL -> true;
      default -> false;
    };
  }

  private static boolean hasChoices(Option<?> option) {
    return option.codec().kind() == Codec.Kind.CHOICE;
  }

  private static String[] choices(Option<?> option) {
    return option.codec().choices().toArray(String[]::new);
  }

  private static String help(CommandInputs inputs) {
    StringBuilder html = new StringBuilder("<html><h3>" + inputs.title() + "</h3><dl>");
    for (Option<?> option : inputs.asked()) {
      html.append("<dt><b>").append(option.fullLabel()).append("</b><dd>").append(option.help());
    }
    return html.append("</dl></html>").toString();
  }
}
