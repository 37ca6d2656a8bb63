package org.neuralstyle.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver and two executors, each a process of its own, which are killed at their work. */
class KilledSparkTest {

  private static final Duration LONGEST = Duration.ofMinutes(3);

  @TempDir Path folder;
  private final List<ProcessHandle> started = new ArrayList<>();
  private Object[] gallery;

  @BeforeEach
  void makeImages() throws IOException {
    List<Object> words =
        new ArrayList<>(
            List.of("gallery", Programs.STYLE_LAYERS, "--size", 64, "--iterations", 80));
    for (int i = 0; i < 2; i++) {
      words.addAll(
          List.of("--content", Programs.image(folder.resolve("c" + i + ".png"), 48, 36, i)));
    }
    for (int i = 0; i < 3; i++) {
      words.addAll(
          List.of("--style", Programs.image(folder.resolve("s" + i + ".png"), 36, 48, 10 + i)));
    }
    gallery = words.toArray();
    // Executors find Spark on the class path; the folder that Spark insists on is empty.
    Files.createDirectories(folder.resolve("home").resolve("jars"));
  }

  @AfterEach
  void endAll() {
    started.forEach(ProcessHandle::destroyForcibly);
  }

  private Object[] into(Path output) {
    return Programs.with(gallery, "--output", output);
  }

  private Process start(Path output) throws IOException {
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("-XX:TieredStopAtLevel=1");
    for (String name :
        List.of("java.lang", "java.lang.invoke", "java.nio", "java.util", "sun.nio.ch")) {
      words.add("--add-opens=java.base/" + name + "=ALL-UNNAMED");
    }
    words.addAll(
        List.of(
            "-Dspark.master=local-cluster[2,1,1024]",
            "-Dspark.ui.enabled=false",
            "-Dspark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1",
            "-Dspark.driver.host=localhost",
            "-Dspark.executor.extraClassPath=" + classes,
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-cp",
            classes,
            NeuralStyleSpark.class.getName()));
    words.addAll(List.of(Programs.words(into(output))));
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log()));
    builder.environment().put("SPARK_HOME", folder.resolve("home").toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    Process process = builder.start();
    started.add(process.toHandle());
    return process;
  }

  private File log() {
    return folder.resolve("log.txt").toFile();
  }

  /** The runs that are kept, and since when. */
  private static Map<Path, FileTime> kept(Path output) throws IOException {
    Map<Path, FileTime> kept = new TreeMap<>();
    if (Files.isDirectory(output.resolve("runs"))) {
      try (Stream<Path> files = Files.list(output.resolve("runs"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".run")).toList()) {
          kept.put(file, Files.getLastModifiedTime(file));
        }
      }
    }
    return kept;
  }

  private void await(int count, Path output, Process driver)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (kept(output).size() < count) {
      assertTrue(driver.isAlive() && System.nanoTime() < end, this::text);
      Thread.sleep(20);
    }
  }

  private String text() {
    try {
      return Files.readString(log().toPath());
    } catch (IOException e) {
      return e.toString();
    }
  }

  private List<ProcessHandle> executors(Process driver) {
    List<ProcessHandle> executors =
        driver.descendants().filter(p -> p.info().command().orElse("").endsWith("java")).toList();
    started.addAll(executors);
    return executors;
  }

  @Test
  void onlyWhatWasUnderWayIsDoneAgain() throws IOException, InterruptedException {
    Path output = folder.resolve("spark");
    Process driver = start(output);
    await(1, output, driver);
    List<ProcessHandle> orphans = executors(driver);
    assertEquals(2, orphans.size(), this::text);
    driver.destroyForcibly().waitFor();
    // They end on their own, which may take them as long as a unit.
    for (ProcessHandle orphan : orphans) {
      orphan.onExit().orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS).join();
    }
    Map<Path, FileTime> before = kept(output);
    assertTrue(before.size() < 6, "the driver was killed too late to show anything");

    Process again = start(output);
    await(before.size() + 1, output, again);
    executors(again).get(0).destroyForcibly();
    assertTrue(again.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS), this::text);
    assertEquals(0, again.exitValue(), this::text);
    Map<Path, FileTime> after = kept(output);
    assertEquals(6, after.size());
    before.forEach((file, time) -> assertEquals(time, after.get(file), "done twice: " + file));

    Path plain = folder.resolve("plain");
    assertEquals(0, Programs.plain(into(plain)).code());
    Programs.assertSameStack(plain.resolve("gallery.tif"), output.resolve("gallery.tif"));
    Programs.assertSameBytes(plain.resolve("gallery.png"), output.resolve("gallery.png"));
    assertEquals(
        Programs.rows(plain.resolve("gallery.csv")), Programs.rows(output.resolve("gallery.csv")));
  }
}
