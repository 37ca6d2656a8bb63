package org.neuralstyle.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.PlotWindow;
import ij.plugin.frame.Recorder;
import ij.text.TextWindow;
import java.awt.Button;
import java.awt.Frame;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Runs each command of the menu, but for the study, once by its dialog and once by the line that
 * the recorder wrote, and writes a macro of all lines for an ImageJ without windows. Files go to a
 * folder {@code out}; those of the dialog are moved to {@code recorded}, those of the first replay
 * to {@code replayed}.
 */
final class EveryCommand {

  private static final String CONTENT = "boats 1.tif";
  private static final String STYLE = "waves.png";
  private static final String STACK = "film.tif";
  private static final String RESULT = "earlier result.tif";

  /** All of the others, once more, which takes minutes. */
  private static final String STUDY = "Reproduce the Study...";

  /** By label: the image that has to be in front, if not the content. */
  private static final Map<String, String> ACTIVE =
      Map.of("Stylize Stack...", STACK, "Run Again...", RESULT, "Continue Run...", RESULT);

  /** The commands whose results are tables. */
  private static final Set<String> TABLES =
      Set.of("Measure Style and Content Distance...", "Score Results...");

  /** What is typed where a dialog has such a field, by the keys of options. */
  private static final Map<String, String> TYPED =
      Map.ofEntries(
          Map.entry("weights", "untrained"),
          Map.entry("device", "cpu"),
          Map.entry("iterations", "2"),
          Map.entry("size", "32"),
          Map.entry("layers", "block1"),
          Map.entry("contentLayers", "1,2"),
          Map.entry("styleLayers", "block1"),
          Map.entry("sets", "block1; 1"),
          Map.entry("styleWeights", "1e3; 1e5"),
          Map.entry("count", "2"),
          Map.entry("contents", CONTENT),
          Map.entry("styles", STYLE),
          // The film is too small to be scored.
          Map.entry("results", RESULT),
          Map.entry("images", CONTENT + "; " + STYLE + "; " + RESULT));

  /** Buttons of the one window that a command opens, which show the rest. */
  private static final List<String> OPENERS = List.of("Pictures", "Table", "Plots");

  private final ImageJSession session;
  private final Path folder;
  private final StringBuilder macro = new StringBuilder("setBatchMode(true);\n");

  EveryCommand(ImageJSession session, Path folder) {
    this.session = session;
    this.folder = folder;
  }

  /** Returns what differs between a dialog's results and those of the recorded line. */
  List<String> replay(List<String> labels) throws Exception {
    for (String title : List.of(CONTENT, STYLE, STACK, RESULT)) {
      String file = "input %s.tif".formatted(title.replace('.', ' '));
      session.save(WindowManager.getImage(title), file);
      macro.append(session.opened(file, title));
    }
    List<String> different = new ArrayList<>();
    for (String label : labels) {
      if (label.equals(STUDY)) {
        continue;
      }
      String name = label.replaceAll("[^A-Za-z]+", "-").replaceAll("^-|-$", "");
      List<String> recorded = byDialog(label, name);
      List<String> lines = lines(label);
      String line = lines.get(lines.size() - 1);
      macro.append("selectImage(\"%s\");\n".formatted(active(label))).append(line).append('\n');
      Files.move(folder.resolve("out"), folder.resolve("recorded").resolve(name));
      Set<Object> before = windows();
      IJ.selectWindow(WindowManager.getImage(active(label)).getID());
      Files.createDirectory(folder.resolve("out"));
      IJ.runMacro(line);
      List<String> replayed = closed(before);
      Files.move(folder.resolve("out"), folder.resolve("replayed").resolve(name));
      if (recorded.isEmpty() || !recorded.containsAll(replayed)) {
        different.add("%s: %s, replayed %s".formatted(line, recorded, replayed));
      }
    }
    Files.createDirectories(folder.resolve("out"));
    Files.writeString(folder.resolve("every.ijm"), macro);
    return different;
  }

  private static String active(String label) {
    return ACTIVE.getOrDefault(label, CONTENT);
  }

  private List<String> byDialog(String label, String name) throws Exception {
    for (String place : List.of("out", "recorded", "replayed")) {
      Files.createDirectories(folder.resolve(place));
    }
    Path out = folder.resolve("out");
    Set<Object> before = windows();
    int lines = lines(label).size();
    IJ.selectWindow(WindowManager.getImage(active(label)).getID());
    IJ.doCommand(label);
    CommandDialog dialog = CommandDialog.titled(label.replace("...", ""));
    for (Map.Entry<String, String> image : Map.of("content", CONTENT, "style", STYLE).entrySet()) {
      if (dialog.isImage(image.getKey())) {
        String active = image.getKey().equals("content") ? active(label) : image.getValue();
        dialog.choose(image.getKey(), active);
      }
    }
    for (Map.Entry<String, String> typed : TYPED.entrySet()) {
      if (dialog.has(typed.getKey())) {
        dialog.type(typed.getKey(), typed.getValue());
      }
    }
    if (dialog.has("output")) {
      String ending = TABLES.contains(label) ? ".csv" : ".tif";
      dialog.type("output", out.resolve(name + ending).toString());
    } else if (dialog.has("folder")) {
      dialog.type("folder", out.toString());
    }
    dialog.click("ok");
    WindowSession.await("recorded line of " + label, () -> lines(label).size() > lines);
    // The line is recorded before the run has a thread.
    // In this order: the window of a run opens on its thread.
    WindowSession.await("end of " + label, () -> !windows().equals(before) && !goesOn(label));
    Set<Object> made = windows();
    made.removeAll(before);
    session.capture("made-" + name);
    if (made.size() != 1) {
      throw new IllegalStateException(label + " opens " + made);
    }
    if (made.iterator().next() instanceof ImagePlus imp) {
      openAll(imp, name);
    }
    return closed(before);
  }

  private void openAll(ImagePlus imp, String name) throws Exception {
    for (String label : OPENERS) {
      Optional<Button> button = WindowSession.button(imp.getWindow(), label);
      if (button.isPresent()) {
        Set<Object> before = windows();
        WindowSession.click(button.get());
        WindowSession.await(label + " of " + name, () -> !windows().equals(before));
        session.capture("made-" + name + "-" + label);
      }
    }
  }

  /** Whether the command, or the run that it started, has a thread. */
  private static boolean goesOn(String label) {
    Set<String> names = Set.of(label, label.replace("...", ""));
    return Thread.getAllStackTraces().keySet().stream().anyMatch(t -> names.contains(t.getName()));
  }

  private static List<String> lines(String label) {
    return Recorder.getInstance()
        .getText()
        .lines()
        .filter(text -> text.startsWith("run(\"" + label))
        .toList();
  }

  private static Set<Object> windows() {
    Set<Object> windows = new HashSet<>(Arrays.asList(WindowManager.getNonImageWindows()));
    for (int id : WindowManager.getIDList()) {
      windows.add(WindowManager.getImage(id));
    }
    return windows;
  }

  /** Closes the windows that were not there before; their titles and what they show, in words. */
  private static List<String> closed(Set<Object> before) {
    Set<String> seen = new TreeSet<>();
    for (Object window : windows()) {
      if (before.contains(window)) {
        continue;
      } else if (window instanceof ImagePlus imp) {
        // Of plots macros have a window for each, and people one.
        boolean plots = imp.getWindow() instanceof PlotWindow || imp.getTitle().endsWith(" plots");
        seen.add(plots ? "plots" : imp.getTitle() + " " + pixels(imp));
        imp.changes = false;
        imp.close();
      } else if (window instanceof TextWindow table) {
        seen.add(
            table.getTitle()
                + " "
                + withoutTimes(table.getTextPanel().getText().lines().toList(), "\t"));
        table.close(false);
      } else if (window instanceof Frame frame) {
        seen.add(frame.getTitle());
      }
    }
    return List.copyOf(seen);
  }

  /** A number for each slice, which stands for all of its pixels. */
  static List<String> pixels(ImagePlus imp) {
    return Stream.of(imp.getStack().getImageArray())
        .filter(Objects::nonNull)
        .map(slice -> "%s pixels %08x".formatted(Array.getLength(slice), hash(slice)))
        .toList();
  }

  private static int hash(Object pixels) {
    return pixels instanceof byte[] bytes
        ? Arrays.hashCode(bytes)
        : pixels instanceof short[] shorts
            ? Arrays.hashCode(shorts)
            : pixels instanceof int[] ints
                ? Arrays.hashCode(ints)
                : Arrays.hashCode((float[]) pixels);
  }

  /**
   * A table with a row of names, without the columns of times, which no two runs have alike, and of
   * remarks, which are for people.
   */
  static List<String> withoutTimes(List<String> lines, String separator) {
    List<String> names = Arrays.asList(lines.get(0).split(separator));
    return lines.stream()
        .map(
            line -> {
              String[] values = line.split(separator, -1);
              List<String> kept = new ArrayList<>();
              for (int i = 0; i < values.length; i++) {
                if (i >= names.size() || !names.get(i).toLowerCase().matches(".*second.*|remark")) {
                  kept.add(values[i]);
                }
              }
              return String.join(separator, kept);
            })
        .toList();
  }
}
