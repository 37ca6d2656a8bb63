package org.neuralstyle.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of an ImageJ 1.x or a Fiji.
 *
 * @param root the folder that holds {@code plugins}
 * @param isFiji whether it is a Fiji, which loads what lies one folder below {@code jars} too
 */
record ImageJFolder(Path root, boolean isFiji) {

  private static final Pattern JAVA = Pattern.compile("JAVA_VERSION=\"(?:1\\.)?([0-9]+).*\"");

  /**
   * Recognises a folder.
   *
   * @param folder a folder that a person named
   * @throws IllegalArgumentException with the remedy, if it is that of neither
   * @throws IOException when it cannot be read
   */
  static ImageJFolder of(Path folder) throws IOException {
    Path root = folder.toAbsolutePath().normalize();
    if (!Files.isDirectory(root)) {
      throw new IllegalArgumentException("There is no folder " + folder + ".");
    }
    boolean fiji =
        jars(root.resolve("jars"), 1).stream().anyMatch(library -> library.artifact().equals("ij"));
    boolean imagej =
        Files.exists(root.resolve("ij.jar")) || Files.exists(root.resolve("ImageJ.app"));
    if (!(fiji || imagej) || !Files.isDirectory(root.resolve("plugins"))) {
      throw new IllegalArgumentException(
          folder
              + " is neither ImageJ nor Fiji: it should hold a folder plugins, and ij.jar or jars/ij-1.*.jar. Give the folder that does.");
    }
    return new ImageJFolder(root, fiji);
  }

  /** The folder that is all the plugin's own. */
  Path own() {
    return root.resolve("plugins").resolve(LibraryFamily.PLUGIN);
  }

  /** The jars that this ImageJ loads, of those that have a version in their names. */
  List<Library> loaded() throws IOException {
    List<Library> libraries = new ArrayList<>(jars(root.resolve("jars"), isFiji ? 2 : 1));
    libraries.addAll(jars(root.resolve("plugins"), 2));
    return libraries;
  }

  /** The same, wherever they lie in {@code jars} and {@code plugins}. */
  List<Library> all() throws IOException {
    List<Library> libraries = new ArrayList<>(jars(root.resolve("jars"), Integer.MAX_VALUE));
    libraries.addAll(jars(root.resolve("plugins"), Integer.MAX_VALUE));
    return libraries;
  }

  /** The newest Java that came with this ImageJ, as in 8 or 21; empty if none did. */
  Optional<Integer> java() throws IOException {
    List<Integer> versions = new ArrayList<>();
    for (String name : List.of("java", "jre", "ImageJ.app", "Fiji.app", "Contents")) {
      Path folder = root.resolve(name);
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.walk(folder, 8)) {
          for (Path file : files.filter(path -> path.endsWith("release")).toList()) {
            Matcher matcher = JAVA.matcher(Files.isRegularFile(file) ? Files.readString(file) : "");
            if (matcher.find()) {
              versions.add(Integer.valueOf(matcher.group(1)));
            }
          }
        }
      }
    }
    return versions.stream().max(Integer::compare);
  }

  private static List<Library> jars(Path folder, int depth) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder, depth)) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .flatMap(f -> Library.of(f).stream())
          .toList();
    }
  }
}
