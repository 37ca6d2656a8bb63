package org.neuralstyle.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where jars go, with small jars in place of the real ones. */
class InstallationTest {

  private static final List<String> LIB =
      List.of(
          "Neural_Style-0.2.0.jar",
          "api-0.35.1.jar",
          "gson-2.10.1.jar",
          "javacpp-1.5.12-linux-x86_64.jar",
          "javacpp-1.5.12.jar",
          "jna-5.14.0.jar",
          "opencv-4.11.0-1.5.12-linux-x86_64.jar",
          "opencv-4.11.0-1.5.12.jar",
          "pytorch-native-cpu-2.7.1-linux-x86_64.jar");

  @TempDir Path temporary;
  private Path lib;
  private Path app;
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void layOut() throws IOException {
    lib = temporary.resolve("lib");
    app = temporary.resolve("Fiji of Jörg");
    for (String name : LIB) {
      jar(lib.resolve(name));
    }
    Files.createDirectories(app.resolve("plugins"));
  }

  @Test
  void plainImageJGetsAllInOneFolder() throws IOException {
    jar(app.resolve("ij.jar"));
    jar(app.resolve("plugins/Other_-1.0.jar"));
    install(false);
    assertEquals(all("ij.jar", "plugins/Other_-1.0.jar"), files());
    install(false);
    assertEquals(all("ij.jar", "plugins/Other_-1.0.jar"), files());
  }

  @Test
  void librariesThatFijiHasStayAsTheyAre() throws IOException {
    fiji("jars/gson-2.9.0.jar", "jars/bio-formats/jna-5.13.0.jar", "jars/jna-platform-5.13.0.jar");
    install(false);
    assertEquals(
        all(
            List.of("gson-2.10.1.jar", "jna-5.14.0.jar"),
            "jars/gson-2.9.0.jar",
            "jars/bio-formats/jna-5.13.0.jar",
            "jars/jna-platform-5.13.0.jar",
            "jars/ij-1.54p.jar"),
        files());
    assertTrue(told.contains("left jars/gson-2.9.0.jar"), told.toString());
  }

  @Test
  void anotherLibraryOfTheSameNameIsNoneOfOurs() throws IOException {
    fiji();
    jar(app.resolve("jars/api-1.0.jar"), "com/example/Api.class");
    install(false);
    assertEquals(all("jars/ij-1.54p.jar", "jars/api-1.0.jar"), files());
  }

  @Test
  void aFamilyThatIsThereWholeIsLeftTogether() throws IOException {
    fiji(
        "jars/javacpp-1.5.10.jar",
        "jars/opencv-4.9.0-1.5.10.jar",
        "jars/linux64/javacpp-1.5.10-linux-x86_64.jar",
        "jars/linux64/opencv-4.9.0-1.5.10-linux-x86_64.jar");
    TreeSet<String> before = files();
    install(false);
    TreeSet<String> expected =
        all(LIB.stream().filter(name -> name.matches("(javacpp|opencv).*")).toList());
    expected.addAll(before);
    assertEquals(expected, files());
  }

  @Test
  void whatIsMissingIsAddedInTheSameVersion() throws IOException {
    fiji("jars/javacpp-1.5.12.jar");
    install(false);
    assertEquals(
        all(List.of("javacpp-1.5.12.jar"), "jars/ij-1.54p.jar", "jars/javacpp-1.5.12.jar"),
        files());
  }

  @Test
  void aPartOfAFamilyInAnotherVersionIsRefusedOrSetAside() throws IOException {
    fiji("jars/javacpp-1.5.10.jar", "jars/linux64/javacpp-1.5.10-linux-x86_64.jar");
    TreeSet<String> before = files();
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> install(false));
    assertTrue(refused.getMessage().contains("jars/javacpp-1.5.10.jar"), refused.getMessage());
    assertTrue(refused.getMessage().contains("--replace"), refused.getMessage());
    assertEquals(before, files());
    install(true);
    assertEquals(
        all(
            "jars/ij-1.54p.jar",
            "replaced-by-Neural_Style/jars/javacpp-1.5.10.jar",
            "replaced-by-Neural_Style/jars/linux64/javacpp-1.5.10-linux-x86_64.jar"),
        files());
  }

  @Test
  void aLibraryThatIsTooOldIsRefused() throws IOException {
    fiji("jars/gson-2.2.4.jar");
    TreeSet<String> before = files();
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> install(false));
    assertTrue(
        refused.getMessage().startsWith("jars/gson-2.2.4.jar: too old"), refused.getMessage());
    assertEquals(before, files());
  }

  @Test
  void theEarlierInstallerAndMavenLeaveNothing() throws IOException {
    fiji(
        "plugins/Neural_Style-0.1.0-SNAPSHOT.jar",
        "jars/api-0.35.1.jar",
        "jars/gson-2.10.1.jar",
        "jars/javacpp-1.5.12.jar",
        "jars/slf4j-simple-2.0.17.jar",
        "jars/linux64/javacpp-1.5.12-linux-x86_64.jar",
        "jars/linux64/pytorch-native-cpu-2.7.1-linux-x86_64.jar",
        "jars/linux64/javafx-base-17.0.9-linux.jar");
    install(false);
    assertEquals(
        all(
            List.of("gson-2.10.1.jar"),
            "jars/ij-1.54p.jar",
            "jars/gson-2.10.1.jar",
            "jars/linux64/javafx-base-17.0.9-linux.jar"),
        files());
  }

  @Test
  void theFolderOfTheZipIsReplacedButNotWhatElseIsInIt() throws IOException {
    jar(app.resolve("ij.jar"));
    for (String name :
        List.of("Neural_Style-0.1.0.jar", "gson-2.8.9.jar", "jna-5.14.0.jar", "My_Own-1.0.jar")) {
      jar(app.resolve("plugins/Neural_Style").resolve(name));
    }
    Files.createFile(app.resolve("plugins/Neural_Style/README.md"));
    install(false);
    assertEquals(
        all("ij.jar", "plugins/Neural_Style/My_Own-1.0.jar", "plugins/Neural_Style/README.md"),
        files());
  }

  @Test
  void anErrorOnTheWayLeavesTheEarlierInstall() throws IOException {
    jar(app.resolve("ij.jar"));
    install(false);
    TreeSet<String> before = files();
    Installation plan = Installation.plan(app, lib, false);
    Files.delete(lib.resolve("jna-5.14.0.jar"));
    IOException error = assertThrows(IOException.class, () -> plan.run(told::add));
    assertTrue(error.getMessage().contains("jna-5.14.0.jar"), error.getMessage());
    assertEquals(before, files());
  }

  @Test
  void saysWhichJavaIsNeeded() throws IOException {
    fiji();
    Path release = app.resolve("java/linux-amd64/jdk1.8.0_172/release");
    Files.createDirectories(release.getParent());
    Files.writeString(release, "JAVA_VERSION=\"1.8.0_172\"\nOS_NAME=\"Linux\"\n");
    install(false);
    assertTrue(
        told.get(told.size() - 1).contains("Java 8, and Neural Style needs Java 17"),
        told.toString());
    Path newer = app.resolve("java/linux64/zulu21/release");
    Files.createDirectories(newer.getParent());
    Files.writeString(newer, "JAVA_RUNTIME_VERSION=\"21.0.7+6\"\nJAVA_VERSION=\"21.0.7\"\n");
    install(false);
    assertTrue(told.get(told.size() - 1).startsWith("Restart ImageJ"), told.toString());
  }

  @Test
  void refusesAFolderThatIsNeither() throws IOException {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> install(false));
    assertTrue(
        refused.getMessage().startsWith(app + " is neither ImageJ nor Fiji"), refused.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> Installation.plan(temporary.resolve("nowhere"), lib, false));
    assertEquals(new TreeSet<>(), files());
  }

  private void install(boolean replace) throws IOException {
    told.clear();
    Installation.plan(app, lib, replace).run(told::add);
  }

  private void fiji(String... names) throws IOException {
    jar(app.resolve("jars/ij-1.54p.jar"));
    for (String name : names) {
      jar(app.resolve(name));
    }
  }

  private static void jar(Path file) throws IOException {
    Library library =
        Library.of(file).orElseGet(() -> new Library(file.getFileName().toString(), "", "", file));
    jar(file, library.artifact() + library.classifier() + "/A.class");
  }

  private static void jar(Path file, String entry) throws IOException {
    Files.createDirectories(file.getParent());
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
      zip.putNextEntry(new ZipEntry(entry));
    }
  }

  private static TreeSet<String> all(String... others) {
    return all(List.of(), others);
  }

  /** All of the plugin in its folder, but some; and others. */
  private static TreeSet<String> all(List<String> but, String... others) {
    TreeSet<String> names = new TreeSet<>(List.of(others));
    LIB.stream()
        .filter(name -> !but.contains(name))
        .forEach(name -> names.add("plugins/Neural_Style/" + name));
    return names;
  }

  private TreeSet<String> files() throws IOException {
    TreeSet<String> names = new TreeSet<>();
    try (Stream<Path> paths = Files.walk(app)) {
      paths
          .filter(Files::isRegularFile)
          .map(path -> app.relativize(path).toString().replace('\\', '/'))
          .filter(name -> !name.endsWith("release"))
          .forEach(names::add);
    }
    return names;
  }
}
