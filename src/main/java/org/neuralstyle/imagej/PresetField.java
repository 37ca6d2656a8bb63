package org.neuralstyle.imagej;

import java.awt.EventQueue;
import java.awt.event.ItemEvent;
import java.util.List;
import java.util.Optional;
import javax.swing.JComboBox;
import javax.swing.JOptionPane;
import org.neuralstyle.option.Option;

/**
 * What a preset is chosen in: those there are, those that the user saved, and ways to change these.
 */
final class PresetField extends OptionField {

  private static final String SAVE = "Save as preset...";
  private static final String REMOVE = "Remove preset...";

  /** What is done with presets of one's own. */
  interface Own {

    /** Their names. */
    List<String> names();

    /** Shows the settings of one. */
    void take(String name);

    /** Keeps the settings that are shown. */
    void save(String name);

    /** Forgets one. */
    void remove(String name);
  }

  private final Own own;
  private final JComboBox<String> box;
  private final List<String> given;
  private String base;
  private boolean filling;

  @SuppressWarnings("unchecked")
  PresetField(Option<?> option, Runnable changed, Own own) {
    super(option, changed);
    this.own = own;
    box = (JComboBox<String>) editor();
    given = option.codec().choices();
    base = given.get(0);
    fill(base);
    box.addItemListener(
        event -> {
          if (event.getStateChange() == ItemEvent.SELECTED && !filling) {
            chosen((String) event.getItem());
          }
        });
  }

  private void fill(String selected) {
    filling = true;
    box.removeAllItems();
    given.forEach(box::addItem);
    own.names().forEach(box::addItem);
    box.addItem(SAVE);
    if (!own.names().isEmpty()) {
      box.addItem(REMOVE);
    }
    box.setSelectedItem(selected);
    filling = false;
  }

  private void chosen(String item) {
    if (given.contains(item)) {
      base = item;
    } else if (item.equals(SAVE)) {
      // After the list is gone.
      EventQueue.invokeLater(this::save);
    } else if (item.equals(REMOVE)) {
      EventQueue.invokeLater(this::remove);
    } else {
      own.take(item);
      select(item);
    }
  }

  private void save() {
    String name =
        Optional.ofNullable(JOptionPane.showInputDialog(box, "Name of the preset:"))
            .map(text -> text.replace('\t', ' ').strip())
            .orElse("");
    boolean taken = given.contains(name) || name.equals(SAVE) || name.equals(REMOVE);
    if (!name.isEmpty() && !taken) {
      own.save(name);
    }
    fill(own.names().contains(name) ? name : base);
  }

  private void remove() {
    Object name =
        JOptionPane.showInputDialog(
            box,
            "Preset to remove:",
            "Remove Preset",
            JOptionPane.PLAIN_MESSAGE,
            null,
            own.names().toArray(),
            null);
    if (name != null) {
      own.remove(name.toString());
    }
    fill(base);
  }

  private void select(String item) {
    filling = true;
    box.setSelectedItem(item);
    filling = false;
  }

  /** Of a preset of one's own, the one that it changes. */
  @Override
  String text() {
    return base;
  }

  @Override
  void show(String text) {
    base = text;
    select(text);
  }
}
