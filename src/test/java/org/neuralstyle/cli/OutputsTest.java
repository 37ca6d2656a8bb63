package org.neuralstyle.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neuralstyle.storage.OutputFile;

/** Nothing that a person has is replaced, and nothing that was made is lost. */
class OutputsTest extends CliTest {

  private static final String TRANSFER =
      "transfer --content @/content.png --style @/style.png --weights untrained ";

  /** In these lines, @ is the folder. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        TRANSFER + "--output @/link.png | would replace the input",
        TRANSFER + "--output @/hard.png | would replace the input",
        TRANSFER + "--output @/x/../content.png | would replace the input",
        TRANSFER + "--output @/notes.png | which is not an image",
        TRANSFER + "--output @/o.png --report @/notes.txt | which is not a report",
        TRANSFER + "--output @/o.png --report @/link.png | would replace the input",
        "transfer --content @/content.png --style @/style.png --output @/o.png --weights @/w.safetensors --report @/w.safetensors | would replace the input",
        "transfer --content @/content.png --style @/style.png --init @/start.png --weights untrained --output @/start.png | would replace the input",
        "sweep style-weights --content @/style-weight-sweep.png --style @/style.png --weights untrained --output @ | would replace the input",
        "sweep seeds --style @/seeds-texture.png --weights untrained --output @ | would replace the input",
        "study --content @/findings.png --size 32 --weights untrained --output @ | would replace the input",
        "distance @/content.png @/style-conv1_1.tif --weights untrained --output @ | would replace the input",
        "benchmark --csv @/notes.txt | which is not a table",
        "benchmark --csv @/no/b.csv | there is no folder",
        "benchmark --weights @/w.safetensors --csv @/w.safetensors | would replace the input",
        "benchmark-stack --csv @ | is a folder",
        TRANSFER + "--output @/dangling.png | there is no folder",
        TRANSFER + "--output @/LONG.png | File name too long",
        TRANSFER + "--output @/o.png --report @/LONG.json | File name too long",
        TRANSFER + "--output @/o.png --checkpoint @/LONG | File name too long",
        TRANSFER + "--output @/loop.png | give another name",
        TRANSFER + "--output @/o.png --checkpoint @/dangling.png | there is no folder",
        TRANSFER + "--output @/o.png --checkpoint @/loop.png | give another name",
      })
  void nothingOfOthersIsReplaced(String line, String message) throws Exception {
    Files.createDirectory(folder.resolve("x"));
    Files.createSymbolicLink(folder.resolve("link.png"), content);
    Files.createLink(folder.resolve("hard.png"), content);
    Files.createSymbolicLink(folder.resolve("dangling.png"), Path.of("none", "none.png"));
    Files.createSymbolicLink(folder.resolve("loop.png"), Path.of("loop.png"));
    Files.writeString(folder.resolve("notes.png"), "my notes");
    Files.writeString(folder.resolve("notes.txt"), "my notes");
    Files.writeString(folder.resolve("w.safetensors"), "my weights");
    for (String name :
        List.of(
            "start.png",
            "style-weight-sweep.png",
            "seeds-texture.png",
            "findings.png",
            "style-conv1_1.tif")) {
      Files.copy(content, folder.resolve(name));
    }
    String before = contents();
    Answer answer =
        run(
            (Object[])
                line.replace("@", folder.toString()).replace("LONG", "n".repeat(252)).split(" +"));
    assertEquals(2, answer.code(), answer.err());
    assertTrue(answer.err().contains(message), answer.err());
    assertNoTrace(answer);
    assertEquals(before, contents());
  }

  private String contents() throws IOException {
    TreeMap<String, Integer> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(file.toString(), Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return contents.toString();
  }

  @Test
  void earlierResultsAndReportsAreReplacedAlsoBehindALink() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link.json"), report);
    Object[] transfer = {
      "transfer",
      "--content",
      content,
      "--style",
      style,
      "--output",
      output,
      "--report",
      link,
      "--iterations",
      1
    };
    assertDone(runQuickly(transfer));
    byte[] image = Files.readAllBytes(output);
    assertDone(runQuickly(transfer));
    assertArrayEquals(image, Files.readAllBytes(output));
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("transfer", readReport().get("operation").getAsString());
  }

  @Test
  void aPipeAndADeviceAreWrittenInto() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    CompletableFuture<String> reader =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Files.readString(pipe);
              } catch (IOException e) {
                return e.toString();
              }
            });
    Object[] transfer = {
      "transfer",
      "--content",
      content,
      "--style",
      style,
      "--output",
      output,
      "--iterations",
      1,
      "--weights",
      "untrained",
      "--device",
      "cpu",
      "--quiet",
      "--report",
      pipe
    };
    assertDone(run(transfer));
    assertTrue(JsonParser.parseString(reader.get()).getAsJsonObject().has("losses"));
    assertFalse(Files.isRegularFile(pipe));
    transfer[transfer.length - 1] = "/dev/stdout";
    Answer answer = new CliProcess().run(folder, transfer);
    assertDone(answer);
    assertTrue(JsonParser.parseString(answer.out()).getAsJsonObject().has("losses"));
    answer = new CliProcess("bash", "-c", "\"$0\" \"$@\" | cat").run(folder, transfer);
    assertTrue(JsonParser.parseString(answer.out()).getAsJsonObject().has("losses"), answer.err());
    assertTrue(Files.isSymbolicLink(Path.of("/dev/stdout")));
    transfer[transfer.length - 1] = "/dev/full";
    answer = run(transfer);
    assertEquals(1, answer.code(), answer.err());
    assertTrue(answer.err().contains("Cannot write /dev/full: No space left on device."));
    Path kept =
        Path.of(answer.err().strip().replaceFirst("(?s).*The result is in (.*) instead\\.", "$1"));
    assertEquals(Path.of(System.getProperty("java.io.tmpdir")), kept.getParent());
    assertTrue(JsonParser.parseString(Files.readString(kept)).getAsJsonObject().has("losses"));
    Files.delete(kept);
  }

  /** The folder vanishes while the file is made. */
  @Test
  void whatCannotBeSavedIsKeptAndTheMessageSaysWhere() throws Exception {
    Path gone = Files.createDirectory(folder.resolve("gone"));
    Path target = gone.resolve("result.txt");
    String message = "";
    try {
      OutputFile.writeOrKeep(
          target,
          file -> {
            Files.deleteIfExists(file);
            Files.deleteIfExists(gone);
            Files.writeString(file, "the result");
          });
    } catch (IOException e) {
      message = e.getMessage();
    }
    assertTrue(message.startsWith("Cannot write " + target + ": there is no "), message);
    String kept = message.replaceFirst("(?s).*The result is in (.*) instead\\.", "$1");
    assertEquals("the result", Files.readString(Path.of(kept)), message);
    Files.delete(Path.of(kept));
  }

  /**
   * The limit on the size of files stands for a full disk; some of the files fit and others not.
   */
  @Test
  void aFullDiskLeavesAMessageAndNoPieces() throws Exception {
    image("large.png", 120, 90, 5);
    String before = contents();
    Answer answer =
        new CliProcess("bash", "-c", "ulimit -f 16; exec \"$0\" \"$@\"")
            .option("-XX:-UsePerfData")
            .run(
                folder,
                "transfer",
                "--content",
                folder.resolve("large.png"),
                "--style",
                style,
                "--output",
                folder.resolve("o.bmp"),
                "--report",
                report,
                "--iterations",
                1,
                "--weights",
                "untrained",
                "--device",
                "cpu");
    assertEquals(1, answer.code(), answer.err());
    assertTrue(answer.err().contains("Cannot write " + folder.resolve("o.bmp")), answer.err());
    assertTrue(answer.err().contains("either."), answer.err());
    assertNoTrace(answer);
    // The report is small, and there all the same.
    assertTrue(readReport().has("losses"));
    Files.delete(report);
    assertEquals(before, contents());
  }

  /** The largest size needs 34 GB and more. */
  @Test
  void aRunThatNeedsMoreMemoryThanThereIsIsRefused() {
    long memory =
        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    assumeTrue(memory < 30e9, "memory");
    Answer answer =
        runQuickly(
            "transfer",
            "--content",
            content,
            "--style",
            style,
            "--output",
            output,
            "--size",
            15400);
    assertEquals(2, answer.code(), answer.err());
    assertTrue(answer.err().contains("15400 x 11550 px is expected to need about"), answer.err());
    assertTrue(answer.err().contains("has only %.1f GB".formatted(memory / 1e9)), answer.err());
    assertTrue(answer.err().contains("smaller --size, or --force"), answer.err());
    assertFalse(Files.exists(output));
  }

  /** Sweeps and films ask as single runs do, and go on at all costs if told to. */
  @Test
  void sweepsAndFilmsThatNeedMoreMemoryThanThereIsAreRefused() throws Exception {
    long memory =
        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    assumeTrue(memory < 30e9, "memory");
    Path frames = Files.createDirectory(folder.resolve("frames"));
    Files.copy(content, frames.resolve("1.png"));
    for (Object[] line :
        List.of(
            new Object[] {"sweep", "seeds", "--content", content, "--output", folder.resolve("s")},
            new Object[] {"stylize-video", frames, style, folder.resolve("f")})) {
      List<Object> args = new ArrayList<>(List.of(line));
      args.addAll(List.of("--size", 15400));
      Answer answer = runQuickly(args.toArray());
      assertEquals(2, answer.code(), answer.err());
      assertTrue(answer.err().contains("expected to need about"), answer.err());
      assertTrue(answer.err().contains("--force"), answer.err());
    }
  }

  @Test
  void namesAreTakenAsTheyAre() throws Exception {
    Path at = folder.resolve("@anna.png");
    Files.copy(content, at);
    Path words = Files.writeString(folder.resolve("words"), "--help");
    assertEquals(2, run("@" + words).code());
    Answer answer =
        new CliProcess("env", "-C", folder.toString())
            .run(
                folder,
                "transfer",
                "--content",
                "@anna.png",
                "--style",
                style,
                "--output",
                "@o.png",
                "--iterations",
                1,
                "--weights",
                "untrained",
                "--device",
                "cpu");
    assertDone(answer);
    assertSize(WIDTH, HEIGHT, folder.resolve("@o.png"));
  }

  @Test
  void aNameThatTheSystemsLanguageCannotHoldIsTold() throws Exception {
    Answer answer =
        new CliProcess()
            .environment("LC_ALL", "C")
            .run(folder, "texture", "--style", "B\u00e4ume.png", "--output", output);
    assertEquals(2, answer.code(), answer.err());
    assertNoTrace(answer);
    assertFalse(answer.err().contains("java."), answer.err());
  }

  @Test
  void tablesHavePointsAndAsManyColumnsAsTheHeaderInAnyLanguage() throws Exception {
    Path csv = folder.resolve("b.csv");
    for (String language : List.of("de-DE", "ar-EG-u-nu-arab")) {
      Answer answer =
          new CliProcess()
              .option("-Duser.language=" + language.substring(0, 2))
              .option("-Duser.country=" + language.substring(3, 5))
              .option("-Duser.extensions=" + language.replaceFirst("^.....-?", ""))
              .run(
                  folder,
                  "benchmark",
                  "--sizes",
                  32,
                  "--evaluations",
                  1,
                  "--time-to-loss",
                  0,
                  "--memory-growth",
                  0,
                  "--controls",
                  language.startsWith("de") ? 32 : 0,
                  "--csv",
                  csv,
                  "--weights",
                  "untrained",
                  "--device",
                  "cpu");
      assertDone(answer);
      List<String> lines = Files.readAllLines(csv);
      assertTrue(lines.size() > 2, lines.toString());
      assertEquals(
          language.startsWith("de"), lines.stream().anyMatch(line -> line.contains("cost_of_w2")));
      for (String line : lines) {
        assertEquals(lines.get(0).split(",").length, line.split(",").length, line);
        assertTrue(StandardCharsets.US_ASCII.newEncoder().canEncode(line), line);
      }
    }
  }
}
