package org.neuralstyle.imagej;

import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Window;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.swing.AbstractButton;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JDialog;
import javax.swing.JEditorPane;
import javax.swing.JFileChooser;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.event.HyperlinkEvent;
import javax.swing.text.JTextComponent;

/**
 * The dialog of a command, or another window, as a person fills it in; its fields are named by the
 * options' keys.
 */
final class CommandDialog {

  private final Window dialog;

  private CommandDialog(Window dialog) {
    this.dialog = dialog;
  }

  /** Waits for a dialog. */
  static CommandDialog titled(String title) throws Exception {
    WindowSession.await("dialog " + title, () -> showing(title).isPresent());
    CommandDialog dialog = new CommandDialog(showing(title).get());
    // Until all that opens it has been done.
    onEventThread(() -> null);
    return dialog;
  }

  private static Optional<Window> showing(String title) {
    return Stream.of(Window.getWindows())
        .filter(Window::isShowing)
        .filter(
            w ->
                w instanceof JDialog dialog && title.equals(dialog.getTitle())
                    || w instanceof JFrame frame && title.equals(frame.getTitle()))
        .findFirst();
  }

  static <T> T onEventThread(Callable<T> task) throws Exception {
    FutureTask<T> future = new FutureTask<>(task);
    EventQueue.invokeLater(future);
    return future.get();
  }

  Window window() {
    return dialog;
  }

  boolean has(String key) {
    return find(dialog, key).isPresent();
  }

  /** Whether an open image is chosen there, and no title is typed. */
  boolean isImage(String key) {
    return find(dialog, key).filter(JComboBox.class::isInstance).isPresent();
  }

  private Component part(String name) {
    return find(dialog, name).orElseThrow(() -> new IllegalStateException("No part " + name));
  }

  private static Optional<Component> find(Container container, String name) {
    return Stream.of(container.getComponents())
        .flatMap(
            c ->
                name.equals(c.getName())
                    ? Stream.of(c)
                    : c instanceof Container inner ? find(inner, name).stream() : Stream.empty())
        .findFirst();
  }

  /** What a field shows, or a label says. */
  String text(String name) throws Exception {
    Component part = part(name);
    return onEventThread(
        () ->
            part instanceof JTextComponent field
                ? field.getText()
                : part instanceof JComboBox<?> box
                    ? String.valueOf(box.getSelectedItem())
                    : part instanceof JCheckBox flag
                        ? String.valueOf(flag.isSelected())
                        : ((JLabel) part).getText());
  }

  /** Whether it tells what the run takes. */
  boolean isForetold() {
    try {
      return text("forecast").contains("GB");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  void type(String key, String text) throws Exception {
    onEventThread(
        () -> {
          ((JTextComponent) part(key)).setText(text);
          return null;
        });
  }

  void choose(String key, String item) throws Exception {
    JComboBox<?> box = (JComboBox<?>) part(key);
    onEventThread(
        () -> {
          for (int i = 0; i < box.getItemCount(); i++) {
            if (box.getItemAt(i).toString().equals(item)) {
              box.setSelectedIndex(i);
              return null;
            }
          }
          throw new IllegalStateException("No item " + item);
        });
  }

  /** Without waiting for what it leads to. */
  void click(String name) {
    AbstractButton button = (AbstractButton) part(name);
    EventQueue.invokeLater(button::doClick);
  }

  boolean isOkEnabled() {
    return isEnabled("ok");
  }

  boolean isEnabled(String name) {
    return part(name).isEnabled();
  }

  /** All that is said of the images. */
  String notes() throws Exception {
    return onEventThread(() -> labels((Container) part("notes")).collect(Collectors.joining(" ")));
  }

  private static Stream<String> labels(Container container) {
    return Stream.of(container.getComponents())
        .flatMap(
            c ->
                c instanceof JLabel label
                    ? Stream.of(label.getText())
                    : c instanceof Container inner ? labels(inner) : Stream.empty());
  }

  /** Clicks on a link of a page. */
  void follow(String name, String address) {
    JEditorPane page = (JEditorPane) part(name);
    EventQueue.invokeLater(
        () ->
            page.fireHyperlinkUpdate(
                new HyperlinkEvent(page, HyperlinkEvent.EventType.ACTIVATED, null, address)));
  }

  /** Answers a question by a text. */
  void answer(String text) throws Exception {
    onEventThread(
        () -> {
          JTextComponent field = parts(dialog, JTextComponent.class).findFirst().orElseThrow();
          field.setText(text);
          return null;
        });
    press("OK");
  }

  /** Clicks on the button with a text. */
  void press(String text) {
    AbstractButton button =
        parts(dialog, AbstractButton.class)
            .filter(b -> text.equals(b.getText()))
            .findFirst()
            .orElseThrow();
    EventQueue.invokeLater(button::doClick);
  }

  /** Chooses a file. */
  void approve(Path file) throws Exception {
    JFileChooser chooser = parts(dialog, JFileChooser.class).findFirst().orElseThrow();
    EventQueue.invokeLater(
        () -> {
          chooser.setSelectedFile(file.toFile());
          chooser.approveSelection();
        });
  }

  private static <C> Stream<C> parts(Container container, Class<C> type) {
    return Stream.of(container.getComponents())
        .flatMap(
            c ->
                type.isInstance(c)
                    ? Stream.of(type.cast(c))
                    : c instanceof Container inner ? parts(inner, type) : Stream.empty());
  }

  void cancel() throws Exception {
    click("cancel");
    WindowSession.await("end of the dialog", () -> !dialog.isShowing());
  }
}
