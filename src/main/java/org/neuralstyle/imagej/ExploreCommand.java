package org.neuralstyle.imagej;

import ij.ImagePlus;
import ij.WindowManager;
import java.awt.GraphicsEnvironment;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.neuralstyle.option.Operation;
import org.neuralstyle.picture.ImageFiles;
import org.neuralstyle.report.ResultsTables;
import org.neuralstyle.study.Source;
import org.neuralstyle.study.Table;

/**
 * A command that compares runs: a stack with a labelled slice for each, a montage, a table and
 * plots.
 */
public abstract class ExploreCommand extends NeuralStyleCommand {

  private final Map<ImagePlus, Source> sources = new HashMap<>();

  ExploreCommand(Operation operation) {
    super(operation);
  }

  /** Shows a table where there are windows, in one of its own: others are the user's. */
  static void show(String title, Table table) {
    if (!GraphicsEnvironment.isHeadless()) {
      String unused = title;
      for (int i = 1; WindowManager.getWindow(unused) != null; i++) {
        unused = title + "-" + i;
      }
      ResultsTables.of(table).show(unused);
    }
  }

  /** An image under its title; the same image is the same source. */
  final Source source(ImagePlus imp, String role) {
    Source known = sources.get(imp);
    if (known == null) {
      known = new Source(title(imp, role), SynthesisCommand.displayed(imp, role).toRgb());
      sources.put(imp, known);
    }
    return known;
  }

  /** The files of the images that are read, which are never written to. */
  final List<Path> files() {
    return sources.keySet().stream().flatMap(imp -> ImageFiles.fileOf(imp).stream()).toList();
  }

  private static String title(ImagePlus imp, String role) {
    return imp == null || imp.getTitle().isBlank() ? role : imp.getTitle();
  }

  /** Open images by their titles. */
  static List<ImagePlus> images(String name, List<String> titles) {
    return titles.stream()
        .map(
            title -> {
              ImagePlus imp = WindowManager.getImage(title);
              if (imp == null) {
                throw new IllegalArgumentException(
                    "%s: no open image has the title \"%s\". %s".formatted(name, title, titles()));
              }
              return imp;
            })
        .toList();
  }

  /** A sentence about which images are open. */
  static String titles() {
    List<ImagePlus> open = CommandInputs.images();
    return open.isEmpty()
        ? "No image is open; open some first (File > Open...)."
        : open.stream()
            .map(ImagePlus::getTitle)
            .collect(Collectors.joining("; ", "Open images are: ", "."));
  }
}
