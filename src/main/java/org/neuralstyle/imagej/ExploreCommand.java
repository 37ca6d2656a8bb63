package org.neuralstyle.imagej;

import ij.ImagePlus;
import ij.WindowManager;
import ij.measure.ResultsTable;
import java.awt.GraphicsEnvironment;
import java.awt.Window;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.Options;
import org.neuralstyle.picture.ImageFiles;
import org.neuralstyle.report.ResultsTables;
import org.neuralstyle.study.Source;
import org.neuralstyle.study.Sweep;
import org.neuralstyle.study.SweepRunner;
import org.neuralstyle.study.Table;
import org.neuralstyle.synthesis.Forecast;

/**
 * A command that compares runs or images. People get one window, from which they open the rest;
 * macros find a window for each image and table.
 */
public abstract class ExploreCommand extends NeuralStyleCommand {

  private final Map<ImagePlus, Source> sources = new HashMap<>();

  ExploreCommand(Operation operation) {
    super(operation);
  }

  /** Shows a table to macros, which go on with it, and where there are windows. */
  final void showToMacros(String title, Table table) {
    if (!isForPerson() && !GraphicsEnvironment.isHeadless()) {
      show(title, ResultsTables.of(table));
    }
  }

  /** Shows a table to a person. */
  static Window show(String title, Table table) {
    return show(title, ResultsTables.toRead(table));
  }

  /** Shows a table in a window of its own: others are the user's. */
  private static Window show(String title, ResultsTable table) {
    String unused = title;
    for (int i = 1; WindowManager.getWindow(unused) != null; i++) {
      unused = title + "-" + i;
    }
    table.show(unused);
    return WindowManager.getWindow(unused);
  }

  /** Shows an image. */
  static Window show(ImagePlus imp) {
    imp.show();
    return imp.getWindow();
  }

  /** What sweeps are expected to take, in words. */
  final String expected(List<Sweep> sweeps, Forecasters forecasters)
      throws IOException, InterruptedException {
    int runs = sweeps.stream().mapToInt(sweep -> sweep.runs().size()).sum();
    Forecast all = SweepRunner.forecast(sweeps, forecasters.on(value(Options.DEVICE)));
    return "%s %s: %s".formatted(runs, runs == 1 ? "run" : "runs", all);
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
