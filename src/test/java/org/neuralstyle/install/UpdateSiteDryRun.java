package org.neuralstyle.install;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.scijava.util.FileUtils;

/**
 * A program that makes the tree of an update site for each platform, lays it over a folder like
 * Fiji's, and looks whether it works there. See {@code src/update-site/dry-run}.
 */
final class UpdateSiteDryRun {

  private static final String NATIVE = ".*\\.(so(\\.[0-9.]+)?|dylib|dll)";
  private static final int HEADER = 1024;

  /** Of x86_64 in the publisher's jar for macos-arm64; no library there names it. */
  private static final String UNUSED = "org/bytedeco/ffmpeg/macosx-arm64/libatomic.1.dylib";

  private static final String MACRO =
      """
      setBatchMode(true);
      newImage("a", "16-bit ramp", 48, 40, 1);
      newImage("b", "RGB noise", 40, 36, 1);
      newImage("c", "RGB noise", 48, 40, 2);
      run("Transfer Style...", "content=a style=b iterations=2 weights=untrained device=cpu output=[FOLDER/transfer.tif]");
      run("Stylize Stack...", "content=c style=b mode=coherent iterations=2 weights=untrained device=cpu output=[FOLDER/film.mp4]");
      """;

  private final Path made;
  private final UpdateSite site;
  private final List<String> faults = new ArrayList<>();

  /** Jars by what the updater takes for their names without versions. */
  private final Map<String, String> files = new TreeMap<>();

  private UpdateSiteDryRun(Path made, UpdateSite site) {
    this.made = made;
    this.site = site;
  }

  /**
   * Does it; ends with status 1 if something is wrong.
   *
   * @param arguments the folder that holds the libraries of each platform, where the trees come to
   *     lie too
   * @throws Exception when a file cannot be read or written
   */
  public static void main(String[] arguments) throws Exception {
    UpdateSiteDryRun run = new UpdateSiteDryRun(Path.of(arguments[0]), UpdateSite.read());
    for (UpdatePlatform platform : UpdatePlatform.values()) {
      run.make(platform);
      run.check(platform);
    }
    run.start(UpdatePlatform.here());
    run.faults.forEach(fault -> System.out.println("WRONG: " + fault));
    System.out.println(run.faults.isEmpty() ? "All is right; nothing was uploaded." : "");
    System.exit(run.faults.isEmpty() ? 0 : 1);
  }

  private Path lib(UpdatePlatform platform) {
    return made.resolve("lib").resolve(platform.toString());
  }

  private Path tree(UpdatePlatform platform) {
    return made.resolve("site").resolve(platform.toString());
  }

  private Path fiji(UpdatePlatform platform) {
    return made.resolve("fiji").resolve(platform.toString());
  }

  /** The tree, and a folder like Fiji's into which the installer puts what it thinks is needed. */
  private void make(UpdatePlatform platform) throws IOException {
    Path fiji = fiji(platform);
    Path packed = Files.createDirectories(made.resolve("packed").resolve(platform.toString()));
    Files.createDirectories(fiji.resolve("plugins"));
    Files.createDirectories(fiji.resolve("jars").resolve(platform.toString()));
    List<Library> libraries = libraries(lib(platform));
    for (Library library : libraries) {
      if (library.artifact().equals("ij")) {
        link(library, fiji.resolve("jars"));
      }
    }
    long bytes = 0;
    for (UpdateSite.Row row : site.of(platform)) {
      List<Library> found = libraries.stream().filter(row::is).toList();
      if (found.size() != 1) {
        faults.add("%s: %d jars are %s".formatted(platform, found.size(), row));
        continue;
      }
      Library library = found.get(0);
      String name = library.file().getFileName().toString();
      link(library, packed);
      if (row.isUploaded()) {
        link(library, tree(platform).resolve(row.folder()));
        bytes += Files.size(library.file());
        System.out.printf(
            "%-12s %-66s %9d  %s%n",
            platform, row.folder() + "/" + name, Files.size(library.file()), row.platform());
        String other = files.put(FileUtils.stripFilenameVersion(name), name);
        if (other != null && !other.equals(name)) {
          faults.add("the updater takes %s for a version of %s".formatted(name, other));
        }
      } else {
        link(library, fiji.resolve("jars"));
      }
    }
    System.out.printf("%-12s %d MB%n%n", platform, Math.round(bytes / 1e6));
    TreeSet<String> before = names(fiji);
    Installation.plan(fiji, packed, false).run(line -> {});
    TreeSet<String> installed = names(fiji);
    if (!installed.containsAll(before)) {
      faults.add(platform + ": a file of Fiji's is gone");
    }
    installed.removeAll(before);
    if (!installed.equals(names(tree(platform)))) {
      faults.add(
          "%s: install-imagej installs %s, the list has %s"
              .formatted(platform, installed, names(tree(platform))));
    }
  }

  private void check(UpdatePlatform platform) throws IOException {
    for (String name : names(tree(platform))) {
      if (!name.matches("plugins/Neural_Style/[A-Za-z0-9._-]+\\.jar")) {
        faults.add("the updater would not carry or Fiji not load " + name);
      }
    }
    for (Library library : libraries(tree(platform).resolve("plugins/Neural_Style"))) {
      if (!library.classifier().isEmpty()) {
        checkNatives(platform, library);
      }
      if (library.artifact().equals(LibraryFamily.PLUGIN)) {
        checkClasses(platform, library);
      }
    }
  }

  private void checkNatives(UpdatePlatform platform, Library library) throws IOException {
    int natives = 0;
    try (ZipFile zip = new ZipFile(library.file().toFile())) {
      for (ZipEntry entry : zip.stream().filter(e -> e.getName().matches(NATIVE)).toList()) {
        natives++;
        try (InputStream in = zip.getInputStream(entry)) {
          if (!platform.runs(in.readNBytes(HEADER)) && !entry.getName().equals(UNUSED)) {
            faults.add("%s: %s in %s".formatted(platform, entry.getName(), library.file()));
          }
        }
      }
    }
    if (natives == 0) {
      faults.add("%s: no native library in %s".formatted(platform, library.file()));
    }
  }

  /** Every class that the plugin names is there; its command line is not of use in Fiji. */
  private void checkClasses(UpdatePlatform platform, Library plugin) throws IOException {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    ToolProvider.findFirst("jdeps")
        .orElseThrow(() -> new IllegalStateException("This Java is no JDK: there is no jdeps."))
        .run(
            writer,
            writer,
            "--multi-release",
            "17",
            "--missing-deps",
            "--class-path",
            classPath(platform),
            plugin.file().toString());
    writer.flush();
    out.toString()
        .lines()
        .filter(line -> line.startsWith("   ") && line.contains("not found"))
        .filter(line -> !line.strip().startsWith("org.neuralstyle.cli."))
        .forEach(line -> faults.add("%s: %s".formatted(platform, line.strip())));
    if (!out.toString().contains("picocli")) {
      faults.add("jdeps found nothing missing, not even in the command line: " + out);
    }
  }

  /** Jars as Fiji loads them. */
  private String classPath(UpdatePlatform platform) throws IOException {
    List<Path> jars = new ArrayList<>();
    for (String folder : List.of("jars", "plugins/Neural_Style")) {
      libraries(fiji(platform).resolve(folder)).forEach(library -> jars.add(library.file()));
    }
    return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /**
   * Runs a transfer and a film in ImageJ, from the tree of this machine in a folder like Fiji's.
   */
  private void start(UpdatePlatform platform) throws IOException, InterruptedException {
    Path fiji = fiji(platform);
    Path macro = made.resolve("macro.ijm");
    Files.writeString(macro, MACRO.replace("FOLDER", made.toAbsolutePath().toString()));
    List<String> patcher = new ArrayList<>();
    for (Library library : libraries(lib(platform))) {
      if (List.of("ij1-patcher", "javassist").contains(library.artifact())) {
        patcher.add(library.file().toString());
      }
    }
    Path log = made.resolve("log.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "--module-path=" + fiji.resolve("jars").resolve(platform.toString()),
                "-Djava.awt.headless=true",
                "-Dplugins.dir=" + fiji,
                "-cp",
                String.join(
                    File.pathSeparator,
                    classPath(platform),
                    String.join(File.pathSeparator, patcher),
                    Path.of("target", "test-classes").toString()),
                "org.neuralstyle.imagej.HeadlessMacro",
                macro.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(10, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    for (String result : List.of("transfer.tif", "film.mp4")) {
      if (!Files.exists(made.resolve(result))) {
        faults.add("%s: no %s: %s".formatted(platform, result, Files.readString(log)));
      }
    }
    System.out.println(platform + ": a transfer and a film were tried in ImageJ.");
  }

  private static void link(Library library, Path folder) throws IOException {
    Files.createLink(
        Files.createDirectories(folder).resolve(library.file().getFileName()), library.file());
  }

  private static List<Library> libraries(Path folder) throws IOException {
    try (Stream<Path> jars = Files.list(folder)) {
      return jars.sorted().flatMap(jar -> Library.of(jar).stream()).toList();
    }
  }

  private static TreeSet<String> names(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> folder.relativize(path).toString().replace('\\', '/'))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
