package org.neuralstyle.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Films made by programs of their own: their peak memory, and what becomes of one that is killed.
 */
public final class StackProcesses {

  private final List<String> program;
  private final Path folder;
  private final Consumer<Requirement> table;

  /**
   * A benchmark.
   *
   * @param mainClass of the program, run by the Java that runs this, on its class path
   * @param folder for files that come and go
   * @param table takes the rows as they come
   */
  public StackProcesses(String mainClass, Path folder, Consumer<Requirement> table) {
    this.program =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xms256m",
            "-Xmx256m",
            "-XX:+AlwaysPreTouch",
            "-XX:+UseSerialGC",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-cp",
            System.getProperty("java.class.path"),
            mainClass);
    this.folder = folder;
    this.table = table;
  }

  private Process start(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(program);
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log.txt").toFile())
        .start();
  }

  private void finish(Process process) throws IOException, InterruptedException {
    if (process.waitFor() != 0) {
      throw new IOException(
          "A run of its own failed: " + Files.readString(folder.resolve("log.txt")));
    }
  }

  /**
   * Peak resident memory of a long film against a short one.
   *
   * @param shortRun arguments that make a film of 10 frames
   * @param longRun arguments that make a film of 200 frames
   * @throws IOException if a run fails
   * @throws InterruptedException if the thread is interrupted
   */
  public void memory(List<String> shortRun, List<String> longRun)
      throws IOException, InterruptedException {
    double small = peak(shortRun);
    double large = peak(longRun);
    table.accept(
        new Requirement("memory", "peak of 200 frames / of 10 frames", large / small, 1.05));
  }

  private double peak(List<String> arguments) throws IOException, InterruptedException {
    Process process = start(arguments);
    double peak = Double.NaN;
    while (process.isAlive()) {
      OptionalLong now = PeakMemory.resident(process.pid());
      if (now.isPresent()) {
        peak = now.getAsLong();
      }
      Thread.sleep(20);
    }
    finish(process);
    return peak;
  }

  /**
   * Kills a run in its middle, starts it again, and counts the files that differ from those of an
   * uninterrupted run.
   *
   * @param input arguments without the output
   * @throws IOException if a run fails
   * @throws InterruptedException if the thread is interrupted
   */
  public void resume(List<String> input) throws IOException, InterruptedException {
    Path whole = folder.resolve("whole");
    Path resumed = folder.resolve("resumed");
    Path work = folder.resolve("work");
    finish(start(with(input, whole)));
    List<String> again = with(input, resumed);
    again.addAll(List.of("--work", work.toString()));
    Process killed = start(again);
    while (killed.isAlive() && count(resumed) < 3) {
      Thread.sleep(5);
    }
    if (!killed.isAlive()) {
      throw new IOException("The run ended before it could be killed.");
    }
    killed.destroyForcibly().waitFor();
    finish(start(again));
    int different = 0;
    try (Stream<Path> files = Files.list(whole)) {
      for (Path file : files.toList()) {
        Path other = resumed.resolve(file.getFileName());
        if (!Files.exists(other) || Files.mismatch(file, other) >= 0) {
          different++;
        }
      }
    }
    table.accept(
        new Requirement(
            "resume", "frames that differ after kill -9 and a new start", different, 0));
  }

  /**
   * Runs on bad input: each must end with its exit code and a sentence, and keep what is finished.
   *
   * @param name what is bad
   * @param arguments of the run
   * @param exitCode how it must end
   * @param message a part of what it must say, in lower case
   * @param kept files that must be there afterwards
   * @throws IOException if the run cannot be started
   * @throws InterruptedException if the thread is interrupted
   */
  public void badInput(
      String name, List<String> arguments, int exitCode, String message, List<Path> kept)
      throws IOException, InterruptedException {
    int code = start(arguments).waitFor();
    String said = Files.readString(folder.resolve("log.txt"));
    boolean good =
        code == exitCode
            && said.toLowerCase(Locale.ROOT).contains(message)
            && !said.contains("Exception")
            && kept.stream().allMatch(Files::isRegularFile);
    table.accept(new Requirement("bad input", name + ": goes wrong", good ? 0 : 1, 0));
  }

  private static List<String> with(List<String> input, Path output) {
    List<String> arguments = new ArrayList<>(input);
    arguments.add(output.toString());
    return arguments;
  }

  private static long count(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }
}
