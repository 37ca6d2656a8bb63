package org.neuralstyle.imagej;

import ij.IJ;
import java.awt.Dimension;
import java.awt.Window;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.swing.JDialog;
import javax.swing.JEditorPane;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.event.HyperlinkEvent;
import javax.swing.text.JTextComponent;
import org.neuralstyle.option.Group;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.Option;
import org.scijava.plugin.Plugin;

/** What a command does, and what each of its fields is, in words. */
final class HelpPage {

  private static final Dimension SIZE = new Dimension(720, 560);

  private HelpPage() {}

  /** An option's help as a sentence. */
  static String sentence(Option<?> option) {
    return option.help() + ".";
  }

  /** Shows it beside a dialog. */
  static void show(Window dialog, CommandInputs inputs) {
    JEditorPane page = new JEditorPane("text/html", html(inputs));
    page.setName("page");
    page.setEditable(false);
    page.setCaretPosition(0);
    page.addHyperlinkListener(
        event -> {
          if (event.getEventType() == HyperlinkEvent.EventType.ACTIVATED) {
            showGuide(dialog, event.getDescription());
          }
        });
    open(dialog, "Help: " + inputs.title(), page);
  }

  private static void open(Window beside, String title, JTextComponent page) {
    JDialog window = new JDialog(beside, title);
    window.setName("help");
    window.add(new JScrollPane(page));
    window.setSize(SIZE);
    window.setLocationRelativeTo(beside);
    window.setVisible(true);
  }

  /** Shows a page of the guide as it is written, which comes with the plugin. */
  private static void showGuide(Window beside, String name) {
    try {
      JTextArea page = new JTextArea(guide(name));
      page.setName("guide");
      page.setEditable(false);
      page.setLineWrap(true);
      page.setWrapStyleWord(true);
      page.setCaretPosition(0);
      open(beside, "Guide: " + name, page);
    } catch (IOException e) {
      IJ.error("Neural Style", "The guide's page " + name + " cannot be read: " + e.getMessage());
    }
  }

  /** A page of the guide. */
  static String guide(String name) throws IOException {
    try (InputStream in = HelpPage.class.getResourceAsStream("/guide/" + name)) {
      if (in == null) {
        throw new FileNotFoundException("it is not in the plugin");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The name of the guide's page on an operation. */
  static String guideTo(Operation operation) {
    return switch (operation) {
      case TRANSFER, SAMPLE, CONTINUE -> "transfer.md";
      case TEXTURE, RECONSTRUCT -> "texture.md";
      case STACK -> "stacks.md";
      case DISTANCE -> "distances.md";
      case SCORE -> "scores.md";
      default -> "explore.md";
    };
  }

  /** The page. */
  static String html(CommandInputs inputs) {
    StringBuilder html =
        new StringBuilder("<html><body style='font-family:sans-serif; margin:10px'><h2>")
            .append(inputs.title())
            .append("</h2><p>")
            .append(inputs.command().getClass().getAnnotation(Plugin.class).description())
            .append("</p>");
    for (Group group : Group.values()) {
      List<Option<?>> options =
          inputs.fields().options().stream().filter(o -> o.group() == group).toList();
      if (!options.isEmpty()) {
        html.append("<h3>").append(group.title()).append("</h3><dl>");
        options.forEach(
            option ->
                html.append("<dt><b>")
                    .append(option.fullLabel())
                    .append("</b></dt><dd style='margin-left:12px; margin-bottom:6px'>")
                    .append(sentence(option))
                    .append("</dd>"));
        html.append("</dl>");
      }
    }
    return html.append(
            "<p>More: <a href='%1$s'>guide, %1$s</a></p></body></html>"
                .formatted(guideTo(inputs.command().operation())))
        .toString();
  }
}
