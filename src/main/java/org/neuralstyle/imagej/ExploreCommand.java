package org.neuralstyle.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.neuralstyle.study.Source;
import org.neuralstyle.study.Table;
import org.neuralstyle.synthesis.OutOfMemoryException;
import org.scijava.Cancelable;
import org.scijava.command.Command;

/**
 * A command that compares runs: a stack with a labelled slice for each, a montage, the Results
 * table and plots. Its fields are what dialogs show and macros name, as in {@link RunCommand}.
 */
public abstract class ExploreCommand implements Command, Cancelable {

  private final Map<ImagePlus, Source> sources = new HashMap<>();
  private String reason;
  private boolean canceled;

  /** Does the work of the command; what is wrong is an exception whose message says it. */
  abstract void explore() throws IOException, InterruptedException;

  /** Shows a table where there are windows. */
  static void show(String title, Table table) {
    if (!GraphicsEnvironment.isHeadless()) {
      SweepFigures.resultsTable(table).show(title);
    }
  }

  @Override
  public final void run() {
    try {
      explore();
    } catch (CancellationException e) {
      cancel(null);
    } catch (IllegalArgumentException | IOException | OutOfMemoryException e) {
      cancel(e.getMessage());
    } catch (OutOfMemoryError e) {
      cancel(
          "Java has too little memory for images of this size. Give ImageJ more memory or choose a smaller size.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cancel(null);
    } finally {
      IJ.showProgress(1);
    }
  }

  /** An image under its title; the same image is the same source. */
  final Source source(ImagePlus imp, String role) {
    Source known = sources.get(imp);
    if (known == null) {
      known = new Source(title(imp, role), RunCommand.displayed(imp, role).toRgb());
      sources.put(imp, known);
    }
    return known;
  }

  private static String title(ImagePlus imp, String role) {
    return imp == null || imp.getTitle().isBlank() ? role : imp.getTitle();
  }

  /** The items of a list separated by semicolons. */
  static List<String> list(String text) {
    return Arrays.stream(text.split(";"))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  static List<Double> numbers(String name, String text) {
    return list(text).stream()
        .map(
            item -> {
              try {
                return Double.valueOf(item);
              } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                    "The %s \"%s\" is not a number; write for example 1e5; 1e7."
                        .formatted(name, item),
                    e);
              }
            })
        .toList();
  }

  /** The place of a text among those allowed. */
  static int choice(String name, String text, String... allowed) {
    int place = Arrays.asList(allowed).indexOf(text.strip());
    if (place < 0) {
      throw new IllegalArgumentException(
          "There is no %s \"%s\"; choose one of %s."
              .formatted(name, text, String.join(", ", allowed)));
    }
    return place;
  }

  static List<ImagePlus> openImages() {
    int[] ids = WindowManager.getIDList();
    return ids == null
        ? List.of()
        : Arrays.stream(ids).mapToObj(WindowManager::getImage).filter(Objects::nonNull).toList();
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
    List<ImagePlus> open = openImages();
    return open.isEmpty()
        ? "No image is open; open some first (File > Open...)."
        : open.stream()
            .map(ImagePlus::getTitle)
            .collect(Collectors.joining("; ", "Open images are: ", "."));
  }

  @Override
  public final boolean isCanceled() {
    return canceled;
  }

  @Override
  public final void cancel(String why) {
    canceled = true;
    reason = why;
  }

  @Override
  public final String getCancelReason() {
    return reason;
  }
}
