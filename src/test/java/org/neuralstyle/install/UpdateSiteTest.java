package org.neuralstyle.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scijava.util.FileUtils;

/** The list of an update site against what the build packs. Maven runs this after packing. */
class UpdateSiteTest {

  private static final Path LIB = Path.of("target", "neural-style", "lib");

  private UpdateSite site;
  private List<Library> packed;

  @BeforeEach
  void read() throws IOException {
    assumeTrue(Files.isDirectory(LIB), "the project is not packed yet");
    site = UpdateSite.read();
    try (Stream<Path> files = Files.list(LIB)) {
      packed = files.flatMap(file -> Library.of(file).stream()).toList();
    }
  }

  @Test
  void everyPackedLibraryIsInTheListOnceAndNothingElse() {
    assertTrue(packed.size() > 20, packed.toString());
    List<UpdateSite.Row> rows = site.of(UpdatePlatform.here());
    for (Library library : packed) {
      assertEquals(1, rows.stream().filter(row -> row.is(library)).count(), library.toString());
    }
    assertEquals(packed.size(), rows.size(), rows.toString());
  }

  @Test
  void everyPlatformHasTheSameLibraries() {
    List<String> here = names(UpdatePlatform.here());
    for (UpdatePlatform platform : UpdatePlatform.values()) {
      assertEquals(here, names(platform), platform.toString());
    }
    Set<String> known =
        Stream.concat(Stream.of("all"), Stream.of(UpdatePlatform.values()).map(p -> p.toString()))
            .collect(Collectors.toSet());
    site.rows().forEach(row -> assertTrue(known.contains(row.platform()), row.toString()));
  }

  private List<String> names(UpdatePlatform platform) {
    return site.of(platform).stream()
        .map(row -> row.artifact() + (row.classifier().isEmpty() ? "" : " with natives"))
        .sorted()
        .toList();
  }

  /** Fiji's updater takes files for versions of one that differ in what it takes for a version. */
  @Test
  void theUpdaterTellsTheFilesOfAllPlatformsApart() {
    Map<String, UpdateSite.Row> known = new TreeMap<>();
    for (UpdateSite.Row row : site.rows()) {
      String version =
          packed.stream()
              .filter(library -> library.artifact().equals(row.artifact()))
              .findFirst()
              .orElseThrow()
              .version();
      String name =
          String.join("-", row.artifact(), version)
              + (row.classifier().isEmpty() ? "" : "-" + row.classifier())
              + ".jar";
      assertNull(known.put(FileUtils.stripFilenameVersion(name), row), name);
    }
  }

  /** It reads jars there, and does not put them on the path of Java's modules. */
  @Test
  void allOfItLiesInThePluginsOwnFolder() {
    for (UpdateSite.Row row : site.rows()) {
      assertEquals(row.isUploaded() ? "plugins/Neural_Style" : "-", row.folder(), row.toString());
    }
  }

  /** A library of a family that nobody thought of would be installed beside another version. */
  @Test
  void everyPackedLibraryHasAFamily() {
    for (Library library : packed) {
      boolean plugin = library.artifact().equals(LibraryFamily.PLUGIN);
      assertEquals(!plugin, LibraryFamily.of(library.artifact()).isPresent(), library.toString());
    }
  }

  /** What comes in one version was tried together only; but FFmpeg with an older JavaCPP too. */
  @Test
  void librariesOfOneVersionAreOneFamily() {
    Map<String, Set<String>> families = new TreeMap<>();
    for (Library library : packed) {
      String version = library.version().replaceAll(".*-", "");
      LibraryFamily.of(library.artifact())
          .map(LibraryFamily::name)
          .ifPresent(name -> families.computeIfAbsent(version, v -> new TreeSet<>()).add(name));
    }
    assertEquals(
        Set.of("FFmpeg for Java", "OpenCV for Java"),
        families.remove("1.5.12"),
        families.toString());
    families.forEach((version, names) -> assertEquals(1, names.size(), version + ": " + names));
  }
}
