package org.neuralstyle.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * For developers: kills the packed program, as {@code kill -9} does, at random moments, goes on,
 * and compares images and losses with those of a run that was never killed.
 *
 * <pre>
 * P=target/neural-style
 * java -cp "target/test-classes:$P/lib/*:$P/lib/cli/*:$P/imagej/*" org.neuralstyle.cli.CheckpointCampaign \
 *   PROGRAM FOLDER KILLS SEED transfer --content ... (no --output, --report, --checkpoint)</pre>
 */
public final class CheckpointCampaign {

  private final String program;
  private final Path folder;
  private final List<String> arguments;

  private CheckpointCampaign(String program, Path folder, List<String> arguments) {
    this.program = program;
    this.folder = folder;
    this.arguments = arguments;
  }

  /**
   * Does it.
   *
   * @param args as above
   * @throws IOException if a file cannot be read or written
   * @throws InterruptedException if the thread is interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> arguments = Arrays.asList(args).subList(4, args.length);
    CheckpointCampaign campaign = new CheckpointCampaign(args[0], Path.of(args[1]), arguments);
    int kills = Integer.parseInt(args[2]);
    int same = campaign.run(kills, new Random(Long.parseLong(args[3])));
    System.out.printf(Locale.ROOT, "%d of %d to the last bit%n", same, kills);
    System.exit(same == kills ? 0 : 1);
  }

  private int run(int kills, Random random) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    long begin = System.nanoTime();
    start("whole", false).waitFor();
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf(Locale.ROOT, "A whole run takes %.1f s%n", seconds);
    int same = 0;
    for (int i = 1; i <= kills; i++) {
      String name = "killed" + i;
      Files.deleteIfExists(folder.resolve(name + ".checkpoint"));
      double moment = (0.2 + 0.75 * random.nextDouble()) * seconds;
      Process process = start(name, true);
      boolean ended = process.waitFor((long) (1000 * moment), TimeUnit.MILLISECONDS);
      // The launcher becomes Java, so that this is Java's own end.
      process.destroyForcibly().waitFor();
      boolean kept = Files.exists(folder.resolve(name + ".checkpoint"));
      begin = System.nanoTime();
      int exit = start(name, true).waitFor();
      double rest = (System.nanoTime() - begin) / 1e9;
      boolean equal =
          exit == 0
              && Arrays.equals(bytes("whole.png"), bytes(name + ".png"))
              && evaluations("whole").equals(evaluations(name));
      same += equal ? 1 : 0;
      System.out.printf(
          Locale.ROOT,
          "%d: %s after %.1f s, %s, went on for %.1f s, %s%n",
          i,
          ended ? "ended" : "killed",
          moment,
          kept ? "kept" : "not kept yet",
          rest,
          equal ? "the same" : "DIFFERENT");
    }
    return same;
  }

  private Process start(String name, boolean keep) throws IOException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(arguments);
    command.addAll(List.of("--output", folder.resolve(name + ".png").toString()));
    command.addAll(List.of("--report", folder.resolve(name + ".json").toString()));
    if (keep) {
      command.addAll(List.of("--checkpoint", folder.resolve(name + ".checkpoint").toString()));
    }
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(name + ".log").toFile())
        .start();
  }

  private byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(folder.resolve(name));
  }

  private JsonElement evaluations(String name) throws IOException {
    return JsonParser.parseString(Files.readString(folder.resolve(name + ".json")))
        .getAsJsonObject()
        .get("evaluations");
  }
}
