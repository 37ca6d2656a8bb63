package org.neuralstyle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shell scripts of the folder that the build leaves, beside empty jars and a pretended Java.
 */
class LaunchersTest {

  private record Outcome(int exit, String output) {}

  @TempDir Path temporary;

  private Path home;
  private Path app;

  @BeforeEach
  void layOut() throws IOException {
    assumeTrue(File.separatorChar == '/', "scripts for sh");
    home = temporary.resolve("neural style");
    for (String script :
        List.of("java.sh", "neural-style", "neural-style-imagej", "install-imagej")) {
      Path copy = home.resolve("bin").resolve(script);
      Files.createDirectories(copy.getParent());
      Files.copy(Path.of("src/assembly/bin", script), copy);
      assertTrue(copy.toFile().setExecutable(true));
    }
    touch(home, "lib/Neural_Style-2.0.jar", "lib/pytorch-native-cpu-2.7.1-linux-x86_64.jar");
    touch(home, "lib/gson-2.10.1.jar", "lib/jna-5.14.0.jar");
    app = Files.createDirectory(temporary.resolve("an app"));
  }

  @Test
  void installsIntoImageJ() throws Exception {
    touch(app, "ij.jar", "plugins/Tools/Neural_Style-1.0.jar");
    Outcome outcome = run("install-imagej", app.toString());
    assertEquals(0, outcome.exit, outcome.output);
    assertEquals(
        List.of(
            "ij.jar",
            "jars/gson-2.10.1.jar",
            "jars/jna-5.14.0.jar",
            "jars/pytorch-native-cpu-2.7.1-linux-x86_64.jar",
            "plugins/Neural_Style-2.0.jar"),
        files());
  }

  @Test
  void leavesTheLibrariesOfFijiAndReplacesItsOwn() throws Exception {
    touch(app, "jars/ij-1.54p.jar", "jars/gson-2.9.jar", "jars/jna-platform-5.13.0.jar");
    touch(app, "plugins/Other_.jar", "jars/linux64/pytorch-native-cpu-2.5.1-linux-x86_64.jar");
    Outcome outcome = run("install-imagej", app.toString());
    assertEquals(0, outcome.exit, outcome.output);
    assertEquals(
        List.of(
            "jars/gson-2.9.jar",
            "jars/ij-1.54p.jar",
            "jars/jna-5.14.0.jar",
            "jars/jna-platform-5.13.0.jar",
            "jars/pytorch-native-cpu-2.7.1-linux-x86_64.jar",
            "plugins/Neural_Style-2.0.jar",
            "plugins/Other_.jar"),
        files());
  }

  @Test
  void refusesAFolderThatIsNeither() throws Exception {
    touch(app, "plugins/Other_.jar");
    Outcome outcome = run("install-imagej", app.toString());
    assertEquals(1, outcome.exit);
    assertTrue(outcome.output.contains(app + " is neither ImageJ nor Fiji"), outcome.output);
    assertEquals(List.of("plugins/Other_.jar"), files());
  }

  @Test
  void startsTheCommandLine() throws Exception {
    Path link = Files.createSymbolicLink(temporary.resolve("link"), home.resolve("bin"));
    pretendJava("17.0.15");
    Outcome outcome =
        run(link.resolve("neural-style"), "transfer", "--content", "a picture.png", "*");
    assertEquals(
        """
        -Xmn32m
        -XX:TieredStopAtLevel=1
        -Djava.awt.headless=true
        -Xmx1g
        -Dorg.slf4j.simpleLogger.defaultLogLevel=warn
        -Dorg.slf4j.simpleLogger.log.ai.djl.util.cuda=error
        -cp
        %1$s/lib/*:%1$s/lib/cli/*:%1$s/imagej/ij.jar
        org.neuralstyle.cli.NeuralStyleCli
        transfer
        --content
        a picture.png
        *
        """
            .formatted(home.toRealPath()),
        outcome.output);
  }

  @Test
  void startsImageJWithThePlugin() throws Exception {
    pretendJava("25");
    Outcome outcome = run("neural-style-imagej");
    assertTrue(
        outcome.output.startsWith(
            "--enable-native-access=ALL-UNNAMED\n-Dplugins.dir=" + home.toRealPath() + "/imagej\n"),
        outcome.output);
    assertTrue(outcome.output.endsWith("\nij.ImageJ\n"), outcome.output);
  }

  @Test
  void refusesAnOldJava() throws Exception {
    pretendJava("1.8.0_392");
    Outcome outcome = run("neural-style", "--help");
    assertEquals(1, outcome.exit);
    assertTrue(outcome.output.contains("Java 17 or newer is needed"), outcome.output);
    assertTrue(outcome.output.contains("is Java 8"), outcome.output);
  }

  @Test
  void saysWhatIsWrongWithJavaHome() throws Exception {
    Outcome outcome = run("neural-style", "--help");
    assertEquals(1, outcome.exit);
    assertTrue(outcome.output.contains("JAVA_HOME is"), outcome.output);
  }

  /** A java that names a version, and otherwise prints its arguments. */
  private void pretendJava(String version) throws IOException {
    Path java = temporary.resolve("jdk/bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(
        java,
        """
        #!/bin/sh
        if [ "$1" = -version ]; then
          echo 'Picked up JAVA_TOOL_OPTIONS: -Dversion=1' >&2
          echo 'openjdk version "%s" 2025-04-15' >&2
        else
          printf '%%s\\n' "$@"
        fi
        """
            .formatted(version));
    assertTrue(java.toFile().setExecutable(true));
  }

  private Outcome run(String script, String... arguments) throws Exception {
    return run(home.resolve("bin").resolve(script), arguments);
  }

  private Outcome run(Path script, String... arguments) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                Stream.concat(Stream.of(script.toString()), Stream.of(arguments)).toList())
            .redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", temporary.resolve("jdk").toString());
    builder.environment().put("JAVA_OPTS", "-Xmx1g");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output);
  }

  private static void touch(Path folder, String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> paths = Files.walk(app)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> app.relativize(path).toString())
          .sorted()
          .toList();
    }
  }
}
