package org.neuralstyle.synthesis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that are killed while they run and write. {@code CheckpointCampaign} does the same with
 * the packed program.
 */
class KilledRunTest {

  @TempDir private Path folder;

  /** Runs, with a line for each evaluation, and writes the image's bits. */
  static final class Child {

    private Child() {}

    public static void main(String[] args) throws IOException, InterruptedException {
      Path result = Path.of(args[1]);
      RunListener listener =
          new RunListener() {
            @Override
            public void evaluated(Progress progress) {
              System.out.println("evaluation " + progress.evaluation());
            }
          };
      Optional<Checkpoint> checkpoint =
          args[0].isEmpty()
              ? Optional.empty()
              : Optional.of(Checkpoint.in(Path.of(args[0])).every(Duration.ZERO));
      try (NeuralStyle neuralStyle = SmallRuns.open()) {
        float[] planes =
            SmallRuns.run(
                    neuralStyle,
                    SmallRuns.TRANSFER.withSchedule(schedule -> schedule.iterations(40)),
                    checkpoint,
                    listener)
                .image()
                .planes();
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * planes.length);
        bytes.asFloatBuffer().put(planes);
        Files.write(result, bytes.array());
      }
      System.exit(0);
    }
  }

  private Process start(String checkpoint, Path result) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            checkpoint,
            result.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /**
   * Reads the child's lines; kills it after some evaluations and milliseconds if there are more.
   */
  private static String until(Process process, int evaluations, long milliseconds)
      throws IOException, InterruptedException {
    String first = "";
    int heard = 0;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = out.readLine();
      while (line != null) {
        if (line.startsWith("evaluation ")) {
          first = first.isEmpty() ? line : first;
          heard++;
          if (heard == evaluations) {
            Thread.sleep(milliseconds);
            // By its handle, which leaves the stream open.
            process.toHandle().destroyForcibly();
          }
        }
        line = out.readLine();
      }
    }
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return first;
  }

  @Test
  void killedAgainAndAgainItComesToTheSameImage() throws Exception {
    Path whole = folder.resolve("whole");
    until(start("", whole), Integer.MAX_VALUE, 0);
    String checkpoint = folder.resolve("run").toString();
    Path result = folder.resolve("result");
    Random random = new Random(17);
    for (int kill = 0; kill < 2; kill++) {
      String first = until(start(checkpoint, result), 3 + random.nextInt(8), random.nextInt(20));
      assertTrue(kill == 0 || !first.equals("evaluation 1"), "it goes on: " + first);
      assertTrue(!Files.exists(result), "killed before its end");
    }
    until(start(checkpoint, result), Integer.MAX_VALUE, 0);
    assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(result));
  }
}
