package org.neuralstyle.imagej;

import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Insets;
import java.util.List;
import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JToggleButton;
import org.neuralstyle.option.Group;

/**
 * How the parts of a command's dialog are placed: what is shown at first, and Advanced beside it.
 */
final class InputPanel extends JPanel {

  private static final long serialVersionUID = 1;

  /** The name of what stays bold. */
  static final String TITLE = "title";

  private static final int GAP = 12;
  private static final int MOST_HEIGHT = 560;
  private static final int TEXT_WIDTH = 430;

  /**
   * Places the parts.
   *
   * @param dialog which they are in
   * @param images fields of images
   * @param fields all other fields
   * @param notes on the images
   * @param forecast what the command is expected to take
   * @param buttons in their order
   */
  InputPanel(
      JDialog dialog,
      List<ImageField> images,
      List<OptionField> fields,
      NotesPanel notes,
      JLabel forecast,
      List<JButton> buttons) {
    super(new BorderLayout(GAP, GAP));
    setBorder(BorderFactory.createEmptyBorder(GAP, GAP, GAP, GAP));
    JPanel first = new JPanel();
    first.setLayout(new BoxLayout(first, BoxLayout.PAGE_AXIS));
    if (!images.isEmpty()) {
      add(first, images(images));
    }
    JPanel rows = new JPanel(new GridBagLayout());
    fields.stream()
        .filter(field -> field.option().group() == Group.BASIC)
        .forEach(field -> addRow(rows, field));
    forecast.setPreferredSize(new Dimension(TEXT_WIDTH, forecast.getPreferredSize().height));
    addWide(rows, forecast);
    addWide(rows, notes);
    add(first, rows);
    JPanel top = new JPanel(new BorderLayout());
    top.add(first, BorderLayout.PAGE_START);
    add(top, BorderLayout.CENTER);
    JComponent advanced = advanced(fields);
    add(advanced, BorderLayout.LINE_END);
    add(buttons(dialog, advanced, buttons), BorderLayout.PAGE_END);
    makePlain(this);
  }

  /** Some looks have all texts in bold. */
  static void makePlain(Component part) {
    boolean title = TITLE.equals(part.getName());
    part.setFont(part.getFont().deriveFont(title ? Font.BOLD : Font.PLAIN));
    if (part instanceof Container container) {
      for (Component inner : container.getComponents()) {
        makePlain(inner);
      }
    }
  }

  private static void add(JPanel column, JComponent part) {
    part.setAlignmentX(Component.LEFT_ALIGNMENT);
    column.add(part);
    column.add(Box.createVerticalStrut(GAP));
  }

  private static JPanel images(List<ImageField> images) {
    JPanel row = new JPanel();
    row.setLayout(new BoxLayout(row, BoxLayout.LINE_AXIS));
    row.add(images.get(0).panel());
    if (images.size() == 2) {
      JButton swap = new JButton("<>");
      swap.setName("swap");
      swap.setMargin(new Insets(4, 4, 4, 4));
      swap.setToolTipText("Swap content and style");
      swap.addActionListener(event -> images.get(0).swap(images.get(1)));
      row.add(Box.createHorizontalStrut(GAP / 2));
      row.add(swap);
      row.add(Box.createHorizontalStrut(GAP / 2));
      row.add(images.get(1).panel());
    }
    row.add(Box.createHorizontalGlue());
    return row;
  }

  private static void addRow(JPanel rows, OptionField field) {
    GridBagConstraints place = new GridBagConstraints();
    place.gridx = 0;
    place.gridy = rows.getComponentCount();
    place.anchor = GridBagConstraints.LINE_END;
    place.insets = new Insets(2, 0, 2, 8);
    if (field.editor() instanceof JCheckBox box) {
      box.setText(field.option().fullLabel());
    } else {
      JLabel label = new JLabel(field.option().fullLabel());
      label.setLabelFor(field.editor());
      label.setToolTipText(field.editor().getToolTipText());
      rows.add(label, place);
    }
    place.gridx = 1;
    place.weightx = 1;
    place.anchor = GridBagConstraints.LINE_START;
    place.insets = new Insets(2, 0, 2, 0);
    rows.add(field.component(), place);
  }

  private static void addWide(JPanel rows, JComponent part) {
    GridBagConstraints place = new GridBagConstraints();
    place.gridx = 0;
    place.gridy = rows.getComponentCount();
    place.gridwidth = 2;
    place.weightx = 1;
    place.fill = GridBagConstraints.HORIZONTAL;
    place.insets = new Insets(6, 0, 0, 0);
    rows.add(part, place);
  }

  /** All groups but the first, each with its title. */
  private static JComponent advanced(List<OptionField> fields) {
    JPanel rows = new JPanel(new GridBagLayout());
    rows.setBorder(BorderFactory.createEmptyBorder(0, GAP, GAP, GAP));
    for (Group group : Group.values()) {
      List<OptionField> of =
          fields.stream().filter(field -> field.option().group() == group).toList();
      if (group != Group.BASIC && !of.isEmpty()) {
        JLabel title = new JLabel(group.title());
        title.setName(TITLE);
        addWide(rows, title);
        of.forEach(field -> addRow(rows, field));
      }
    }
    JPanel top = new JPanel(new BorderLayout());
    top.add(rows, BorderLayout.PAGE_START);
    JScrollPane pane =
        new JScrollPane(
            top, JScrollPane.VERTICAL_SCROLLBAR_AS_NEEDED, JScrollPane.HORIZONTAL_SCROLLBAR_NEVER);
    pane.getVerticalScrollBar().setUnitIncrement(GAP);
    Dimension needed = top.getPreferredSize();
    pane.setPreferredSize(
        new Dimension(
            needed.width + pane.getVerticalScrollBar().getPreferredSize().width + 4,
            Math.min(needed.height + 4, MOST_HEIGHT)));
    return pane;
  }

  private static JPanel buttons(JDialog dialog, JComponent advanced, List<JButton> buttons) {
    JToggleButton more = new JToggleButton("Advanced", RememberedInputs.isAdvanced());
    more.setName("advanced");
    advanced.setVisible(more.isSelected());
    more.addActionListener(
        event -> {
          RememberedInputs.setAdvanced(more.isSelected());
          advanced.setVisible(more.isSelected());
          dialog.pack();
          InputDialog.keepOnScreen(dialog);
        });
    JPanel row = new JPanel();
    row.setLayout(new BoxLayout(row, BoxLayout.LINE_AXIS));
    row.add(more);
    row.add(Box.createHorizontalStrut(GAP));
    for (int i = 0; i < buttons.size(); i++) {
      // What leaves the dialog stands apart.
      row.add(Box.createHorizontalStrut(i == 2 ? 2 * GAP : GAP / 2));
      if (i == 2) {
        row.add(Box.createHorizontalGlue());
      }
      row.add(buttons.get(i));
    }
    return row;
  }
}
