package org.neuralstyle.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Installs the plugin into a folder of its own, {@code plugins/Neural_Style}, with the libraries
 * that the ImageJ does not have yet. All is decided before anything is changed.
 */
public final class Installation {

  private static final int JAVA = 17;
  private static final String ASIDE = "replaced-by-" + LibraryFamily.PLUGIN;
  private static final String PART = ".part";

  private final ImageJFolder app;
  private final List<Library> added = new ArrayList<>();
  private final List<Library> left = new ArrayList<>();
  private final List<Library> removed = new ArrayList<>();
  private final List<Library> setAside = new ArrayList<>();

  private Installation(ImageJFolder app) {
    this.app = app;
  }

  /**
   * Decides what goes where.
   *
   * @param folder the folder of an ImageJ 1.x or a Fiji
   * @param lib the folder that holds the plugin's jar and its libraries
   * @param replace whether libraries that do not fit are set aside; otherwise they are an error
   * @return what to do, of which nothing has been done
   * @throws IllegalArgumentException with the remedy, if the folder or a library in it does not fit
   * @throws IOException when one of the two folders cannot be read
   */
  public static Installation plan(Path folder, Path lib, boolean replace) throws IOException {
    Installation plan = new Installation(ImageJFolder.of(folder));
    List<Library> libraries;
    try (Stream<Path> files = Files.list(lib)) {
      libraries = files.sorted().flatMap(file -> Library.of(file).stream()).toList();
    }
    plan.removeEarlierInstalls(libraries);
    List<Library> present = new ArrayList<>(plan.app.loaded());
    present.removeAll(plan.removed);
    List<String> misfits = new ArrayList<>();
    for (List<Library> family : families(libraries)) {
      plan.decide(family, present, replace).ifPresent(misfits::add);
    }
    if (!misfits.isEmpty()) {
      throw new IllegalArgumentException(
          String.join("\n", misfits)
              + "\nNothing was changed. Update this ImageJ (in Fiji: Help > Update...), or use another one, or give --replace: it moves these files to the folder "
              + ASIDE
              + ", and other plugins that need them as they are may fail.");
    }
    return plan;
  }

  /** Libraries by family, in the order of their files; the plugin by itself. */
  private static List<List<Library>> families(List<Library> libraries) {
    Map<String, List<Library>> families = new LinkedHashMap<>();
    for (Library library : libraries) {
      String name =
          LibraryFamily.of(library.artifact()).map(LibraryFamily::name).orElse(library.artifact());
      families.computeIfAbsent(name, key -> new ArrayList<>()).add(library);
    }
    return List.copyOf(families.values());
  }

  private void removeEarlierInstalls(List<Library> libraries) throws IOException {
    Set<String> artifacts = libraries.stream().map(Library::artifact).collect(Collectors.toSet());
    List<Library> all = app.all();
    boolean earlier = false;
    for (Library library : all) {
      boolean own = library.file().startsWith(app.own());
      if (own ? artifacts.contains(library.artifact()) : isPlugin(library)) {
        removed.add(library);
        earlier |= !own;
      }
    }
    if (earlier) {
      all.stream()
          .filter(library -> LibraryFamily.OF_EARLIER_INSTALLS.contains(library.name()))
          .filter(library -> !removed.contains(library))
          .forEach(removed::add);
    }
  }

  private static boolean isPlugin(Library library) {
    return library.artifact().equals(LibraryFamily.PLUGIN);
  }

  /** Adds a family or leaves what is there of it; returns what speaks against both. */
  private Optional<String> decide(List<Library> family, List<Library> present, boolean replace)
      throws IOException {
    List<Library> theirs = new ArrayList<>();
    List<Library> missing = new ArrayList<>();
    for (Library library : family) {
      List<Library> same = new ArrayList<>();
      for (Library other : present) {
        if (library.isSameArtifact(other)) {
          same.add(other);
        }
      }
      theirs.addAll(same);
      if (same.isEmpty()) {
        missing.add(library);
      }
    }
    Set<String> names = family.stream().map(Library::name).collect(Collectors.toSet());
    boolean asOurs = theirs.stream().allMatch(library -> names.contains(library.name()));
    boolean complete = missing.isEmpty() && theirs.stream().allMatch(Installation::isNewEnough);
    if (asOurs || complete) {
      added.addAll(missing);
      left.addAll(theirs);
    } else if (replace) {
      added.addAll(family);
      setAside.addAll(theirs);
    } else {
      return Optional.of(misfit(family, theirs, missing));
    }
    return Optional.empty();
  }

  private static boolean isNewEnough(Library library) {
    return LibraryFamily.of(library.artifact())
        .map(family -> family.least().get(library.artifact()))
        .map(library::isAtLeast)
        .orElse(true);
  }

  private String misfit(List<Library> family, List<Library> theirs, List<Library> missing) {
    String files = theirs.stream().map(l -> path(l.file())).collect(Collectors.joining(", "));
    String ours = family.stream().map(Library::name).distinct().collect(Collectors.joining(", "));
    return missing.isEmpty()
        ? "%s: too old for Neural Style, which comes with %s.".formatted(files, ours)
        : "%s: only a part of what must fit together, and of another version than the rest, which Neural Style would bring (%s)."
            .formatted(files, ours);
  }

  /**
   * Does what was decided. New files are copied before old ones go, so that an error on the way
   * leaves an earlier install as it was.
   *
   * @param tell hears of each file, and what to do next
   * @throws IOException when a file cannot be written or removed, with the remedy
   */
  public void run(Consumer<String> tell) throws IOException {
    try {
      Files.createDirectories(app.own());
      for (Library library : added) {
        Files.copy(library.file(), part(library), StandardCopyOption.REPLACE_EXISTING);
      }
      for (Library library : removed) {
        Files.delete(library.file());
        if (added.stream().noneMatch(other -> target(other).equals(library.file()))) {
          tell.accept("removed " + path(library.file()));
        }
      }
      for (Library library : setAside) {
        Path aside = app.root().resolve(ASIDE).resolve(app.root().relativize(library.file()));
        Files.createDirectories(aside.getParent());
        Files.move(library.file(), aside, StandardCopyOption.REPLACE_EXISTING);
        tell.accept("moved " + path(library.file()) + " to " + path(aside));
      }
      for (Library library : added) {
        Files.move(part(library), target(library), StandardCopyOption.REPLACE_EXISTING);
        tell.accept("installed " + path(target(library)));
      }
    } catch (IOException e) {
      for (Library library : added) {
        Files.deleteIfExists(part(library));
      }
      throw new IOException(
          "A file could not be written or removed: %s. Close ImageJ if it is running, look whether the disk is full and whether you may write to the folder, and install again."
              .formatted(e.getMessage()),
          e);
    }
    left.forEach(library -> tell.accept("left " + path(library.file())));
    tell.accept(advice());
  }

  private Path target(Library library) {
    return app.own().resolve(library.file().getFileName());
  }

  private Path part(Library library) {
    return app.own().resolve(library.file().getFileName() + PART);
  }

  private String path(Path file) {
    return app.root().relativize(file).toString().replace('\\', '/');
  }

  private String advice() throws IOException {
    Optional<Integer> java = app.java().filter(version -> version < JAVA);
    if (java.isEmpty()) {
      return "Restart ImageJ; the commands are under Plugins > Neural Style.";
    }
    return "The Java in this folder is Java %s, and Neural Style needs Java %s or newer. "
            .formatted(java.get(), JAVA)
        + (app.isFiji()
            ? "Download Fiji anew from https://fiji.sc: it brings Java 21. Then install there."
            : "Install Java %s or newer, for instance from https://adoptium.net, and start ImageJ with it."
                .formatted(JAVA));
  }
}
