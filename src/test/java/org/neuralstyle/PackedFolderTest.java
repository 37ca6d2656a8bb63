package org.neuralstyle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people get: the folder that the build leaves, installed into the real ImageJ and into a
 * folder laid out like Fiji's, where the four operations run. Maven runs this after packing.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "starts the shell's launchers")
class PackedFolderTest {

  private static final Path PACKED = Path.of("target", "neural-style").toAbsolutePath();
  private static final Path OLDEST = Path.of("target", "oldest-libraries");
  private static final String OWN = "plugins/Neural_Style/";

  private static final String MACRO =
      """
      setBatchMode(true);
      newImage("a", "16-bit ramp", 48, 40, 1);
      newImage("b", "RGB noise", 40, 36, 1);
      newImage("c", "RGB noise", 48, 40, 2);
      run("Transfer Style...", "content=a style=b iterations=2 weights=untrained device=cpu output=[FOLDER/transfer.tif]");
      run("Synthesize Texture...", "style=b iterations=2 size=48 weights=untrained device=cpu output=[FOLDER/texture.tif]");
      run("Reconstruct...", "content=a layer=conv1_1 iterations=2 weights=untrained device=cpu output=[FOLDER/reconstruction.tif]");
      run("Stylize Stack...", "content=c style=b mode=coherent iterations=2 weights=untrained device=cpu output=[FOLDER/film.mp4]");
      File.saveString("", "FOLDER/done");
      """;

  @TempDir Path folder;
  private Path app;
  private Path results;

  @BeforeEach
  void layOut() throws IOException {
    assumeTrue(
        Files.isDirectory(PACKED.resolve("lib")) && Files.isDirectory(OLDEST),
        "the project is not packed yet");
    app = Files.createDirectories(folder.resolve("an app"));
    results = Files.createDirectories(folder.resolve("results"));
    Files.createDirectories(app.resolve("plugins"));
  }

  @Test
  void plainImageJRunsTheFourOperations() throws Exception {
    assumeTrue(VirtualDisplay.available(), "no Xvfb");
    Map<String, String> before = likeImageJ();
    install();
    assertKept(before);
    Map<String, String> once = files();
    install();
    assertEquals(once, files());
    assertOneVersionOfEach();
    runInImageJ();
  }

  @Test
  void theZipRunsTheFourOperations() throws Exception {
    assumeTrue(VirtualDisplay.available(), "no Xvfb");
    Map<String, String> before = likeImageJ();
    unpackZip();
    assertKept(before);
    assertOneVersionOfEach();
    runInImageJ();
    Map<String, String> once = files();
    install();
    assertEquals(once, files());
  }

  private Map<String, String> likeImageJ() throws IOException {
    Files.copy(PACKED.resolve("imagej/ij.jar"), app.resolve("ij.jar"));
    jar(app.resolve("plugins/Other_-1.0.jar"), "Other_.class");
    return files();
  }

  private void unpackZip() throws IOException {
    Path packed =
        list(Path.of("target")).stream()
            .filter(file -> file.toString().endsWith("-imagej.zip"))
            .findFirst()
            .orElseThrow();
    try (ZipFile zip = new ZipFile(packed.toFile())) {
      for (ZipEntry entry : zip.stream().filter(e -> !e.isDirectory()).toList()) {
        Path target = app.resolve("plugins").resolve(entry.getName());
        Files.createDirectories(target.getParent());
        Files.copy(zip.getInputStream(entry), target);
      }
    }
  }

  private void runInImageJ() throws Exception {
    try (VirtualDisplay display = VirtualDisplay.open()) {
      run(
          Optional.of(display),
          List.of(
              "-Dplugins.dir=" + app,
              "-Duser.home=" + folder,
              "-cp",
              app.resolve("ij.jar").toString(),
              "ij.ImageJ",
              "-macro",
              macro().toString()));
    }
  }

  /** The guide comes along, so that README can be followed without a network. */
  @Test
  void readmeAndGuideArePackedAndLeadSomewhere() throws IOException {
    unpackZip();
    for (Path root : List.of(PACKED, app.resolve(OWN))) {
      List<Path> pages = Pages.markdown(root, 2);
      assertTrue(pages.contains(root.resolve("guide/transfer.md")), pages::toString);
      List<PagesTest.Link> links = PagesTest.links(pages);
      assertTrue(links.size() > 50, links::toString);
      assertEquals(
          List.of(), links.stream().filter(link -> !PagesTest.leadsSomewhere(link)).toList());
    }
  }

  /** Neither the program for clusters nor Spark itself, also where they were built before. */
  @Test
  void nothingOfSparkIsInTheFolderOrTheZip() throws IOException {
    unpackZip();
    for (Path root : List.of(PACKED, app)) {
      List<Path> jars;
      try (Stream<Path> files = Files.walk(root)) {
        jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
      }
      assertTrue(jars.size() > 10, root + " " + jars);
      for (Path jar : jars) {
        try (ZipFile entries = new ZipFile(jar.toFile())) {
          assertFalse(
              entries.stream()
                  .map(ZipEntry::getName)
                  .anyMatch(name -> name.matches("(org/(neuralstyle|apache)/spark|scala)/.*")),
              jar::toString);
        }
      }
    }
  }

  /** What {@code -batch} promises; ImageJ itself needs a display even then, and ends with 0. */
  @Test
  void aMacroRunsWithoutADisplayAndAnErrorIsTold() throws Exception {
    assumeTrue(File.separatorChar == '/' && !System.getProperty("os.name").startsWith("Mac"));
    String good = batch(macro());
    assertTrue(good.startsWith("0 "), good);
    assertTrue(Files.exists(results.resolve("reconstruction.tif")), good);
    Path wrong = folder.resolve("wrong.ijm");
    Path after = folder.resolve("after");
    Files.writeString(
        wrong,
        """
        newImage("a", "8-bit ramp", 32, 32, 1);
        run("Reconstruct...", "iteration=3");
        File.saveString("", "%s");
        """
            .formatted(after));
    String bad = batch(wrong);
    assertTrue(bad.startsWith("1 "), bad);
    assertTrue(bad.contains("Did you mean \"iterations\""), bad);
    assertFalse(Files.exists(after), bad);
  }

  private String batch(Path macro) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                PACKED.resolve("bin/neural-style-imagej").toString(), "-batch", macro.toString())
            .redirectErrorStream(true);
    builder.environment().remove("DISPLAY");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + " " + output;
  }

  @Test
  void aFijiWithOlderLibrariesRunsTheFourOperations() throws Exception {
    likeFiji();
    Map<String, String> before = files();
    install();
    assertKept(before);
    Map<String, String> once = files();
    install();
    assertEquals(once, files());
    assertOneVersionOfEach();
    assertTrue(startsWithModulePath());
    runInFiji();
  }

  /**
   * The installer of version 0.1.0 and Maven's way, which copied the jars of other platforms too.
   */
  @Test
  void overEarlierInstallsOneVersionIsLeft() throws Exception {
    likeFiji();
    Map<String, String> before = files();
    Path zip = Files.createDirectories(app.resolve(OWN));
    for (Path jar : list(PACKED.resolve("lib"))) {
      String name = jar.getFileName().toString();
      boolean plugin = name.startsWith("Neural_Style-");
      boolean nativeJar = name.contains("linux") || name.contains("osx");
      // Version 0.1.0 had no readers of its own.
      boolean reader = name.matches("(imageio|common)-[a-z]+-.*");
      if (!plugin && !reader && !Files.exists(OLDEST.resolve(name))) {
        boolean shared = list(OLDEST).stream().anyMatch(old -> artifact(old).equals(artifact(jar)));
        if (!shared) {
          copy(jar, app.resolve(nativeJar ? "jars/linux64" : "jars").resolve(name));
        }
      }
      copy(jar, zip.resolve(name));
    }
    for (Path jar : list(PACKED.resolve("lib/cli"))) {
      if (artifact(jar).equals("slf4j-simple")) {
        copy(jar, app.resolve("jars").resolve(jar.getFileName()));
      }
    }
    copy(plugin(), app.resolve("plugins/Neural_Style-0.0.9.jar"));
    assertFalse(startsWithModulePath());
    install();
    assertKept(before);
    assertOneVersionOfEach();
    assertTrue(startsWithModulePath());
    assertEquals(
        before.keySet().stream().filter(name -> name.startsWith("jars/")).toList(),
        files().keySet().stream().filter(name -> name.startsWith("jars/")).toList());
  }

  /** SciJava projects install so; see startsWithModulePath for what came of it. */
  @Test
  void mavenRefusesToFillAnApp() throws Exception {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(bin -> Files.isExecutable(Path.of(bin, "mvn"))),
        "mvn is not on the path");
    Process process =
        new ProcessBuilder("mvn", "-B", "-o", "validate", "-Dscijava.app.directory=" + app)
            .redirectErrorStream(true)
            .start();
    String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(1, process.waitFor(), log);
    assertTrue(log.contains("install with \"target/neural-style/bin/install-imagej"), log);
    assertEquals(Map.of(), files());
  }

  @Test
  void namesInABareEnvironmentAreFound() throws Exception {
    Path home = Files.createDirectories(folder.resolve("Jörg Groß"));
    for (String part : List.of("bin", "lib", "imagej")) {
      Files.createSymbolicLink(home.resolve(part), PACKED.resolve(part));
    }
    // The scripts go to where they really are; a copy stays where the name is not ASCII.
    Files.delete(home.resolve("bin"));
    Files.createDirectories(home.resolve("bin"));
    for (Path script : list(PACKED.resolve("bin"))) {
      Files.copy(
          script,
          home.resolve("bin").resolve(script.getFileName()),
          StandardCopyOption.COPY_ATTRIBUTES);
    }
    Path image = folder.resolve("Bäume & Häuser.png");
    Files.copy(Path.of("src/main/resources/org/neuralstyle/samples").resolve(sample()), image);
    Path output = folder.resolve("Ölbild €.png");
    ProcessBuilder builder =
        new ProcessBuilder(
                home.resolve("bin/neural-style").toString(),
                "texture",
                "--style",
                image.toString(),
                "--output",
                output.toString(),
                "--size",
                "32",
                "--iterations",
                "2",
                "--weights",
                "untrained")
            .redirectErrorStream(true);
    String path = builder.environment().get("PATH");
    builder.environment().clear();
    builder.environment().put("PATH", path);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    String log = finish(builder.start());
    assertTrue(Files.exists(output), log);
  }

  private static String sample() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/org/neuralstyle/samples"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jpg") || name.endsWith(".png"))
          .sorted()
          .findFirst()
          .orElseThrow();
    }
  }

  private void likeFiji() throws IOException {
    Files.createDirectories(app.resolve("jars/linux64"));
    Files.copy(PACKED.resolve("imagej/ij.jar"), app.resolve("jars/ij-1.54p.jar"));
    for (Path jar : list(OLDEST)) {
      copy(jar, app.resolve("jars").resolve(jar.getFileName()));
    }
    jar(app.resolve("jars/linux64/javafx-base-21.0.2-linux.jar"), "javafx/A.class");
    jar(app.resolve("jars/win64/javafx-base-21.0.2-win.jar"), "javafx/B.class");
    jar(app.resolve("jars/api-1.0.jar"), "com/example/Api.class");
    jar(app.resolve("plugins/Other_-1.0.jar"), "Other_.class");
  }

  /** Fiji's class path; its patches of ImageJ are in ij1-patcher. */
  private void runInFiji() throws Exception {
    List<String> classPath = new ArrayList<>();
    for (String name : List.of("jars", "jars/linux64", "plugins", "plugins/Neural_Style")) {
      list(app.resolve(name)).forEach(jar -> classPath.add(jar.toString()));
    }
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (entry.contains("ij1-patcher") || entry.contains("javassist")) {
        classPath.add(entry);
      }
    }
    classPath.add(Path.of("target", "test-classes").toString());
    run(
        Optional.empty(),
        List.of(
            "--add-opens",
            "java.base/java.lang=ALL-UNNAMED",
            "--module-path=" + app.resolve("jars/linux64"),
            "-Djava.awt.headless=true",
            "-Dplugins.dir=" + app,
            "-cp",
            String.join(File.pathSeparator, classPath),
            "org.neuralstyle.imagej.HeadlessMacro",
            macro().toString()));
  }

  private Path macro() throws IOException {
    return Files.writeString(
        folder.resolve("macro.ijm"), MACRO.replace("FOLDER", results.toString()));
  }

  private void run(Optional<VirtualDisplay> display, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(arguments);
    Path log = folder.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    // ImageJ's preferences are left alone; libtorch need not be unpacked again.
    String home = System.getProperty("user.home");
    builder.environment().putIfAbsent("DJL_CACHE_DIR", Path.of(home, ".djl.ai").toString());
    display.ifPresent(d -> d.takeWindowsOf(builder));
    Process process = builder.start();
    try {
      // A window stays open when its macro has ended.
      for (int i = 0; i < 400 && process.isAlive() && !Files.exists(results.resolve("done")); i++) {
        process.waitFor(500, TimeUnit.MILLISECONDS);
      }
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(log);
    for (String name : List.of("transfer.tif", "texture.tif", "reconstruction.tif", "film.mp4")) {
      Path result = results.resolve(name);
      assertTrue(Files.exists(result) && Files.size(result) > 500, name + ": " + said);
    }
    assertTrue(Files.exists(results.resolve("done")), said);
    assertFalse(said.contains("Exception"), said);
  }

  private void install() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(PACKED.resolve("bin/install-imagej").toString(), app.toString())
            .redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    String log = finish(builder.start());
    assertTrue(log.contains("Restart ImageJ"), log);
  }

  /** Fiji puts the folder of its platform on the path of its modules. */
  private boolean startsWithModulePath() throws Exception {
    String folders;
    try (Stream<Path> paths = Files.list(app.resolve("jars"))) {
      folders =
          paths
              .filter(Files::isDirectory)
              .map(Path::toString)
              .collect(Collectors.joining(File.pathSeparator));
    }
    Process process =
        new ProcessBuilder(
                java(), "--module-path", folders, "--add-modules", "ALL-MODULE-PATH", "-version")
            .redirectErrorStream(true)
            .start();
    process.getInputStream().readAllBytes();
    return process.waitFor() == 0;
  }

  private static String finish(Process process) throws Exception {
    String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), log);
    return log;
  }

  private void assertKept(Map<String, String> before) throws Exception {
    Map<String, String> after = files();
    before.forEach((name, content) -> assertEquals(content, after.get(name), name));
  }

  /** No class or native library comes from two jars. */
  private void assertOneVersionOfEach() throws IOException {
    Map<String, String> from = new TreeMap<>();
    for (String name : files().keySet()) {
      if (name.endsWith(".jar")) {
        try (ZipFile zip = new ZipFile(app.resolve(name).toFile())) {
          for (ZipEntry entry : zip.stream().toList()) {
            String file = entry.getName();
            if (file.matches("(?!META-INF/|module-info).*\\.(class|so|dylib|dll|config)")) {
              String other = from.put(file, name);
              assertTrue(other == null || other.equals(name), file + " in " + other + ", " + name);
            }
          }
        }
      }
    }
    assertEquals(OWN + plugin().getFileName(), from.get("plugins.config"));
    assertTrue(from.keySet().stream().anyMatch(file -> file.contains("jnijavacpp")));
  }

  private Map<String, String> files() throws IOException {
    try (Stream<Path> paths = Files.walk(app)) {
      return paths
          .filter(Files::isRegularFile)
          .collect(
              Collectors.toMap(
                  path -> app.relativize(path).toString(),
                  PackedFolderTest::fingerprint,
                  (a, b) -> a,
                  TreeMap::new));
    }
  }

  /** Size and the zip's directory at the end, with the checksums of all in it. */
  private static String fingerprint(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      int from = Math.max(0, bytes.length - 4096);
      return bytes.length + " " + HexFormat.of().formatHex(bytes, from, bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path plugin() throws IOException {
    return list(PACKED.resolve("lib")).stream()
        .filter(jar -> artifact(jar).equals("Neural_Style"))
        .findFirst()
        .orElseThrow();
  }

  private static String artifact(Path jar) {
    return jar.getFileName().toString().replaceFirst("-[0-9].*", "");
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to);
  }

  private static void jar(Path file, String entry) throws IOException {
    Files.createDirectories(file.getParent());
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry(entry));
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
