package org.neuralstyle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell scripts of the folder that the build leaves, with a pretended Java. */
class LaunchersTest {

  private record Outcome(int exit, String output) {}

  @TempDir Path temporary;

  private Path home;

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
  }

  @Test
  void installsByTheCommandLine() throws Exception {
    pretendJava("17.0.15");
    Outcome outcome = run("install-imagej", "--replace", "/opt/a Fiji");
    assertTrue(
        outcome.output.endsWith(
            "\norg.neuralstyle.cli.NeuralStyleCli\ninstall-imagej\n--replace\n/opt/a Fiji\n"),
        outcome.output);
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

  /** Java's own words for it are many lines, and the last one is a file's name. */
  @Test
  void saysWhyJavaDoesNotStart() throws Exception {
    for (String said :
        List.of(
            "Error occurred during initialization of VM\nToo little room",
            "#\n# There is too little room.\n# A report is saved as:\n# /tmp/hs_err.log")) {
      pretendJava("17");
      Path java = temporary.resolve("jdk/bin/java");
      Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' '" + said + "' >&2\nexit 1\n");
      Outcome outcome = run("neural-style", "--help");
      assertEquals(1, outcome.exit);
      assertTrue(
          outcome.output.matches(
              "neural-style: .*/java does not start: (There is t|T)oo little room\\. Give it more memory.*\n"),
          outcome.output);
    }
  }

  @Test
  void saysWhatIsWrongWithJavaHome() throws Exception {
    Outcome outcome = run("neural-style", "--help");
    assertEquals(1, outcome.exit);
    assertTrue(outcome.output.contains("JAVA_HOME is"), outcome.output);
  }

  /** They run on Windows only; what they hand to Java is compared with the scripts for sh. */
  @Test
  void windowsStartsTheSame() throws IOException {
    for (String script : List.of("neural-style", "neural-style-imagej")) {
      List<String> shell = new ArrayList<>(forJava("java.sh"));
      shell.addAll(forJava(script));
      assertTrue(shell.size() > 5, shell.toString());
      assertEquals(Set.copyOf(shell), Set.copyOf(forJava(script + ".bat")), script);
    }
    assertTrue(
        Files.readString(Path.of("src/assembly/bin/install-imagej.bat"))
            .contains("neural-style.bat\" install-imagej %*"));
  }

  /** Options, class path and main class in a script, but those for Linux without a display. */
  private static List<String> forJava(String script) throws IOException {
    String text =
        Files.readString(Path.of("src/assembly/bin", script))
            .replaceAll("(?m)^(#|rem ).*", "")
            .replaceAll("(?s)if \\[ -z.*?\nfi\n", "")
            .replace("\"", "")
            .replaceAll("%HOME_DIR%|\\$home", "HOME")
            .replaceAll("\\\\(?=\\S)", "/")
            .replace(';', ':');
    return Pattern.compile(
            "--enable-native-access=\\S+|(?<= )-[DX]\\S+|-cp \\S+|ij\\.ImageJ|org\\.neuralstyle\\S+")
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .toList();
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
    builder.environment().put("DISPLAY", ":0");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output);
  }
}
