package org.neuralstyle.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LibraryTest {

  /** Maven's repository holds {@code artifact/version/artifact-version-classifier.jar}. */
  @Test
  void readsTheCoordinatesOfEveryJarAsMavenHasThem() {
    int jars = 0;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path file = Path.of(entry);
      if (entry.endsWith(".jar") && file.getNameCount() > 3) {
        Library library = Library.of(file).orElseThrow();
        String version = file.getParent().getFileName().toString();
        String artifact = file.getParent().getParent().getFileName().toString();
        assertEquals(artifact, library.artifact(), entry);
        assertEquals(version, library.version(), entry);
        assertEquals(
            artifact
                + "-"
                + version
                + (library.classifier().isEmpty() ? "" : "-" + library.classifier())
                + ".jar",
            file.getFileName().toString());
        jars++;
      }
    }
    assertTrue(jars > 20, jars + " jars");
  }

  @Test
  void tellsVersionFromClassifier() {
    assertCoordinates("opencv", "4.11.0-1.5.12", "windows-x86_64");
    assertCoordinates("opencv", "4.11.0-1.5.12", "");
    assertCoordinates("pytorch-native-cpu", "2.7.1", "osx-aarch64");
    assertCoordinates("Neural_Style", "0.1.0-SNAPSHOT", "");
    assertCoordinates("jna-platform", "5.14.0", "");
    assertEquals(Optional.empty(), Library.of(Path.of("Bio-Formats.jar")));
    assertEquals(Optional.empty(), Library.of(Path.of("gson-2.10.1.jar.part")));
  }

  @Test
  void versionsAreComparedByNumber() {
    assertTrue(version("2.10.1").isAtLeast("2.9.0"));
    assertTrue(version("4.9.0-1.5.10").isAtLeast("4.9.0-1.5.10"));
    assertFalse(version("4.9.0-1.5.9").isAtLeast("4.9.0-1.5.10"));
    assertFalse(version("2.9").isAtLeast("2.9.1"));
    assertTrue(version("8.0.0").isAtLeast("7.0.0"));
  }

  private static Library version(String version) {
    return Library.of(Path.of("gson-" + version + ".jar")).orElseThrow();
  }

  private static void assertCoordinates(String artifact, String version, String classifier) {
    Path file =
        Path.of(artifact + "-" + version + (classifier.isEmpty() ? "" : "-" + classifier) + ".jar");
    assertEquals(Optional.of(new Library(artifact, version, classifier, file)), Library.of(file));
  }
}
