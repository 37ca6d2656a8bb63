package org.neuralstyle.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people type: the launcher, and Spark's own way to submit a jar, each in a Java of its own.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
class SparkLaunchersTest {

  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  @TempDir Path folder;
  private Path home;
  private Path jar;
  private Path output;

  /** A folder like the packed one, of the classes and libraries that the tests have. */
  @BeforeEach
  void layOut() throws IOException {
    home = folder.resolve("a folder");
    Path bin = Files.createDirectories(home.resolve("bin"));
    for (Path script :
        List.of(Path.of("src/spark/bin/neural-style-spark"), Path.of("src/assembly/bin/java.sh"))) {
      Path copy = Files.copy(script, bin.resolve(script.getFileName()));
      assertTrue(copy.toFile().setExecutable(true));
    }
    Path lib = Files.createDirectories(home.resolve("lib"));
    jar = folder.resolve("program.jar");
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    for (String part : all.split(File.pathSeparator)) {
      Path entry = Path.of(part);
      if (part.endsWith(".jar")) {
        Files.createSymbolicLink(lib.resolve(entry.getFileName()), entry.toAbsolutePath());
      } else if (entry.getFileName().toString().equals("classes")) {
        pack(entry);
      }
    }
    output = folder.resolve("output");
    Programs.image(folder.resolve("one.png"), 24, 20, 1);
    Programs.image(folder.resolve("two.png"), 20, 24, 2);
    Programs.image(folder.resolve("style.png"), 24, 24, 3);
  }

  private void pack(Path classes) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(file);
        Stream<Path> all = Files.walk(classes)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        entries.putNextEntry(
            new JarEntry(classes.relativize(path).toString().replace(File.separatorChar, '/')));
        Files.copy(path, entries);
        entries.closeEntry();
      }
    }
  }

  @Test
  void theLauncherMakesAGalleryOnThisMachine() throws Exception {
    Files.copy(jar, home.resolve("lib/program.jar"));
    assertMadeBy(List.of(home.resolve("bin/neural-style-spark").toString()));
  }

  @Test
  void sparkSubmitTakesTheJar() throws Exception {
    List<String> command = new ArrayList<>(List.of(JAVA.toString()));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-Djava.awt.headless=true", "-cp", home.resolve("lib") + "/*"));
    command.addAll(List.of("org.apache.spark.deploy.SparkSubmit", "--master", "local[2]"));
    command.addAll(List.of("--conf", "spark.ui.enabled=false"));
    command.addAll(List.of("--class", NeuralStyleSpark.class.getName(), jar.toString()));
    assertMadeBy(command);
  }

  private void assertMadeBy(List<String> command) throws Exception {
    List<String> all = new ArrayList<>(command);
    all.addAll(
        List.of(
            Programs.words(
                "gallery",
                Programs.STYLE_LAYERS,
                "--content=" + folder.resolve("one.png"),
                "--content=" + folder.resolve("two.png"),
                "--style=" + folder.resolve("style.png"),
                "--output=" + output,
                "--size=24",
                "--iterations=2")));
    Path log = folder.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("SPARK_MASTER", "local[2]");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(3, TimeUnit.MINUTES), "takes too long");
    } finally {
      process.destroyForcibly();
    }
    String told = Files.readString(log, StandardCharsets.UTF_8);
    assertEquals(0, process.exitValue(), told);
    try (Stream<Path> files = Files.list(output)) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      assertTrue(names.contains("gallery.csv"), names + " " + told);
    }
    assertEquals(3, Files.readAllLines(output.resolve("gallery.csv")).size());
  }
}
