package org.neuralstyle.imagej;

import ij.IJ;
import ij.gui.GenericDialog;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Opens the dialog of each command in the menu, as somebody does who looks around. */
final class MenuWalk {

  /** What a screen of 1366 x 768 px leaves beside a task bar and a title bar. */
  static final Rectangle SCREEN = new Rectangle(1366, 768 - 80);

  private MenuWalk() {}

  /** The labels of the commands in a plugins.config, in order. */
  static List<String> labels(Path config) throws Exception {
    Matcher matcher =
        Pattern.compile("(?m)^[^#\\n]+, \"(.+?)\",").matcher(Files.readString(config));
    List<String> labels = new ArrayList<>();
    while (matcher.find()) {
      labels.add(matcher.group(1));
    }
    return labels;
  }

  /** Opens and cancels each dialog; returns those that do not fit or show less than all. */
  static List<String> tooLarge(ImageJSession session, List<String> labels) throws Exception {
    List<String> tooLarge = new ArrayList<>();
    for (String label : labels) {
      IJ.doCommand(label);
      GenericDialog dialog = ImageJSession.dialog(label.replace("...", ""));
      session.capture("menu-" + label.replaceAll("[^A-Za-z]+", "-").replaceAll("^-|-$", ""));
      Dimension needed = dialog.getPreferredSize();
      boolean cut =
          Stream.of(dialog.getComponents())
              .anyMatch(part -> part.getX() + part.getWidth() > dialog.getWidth());
      if (cut || needed.width > SCREEN.width || needed.height > SCREEN.height) {
        tooLarge.add("%s: %d x %d".formatted(label, needed.width, needed.height));
      }
      ImageJSession.click(dialog.getButtons()[1]);
      ImageJSession.await("end of " + label, () -> !isRunning(label));
    }
    return tooLarge;
  }

  /** ImageJ names the thread of a command after it. */
  private static boolean isRunning(String label) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals(label));
  }
}
