package org.neuralstyle.imagej;

import java.awt.Dimension;
import java.awt.Window;
import java.util.List;
import javax.swing.JDialog;
import javax.swing.JEditorPane;
import javax.swing.JScrollPane;
import org.neuralstyle.option.Group;
import org.neuralstyle.option.Option;
import org.scijava.plugin.Plugin;

/** What a command does, and what each of its fields is, in words. */
final class HelpPage {

  private static final Dimension SIZE = new Dimension(520, 560);

  private HelpPage() {}

  /** An option's help as a sentence. */
  static String sentence(Option<?> option) {
    return option.help() + ".";
  }

  /** Shows it beside a dialog. */
  static void show(Window dialog, CommandInputs inputs) {
    JEditorPane page = new JEditorPane("text/html", html(inputs));
    page.setEditable(false);
    page.setCaretPosition(0);
    JDialog window = new JDialog(dialog, "Help: " + inputs.title());
    window.setName("help");
    window.add(new JScrollPane(page));
    window.setSize(SIZE);
    window.setLocationRelativeTo(dialog);
    window.setVisible(true);
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
    return html.append("</body></html>").toString();
  }
}
