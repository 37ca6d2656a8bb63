package org.neuralstyle.imagej;

import java.awt.Color;
import java.awt.Component;
import java.awt.FlowLayout;
import java.awt.Font;
import java.util.List;
import java.util.Map;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;

/** The part of a dialog that tells what should be known of the images that were chosen. */
final class NotesPanel extends JPanel {

  private static final long serialVersionUID = 1;
  private static final int GAP = 8;
  private static final Color REFUSAL = new Color(176, 0, 0);

  private final transient Map<InputNotes.Kind, JComponent> offers;
  private transient List<InputNotes.Note> shown = List.of();

  /**
   * A panel without notes.
   *
   * @param offers what stands beside a note of some kinds, and does something about it
   */
  NotesPanel(Map<InputNotes.Kind, JComponent> offers) {
    this.offers = offers;
    offers.values().forEach(offer -> offer.setFont(offer.getFont().deriveFont(Font.PLAIN)));
    setName("notes");
    setLayout(new BoxLayout(this, BoxLayout.PAGE_AXIS));
  }

  /** Shows notes in place of others; tells whether they are others. */
  boolean show(List<InputNotes.Note> all) {
    // Where there is no colour to be had, it need not be offered.
    List<InputNotes.Note> notes =
        all.stream()
            .filter(note -> note.kind() != InputNotes.Kind.GREY || offers.containsKey(note.kind()))
            .toList();
    if (notes.equals(shown)) {
      return false;
    }
    shown = notes;
    removeAll();
    for (InputNotes.Note note : notes) {
      JPanel row = new JPanel(new FlowLayout(FlowLayout.LEADING, 0, 2));
      JLabel label = new JLabel(note.text());
      label.setFont(label.getFont().deriveFont(Font.PLAIN));
      if (note.kind() == InputNotes.Kind.REFUSED) {
        label.setForeground(REFUSAL);
      }
      row.add(label);
      if (offers.containsKey(note.kind())) {
        row.add(Box.createHorizontalStrut(GAP));
        row.add(offers.get(note.kind()));
      }
      row.setAlignmentX(Component.LEFT_ALIGNMENT);
      add(row);
    }
    return true;
  }

  /** Whether the command can run. */
  boolean isRefusal() {
    return shown.stream().anyMatch(note -> note.kind() == InputNotes.Kind.REFUSED);
  }
}
