package org.neuralstyle.install;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A jar by its Maven coordinates, as its file name has them.
 *
 * @param artifact its artifact, such as {@code opencv}
 * @param version its version, such as {@code 4.11.0-1.5.12}
 * @param classifier the platform of a jar with native libraries, such as {@code linux-x86_64};
 *     empty for others
 * @param file where it lies
 */
record Library(String artifact, String version, String classifier, Path file) {

  private static final Pattern NAME =
      Pattern.compile(
          "(?<artifact>.+?)-(?<version>[0-9].*?)"
              + "(-(?<classifier>(natives-|android|ios|linux|macosx|osx|windows|win)[a-z0-9_-]*))?\\.jar");

  private static final Pattern PART = Pattern.compile("[0-9]+|[A-Za-z]+");

  /** Reads coordinates from a file's name; empty for a file that is no jar with a version. */
  static Optional<Library> of(Path file) {
    Matcher matcher = NAME.matcher(file.getFileName().toString());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String classifier = matcher.group("classifier");
    return Optional.of(
        new Library(
            matcher.group("artifact"),
            matcher.group("version"),
            classifier == null ? "" : classifier,
            file));
  }

  /** Artifact and version, as in {@code gson-2.10.1}. */
  String name() {
    return artifact + "-" + version;
  }

  /**
   * Whether another jar is this library, maybe in another version. Names alone do not tell: {@code
   * api} is the name of many. Versions of one library have files in common.
   *
   * @throws IOException when one of the two cannot be read
   */
  boolean isSameArtifact(Library other) throws IOException {
    if (!artifact.equals(other.artifact) || !classifier.equals(other.classifier)) {
      return false;
    }
    Set<String> common = content(file);
    common.retainAll(content(other.file));
    return !common.isEmpty();
  }

  /** Whether its version is the other one or a later one, number by number. */
  boolean isAtLeast(String least) {
    Matcher mine = PART.matcher(version);
    Matcher wanted = PART.matcher(least);
    while (wanted.find()) {
      if (!mine.find()) {
        return false;
      }
      int order = compare(mine.group(), wanted.group());
      if (order != 0) {
        return order > 0;
      }
    }
    return true;
  }

  private static int compare(String part, String other) {
    boolean number = Character.isDigit(part.charAt(0));
    boolean otherNumber = Character.isDigit(other.charAt(0));
    if (number && otherNumber) {
      return Long.compare(Long.parseLong(part), Long.parseLong(other));
    }
    return number == otherNumber ? part.compareTo(other) : Boolean.compare(number, otherNumber);
  }

  private static Set<String> content(Path jar) throws IOException {
    Set<String> names = new HashSet<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (Enumeration<? extends ZipEntry> e = zip.entries(); e.hasMoreElements(); ) {
        ZipEntry entry = e.nextElement();
        String name = entry.getName();
        if (!entry.isDirectory()
            && !name.startsWith("META-INF/")
            && !name.endsWith("module-info.class")) {
          names.add(name);
        }
      }
    } catch (IOException e) {
      throw new IOException(jar + " cannot be read: " + e.getMessage(), e);
    }
    return names;
  }
}
