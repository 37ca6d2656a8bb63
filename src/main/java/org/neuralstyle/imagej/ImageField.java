package org.neuralstyle.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.plugin.frame.Recorder;
import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Insets;
import java.awt.event.ItemEvent;
import java.util.List;
import java.util.Optional;
import javax.swing.BorderFactory;
import javax.swing.ImageIcon;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JFileChooser;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.SwingConstants;
import org.neuralstyle.option.Option;

/** What an image is chosen in, in a dialog: its thumbnail, and the open images. */
final class ImageField {

  private static final int WIDTH = 190;
  private static final int HEIGHT = 142;
  private static final Color FRAME = Color.GRAY;

  /** What can be chosen. */
  private record Item(ImagePlus imp) {

    @Override
    public String toString() {
      return imp.getTitle();
    }
  }

  private final Option<?> option;
  private final Runnable changed;
  private final JPanel panel = new JPanel(new BorderLayout(0, 4));
  private final JLabel thumbnail = new JLabel("", SwingConstants.CENTER);
  private final JComboBox<Item> box = new JComboBox<>();

  /**
   * A field.
   *
   * @param option what is chosen in it
   * @param changed is told of every change
   */
  ImageField(Option<?> option, Runnable changed) {
    this.option = option;
    this.changed = changed;
    JLabel label = new JLabel(option.label());
    label.setLabelFor(box);
    thumbnail.setPreferredSize(new Dimension(WIDTH, HEIGHT));
    thumbnail.setBorder(BorderFactory.createLineBorder(FRAME));
    thumbnail.setOpaque(true);
    thumbnail.setBackground(Color.DARK_GRAY);
    thumbnail.setForeground(Color.LIGHT_GRAY);
    box.setName(option.key());
    box.setToolTipText(HelpPage.sentence(option));
    JButton file = new JButton("...");
    file.setName(option.key() + "File");
    file.setToolTipText("Choose a file");
    file.setMargin(new Insets(0, 4, 0, 4));
    file.addActionListener(event -> open());
    JPanel choice = new JPanel(new BorderLayout(4, 0));
    choice.add(box, BorderLayout.CENTER);
    choice.add(file, BorderLayout.LINE_END);
    choice.setPreferredSize(new Dimension(WIDTH, box.getPreferredSize().height));
    panel.add(label, BorderLayout.PAGE_START);
    panel.add(thumbnail, BorderLayout.CENTER);
    panel.add(choice, BorderLayout.PAGE_END);
    panel.setMaximumSize(panel.getPreferredSize());
    box.addItemListener(
        event -> {
          if (event.getStateChange() == ItemEvent.SELECTED) {
            draw();
          }
        });
  }

  Option<?> option() {
    return option;
  }

  JPanel panel() {
    return panel;
  }

  /** The image that is chosen. */
  Optional<ImagePlus> image() {
    return Optional.ofNullable((Item) box.getSelectedItem()).map(Item::imp);
  }

  /** Offers images, and shows one of them. */
  void show(List<ImagePlus> open, Optional<ImagePlus> shown) {
    box.removeAllItems();
    open.forEach(imp -> box.addItem(new Item(imp)));
    select(shown);
    draw();
  }

  private void select(Optional<ImagePlus> shown) {
    box.setSelectedItem(shown.map(Item::new).orElse(null));
  }

  /** Shows what the other shows, and the other way round. */
  void swap(ImageField other) {
    Optional<ImagePlus> mine = image();
    select(other.image());
    other.select(mine);
    draw();
    other.draw();
  }

  private void draw() {
    Optional<ImagePlus> imp = image();
    thumbnail.setIcon(
        imp.map(i -> new ImageIcon(Thumbnail.of(i, WIDTH - 2, HEIGHT - 2).getBufferedImage()))
            .orElse(null));
    thumbnail.setText(imp.isPresent() ? "" : "No image");
    changed.run();
  }

  private void open() {
    JFileChooser chooser = FileDialogs.chooser("Open " + option.label());
    if (chooser.showOpenDialog(panel) != JFileChooser.APPROVE_OPTION) {
      return;
    }
    String path = chooser.getSelectedFile().toString();
    thumbnail.setText("Opening...");
    Thread thread =
        new Thread(
            () -> {
              ImagePlus imp = IJ.openImage(path);
              if (imp != null) {
                imp.show();
                if (Recorder.record) {
                  Recorder.recordOpen(path);
                }
              }
              EventQueue.invokeLater(() -> opened(Optional.ofNullable(imp)));
            },
            "Open " + path);
    thread.start();
  }

  /** ImageJ has said what is wrong if there is no image. */
  private void opened(Optional<ImagePlus> imp) {
    imp.ifPresent(i -> box.addItem(new Item(i)));
    select(imp.or(this::image));
    draw();
  }
}
