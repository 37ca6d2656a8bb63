package org.neuralstyle.imagej;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.neuralstyle.VirtualDisplay;

/** The real ImageJ with the plugin, in a process of its own. */
final class ImageJProcess {

  private ImageJProcess() {}

  /**
   * Runs macros one after the other, of which a window runs one, with their files in a folder, and
   * returns what they printed.
   */
  static String run(Path folder, boolean window, String... macros) throws Exception {
    List<String> files = new ArrayList<>();
    for (String macro : macros) {
      Path file = folder.resolve("macro%d.ijm".formatted(files.size()));
      files.add(Files.writeString(file, macro).toString());
    }
    return window
        ? start(folder, true, List.of("ij.ImageJ", "-macro"), files)
        : program(folder, HeadlessMacro.class, files);
  }

  /** Runs a program with the plugin and without windows, and returns what it printed. */
  static String program(Path folder, Class<?> program, List<String> arguments) throws Exception {
    return start(folder, false, List.of(program.getName()), arguments);
  }

  /** With the compiler that takes least time for programs that soon end. */
  private static List<String> java() {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC"));
  }

  /** A language of scripts: large, and looked through by each ImageJ that has it. */
  private static boolean isLanguage(String entry) {
    return entry.matches(".*(jython|rhino|groovy).*");
  }

  private static String start(
      Path folder, boolean window, List<String> program, List<String> arguments) throws Exception {
    Path plugins = Files.createDirectories(folder.resolve("imagej/plugins"));
    pack(Path.of("target", "classes"), plugins.resolve("Neural_Style.jar"));
    List<String> command = java();
    command.addAll(List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED"));
    command.add("-Dplugins.dir=" + folder.resolve("imagej"));
    command.add("-Djava.awt.headless=" + !window);
    boolean scripts = program.contains(ScriptRun.class.getName());
    command.add("-cp");
    command.add(
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> scripts || !isLanguage(entry))
            .collect(Collectors.joining(File.pathSeparator)));
    command.addAll(program);
    command.addAll(arguments);
    File log = folder.resolve("log").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
    if (!window) {
      return output(builder, folder);
    }
    try (VirtualDisplay display = VirtualDisplay.open()) {
      display.takeWindowsOf(builder);
      return output(builder, folder);
    }
  }

  private static String output(ProcessBuilder builder, Path folder) throws Exception {
    Process process = builder.start();
    try {
      boolean ended = false;
      for (int i = 0; i < 480 && !ended; i++) {
        // A window stays open when its macro has ended.
        ended = process.waitFor(500, TimeUnit.MILLISECONDS) || Files.exists(folder.resolve("done"));
      }
      String text = Files.readString(builder.redirectOutput().file().toPath());
      assertTrue(ended, "ImageJ did not end: " + text);
      return text;
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * Runs a program that works with ImageJ as it is installed: it alone on the class path, the
   * plugin and its libraries apart. Its first argument is the file of properties that it writes.
   */
  static Properties session(Class<?> program, Path folder, List<String> javaOptions, Path... others)
      throws Exception {
    Path plugins = Files.createDirectories(folder.resolve("imagej/plugins"));
    Path jars = Files.createDirectories(folder.resolve("imagej/jars"));
    pack(Path.of("target", "classes"), plugins.resolve("Neural_Style.jar"));
    String imagej = "";
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (path.getFileName().toString().matches("ij-[0-9].*\\.jar")) {
        imagej = entry;
      } else if (entry.endsWith(".jar") && !isLanguage(entry)) {
        Files.copy(path, jars.resolve(path.getFileName()));
      }
    }
    Path seen = folder.resolve("seen");
    Path log = folder.resolve("log");
    List<String> command = java();
    command.addAll(List.of("-Dplugins.dir=" + folder.resolve("imagej"), "-Duser.home=" + folder));
    command.addAll(javaOptions);
    command.addAll(
        List.of(
            "-cp",
            imagej + File.pathSeparator + Path.of("target", "test-classes"),
            program.getName(),
            seen.toString()));
    Stream.of(others).forEach(path -> command.add(path.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    // ImageJ's preferences are left alone; libtorch need not be unpacked again.
    builder
        .environment()
        .putIfAbsent(
            "DJL_CACHE_DIR", Path.of(System.getProperty("user.home"), ".djl.ai").toString());
    try (VirtualDisplay display = VirtualDisplay.open()) {
      display.takeWindowsOf(builder);
      Process process = builder.start();
      try {
        assertTrue(process.waitFor(900, TimeUnit.SECONDS), "ImageJ goes on and on");
      } finally {
        process.destroyForcibly();
      }
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(seen)) {
      properties.load(reader);
    }
    assertNull(properties.getProperty("failure"), properties + " " + Files.readString(log));
    return properties;
  }

  /** ImageJ looks for plugins.config in jars. */
  static void pack(Path classes, Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
  }
}
