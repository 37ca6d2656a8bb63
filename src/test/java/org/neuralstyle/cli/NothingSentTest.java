package org.neuralstyle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A start and a run with weights at hand open no connection. */
class NothingSentTest extends CliTest {

  private static final Path STRACE = Path.of("/usr/bin/strace");
  private static final Path WEIGHTS =
      Path.of("../shared/weights/vgg19-oxford-features.safetensors");

  @Test
  void javaAsksForNoConnection() throws Exception {
    assertNothingSent(new CliProcess(), "untrained");
  }

  @Test
  void theSystemIsAskedForNone() throws Exception {
    assumeTrue(Files.isExecutable(STRACE), "strace");
    assumeTrue(Files.exists(WEIGHTS), "shared weights");
    Path trace = folder.resolve("trace.txt");
    assertNothingSent(
        new CliProcess(
            STRACE.toString(), "-f", "-qq", "-e", "trace=connect,sendto", "-o", trace.toString()),
        WEIGHTS.toString());
    List<String> lines = Files.readAllLines(trace);
    assertEquals(
        List.of(), lines.stream().filter(line -> line.contains("AF_INET")).toList(), "connections");
  }

  private void assertNothingSent(CliProcess process, String weights) throws Exception {
    Answer answer =
        process
            .offline()
            .run(
                folder,
                "transfer",
                "--content",
                content,
                "--style",
                style,
                "--output",
                output,
                "--iterations",
                2,
                "--weights",
                weights,
                "--device",
                "cpu");
    assertDone(answer);
    assertFalse(answer.err().contains("CONNECTION"), answer.err());
    assertTrue(Files.exists(output));
  }
}
