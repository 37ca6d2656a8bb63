package org.neuralstyle.imagej;

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.event.ItemListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JFileChooser;
import javax.swing.JPanel;
import javax.swing.JTextField;
import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;
import org.neuralstyle.option.Codec;
import org.neuralstyle.option.Group;
import org.neuralstyle.option.Option;
import org.neuralstyle.option.Options;
import org.neuralstyle.storage.GivenPath;

/** What an option that is no image is set in, in a dialog. It is named by the option's key. */
class OptionField {

  private static final int NUMBER_COLUMNS = 9;
  private static final int TEXT_COLUMNS = 22;

  private final Option<?> option;
  private final JComponent editor;
  private final JComponent component;

  /**
   * A field.
   *
   * @param option what is set in it
   * @param changed is told of every change
   */
  OptionField(Option<?> option, Runnable changed) {
    this.option = option;
    editor = editor(option, changed);
    editor.setName(option.key());
    editor.setToolTipText(HelpPage.sentence(option));
    component = isPath() ? withBrowse() : editor;
  }

  private static JComponent editor(Option<?> option, Runnable changed) {
    ItemListener chosen = event -> changed.run();
    return switch (option.codec().kind()) {
      case FLAG -> {
        JCheckBox box = new JCheckBox();
        box.addItemListener(chosen);
        yield box;
      }
      case CHOICE -> {
        JComboBox<String> box = new JComboBox<>(option.codec().choices().toArray(String[]::new));
        box.addItemListener(chosen);
        yield box;
      }
      default -> {
        JTextField text = new JTextField(isNumber(option) ? NUMBER_COLUMNS : TEXT_COLUMNS);
        text.getDocument().addDocumentListener(new Typed(changed));
        yield text;
      }
    };
  }

  /** Hears each change of a text. */
  private record Typed(Runnable changed) implements DocumentListener {

    @Override
    public void insertUpdate(DocumentEvent event) {
      changed.run();
    }

    @Override
    public void removeUpdate(DocumentEvent event) {
      changed.run();
    }

    @Override
    public void changedUpdate(DocumentEvent event) {}
  }

  Option<?> option() {
    return option;
  }

  /** What is shown, with its button if it has one. */
  JComponent component() {
    return component;
  }

  /** What is focused. */
  JComponent editor() {
    return editor;
  }

  /** What stands in it. */
  String text() {
    return editor instanceof JTextField field
        ? field.getText().strip()
        : editor instanceof JCheckBox box
            ? String.valueOf(box.isSelected())
            : String.valueOf(((JComboBox<?>) editor).getSelectedItem());
  }

  /** Shows a value as the option's codec writes it. */
  void show(String text) {
    if (editor instanceof JTextField field) {
      field.setText(text);
      field.setCaretPosition(0);
    } else if (editor instanceof JCheckBox box) {
      box.setSelected(text.equals("true"));
    } else {
      ((JComboBox<?>) editor).setSelectedItem(text);
    }
  }

  /**
   * The value.
   *
   * @throws IllegalArgumentException if a number is none
   */
  Object value() {
    try {
      return option.canonical(text());
    } catch (IllegalArgumentException e) {
      if (isNumber(option)) {
        throw e;
      }
      // The command says what is wrong, and the dialog comes again with it.
      return text();
    }
  }

  /** Whether it holds a value; a number that is none is red. */
  boolean check() {
    boolean good = true;
    if (isNumber(option)) {
      try {
        option.parse(text());
      } catch (IllegalArgumentException e) {
        good = false;
      }
      editor.setForeground(good ? null : Color.RED);
    }
    return good;
  }

  private static boolean isNumber(Option<?> option) {
    return switch (option.codec().kind()) {
      case WHOLE, SEED, DECIMAL -> true;
      default -> false;
    };
  }

  private boolean isFolder() {
    return option.codec().kind() == Codec.Kind.FOLDER;
  }

  private boolean isPath() {
    return isFolder() || option.codec().placeholder().startsWith("FILE");
  }

  /** A file that is there and would be replaced. */
  Optional<Path> replaced() {
    boolean isResult = option.group() == Group.RESULT && isPath() && !isFolder();
    return isResult && !option.key().equals(Options.CHECKPOINT.key())
        ? existing()
        : Optional.empty();
  }

  /** The file or folder, if it is there; what is wrong with its path is for the command to say. */
  private Optional<Path> existing() {
    try {
      return Optional.of(text())
          .filter(text -> !text.isEmpty())
          .map(GivenPath::of)
          .filter(Files::exists);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private JComponent withBrowse() {
    JPanel both = new JPanel(new BorderLayout(4, 0));
    JButton browse = new JButton("Browse...");
    browse.addActionListener(event -> browse());
    both.add(editor, BorderLayout.CENTER);
    both.add(browse, BorderLayout.LINE_END);
    return both;
  }

  private void browse() {
    JFileChooser chooser = FileDialogs.chooser(option.label().replace(" (optional)", ""));
    if (isFolder()) {
      chooser.setFileSelectionMode(JFileChooser.DIRECTORIES_ONLY);
    }
    existing().ifPresent(path -> chooser.setSelectedFile(path.toAbsolutePath().toFile()));
    if (chooser.showDialog(component, "Choose") == JFileChooser.APPROVE_OPTION) {
      show(chooser.getSelectedFile().toString());
    }
  }
}
