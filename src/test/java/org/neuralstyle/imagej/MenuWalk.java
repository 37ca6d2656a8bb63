package org.neuralstyle.imagej;

import ij.IJ;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens the dialog of each command in the menu, as somebody does who looks around. */
final class MenuWalk {

  /** What a screen of 1366 x 768 px leaves beside a task bar and a title bar. */
  static final Rectangle SCREEN = new Rectangle(1366, 768 - 80);

  /** What is no command of SciJava's. */
  static final List<String> WITHOUT =
      List.of("Getting Started", "Open Samples", "Weights and Device...");

  private MenuWalk() {}

  /** The labels of the commands in a plugins.config, in order, but for those without a dialog. */
  static List<String> labels(Path config) throws Exception {
    Matcher matcher =
        Pattern.compile("(?m)^[^#\\n]+, \"(.+?)\",").matcher(Files.readString(config));
    List<String> labels = new ArrayList<>();
    while (matcher.find()) {
      if (!WITHOUT.contains(matcher.group(1))) {
        labels.add(matcher.group(1));
      }
    }
    return labels;
  }

  /**
   * Opens and cancels each dialog; at first and with all settings; returns those that do not fit.
   */
  static List<String> tooLarge(ImageJSession session, List<String> labels) throws Exception {
    List<String> tooLarge = new ArrayList<>();
    for (String label : labels) {
      IJ.doCommand(label);
      CommandDialog dialog = CommandDialog.titled(label.replace("...", ""));
      String name = "menu-" + label.replaceAll("[^A-Za-z]+", "-").replaceAll("^-|-$", "");
      for (String state : List.of("", "-advanced")) {
        if (!state.isEmpty()) {
          dialog.click("advanced");
        }
        session.capture(name + state);
        Dimension size = dialog.window().getSize();
        if (size.width > SCREEN.width || size.height > SCREEN.height) {
          tooLarge.add("%s%s: %d x %d".formatted(label, state, size.width, size.height));
        }
      }
      dialog.click("advanced");
      dialog.cancel();
      WindowSession.await("end of " + label, () -> !isRunning(label));
    }
    return tooLarge;
  }

  /** ImageJ names the thread of a command after it. */
  private static boolean isRunning(String label) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals(label));
  }
}
