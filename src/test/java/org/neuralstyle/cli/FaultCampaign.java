package org.neuralstyle.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.neuralstyle.cli.CliTest.Answer;

/**
 * For developers: makes damaged images, films, weights, answers of servers and disks from a seed,
 * and lets commands meet them. None may hang, show a stack trace, come to a wrong result without a
 * word, or lose or leave a file; a refusal names the file. Most run in this Java, some as the
 * packed program.
 *
 * <pre>
 * P=target/neural-style
 * java -cp "target/test-classes:$P/lib/*:$P/lib/cli/*:$P/imagej/*" org.neuralstyle.cli.FaultCampaign \
 *   PROGRAM FOLDER CASES SEED [KIND...]</pre>
 *
 * <p>A case that does not end within 30 s is done once more, with as much more time as the machine
 * has other work, and said to be; it hangs if it does not end then either.
 *
 * <p>Prints a table and the failures, whose folders stay. What no decoder can see, such as another
 * value of a pixel in a format without sums, is counted as not to be seen. Where there is FFmpeg's
 * program, it is the other decoder that is asked.
 */
public final class FaultCampaign {

  /** The longest time of a case, in seconds. */
  private static final int LIMIT = 30;

  private static final Pattern TRACE =
      Pattern.compile("(?m)^\\s+at [\\w.$/@]+\\(|Exception\\b|\\bjava\\.\\w+\\.|Error:");

  /** How a case ends well. */
  private enum Ending {
    REFUSED,
    WARNED,
    SAME,
    DONE,
    NOT_TO_BE_SEEN
  }

  private final Path folder;
  private final long seed;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "case");
            thread.setDaemon(true);
            return thread;
          });
  private final List<String> failures = new ArrayList<>();

  private FaultCampaign(Path folder, long seed) {
    this.folder = folder;
    this.seed = seed;
  }

  /**
   * Does it.
   *
   * @param args as above
   * @throws Exception if the campaign itself cannot go on
   */
  public static void main(String[] args) throws Exception {
    System.setProperty("java.awt.headless", "true");
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    Path folder = Files.createDirectories(Path.of(args[1])).toRealPath();
    int cases = Integer.parseInt(args[2]);
    long seed = Long.parseLong(args[3]);
    List<String> wanted = Arrays.asList(args).subList(4, args.length);
    try (AnswerFaults answers = new AnswerFaults(folder.resolve("caches"))) {
      Map<String, Callable<FaultCase.Kind>> kinds = new LinkedHashMap<>();
      kinds.put("images", () -> new ImageFaults(folder));
      kinds.put("films", () -> new FilmFaults(folder));
      kinds.put("weights", () -> new WeightsFaults(folder));
      kinds.put("answers", () -> answers);
      kinds.put("disks", DiskFaults::new);
      kinds.put("program", () -> new ProgramFaults(Path.of(args[0]).toRealPath()));
      int[] shares = {40, 20, 15, 10, 10, 5};
      FaultCampaign campaign = new FaultCampaign(folder, seed);
      System.out.println("kind      cases refused warned   same   done unseen FAILED   longest");
      int share = 0;
      int all = 0;
      for (Map.Entry<String, Callable<FaultCase.Kind>> kind : kinds.entrySet()) {
        int count = Math.max(1, cases * shares[share++] / 100);
        if (wanted.isEmpty() || wanted.contains(kind.getKey())) {
          campaign.run(kind.getKey(), kind.getValue().call(), count);
          all += count;
        }
      }
      System.out.printf("%d cases of seed %d, %d failed%n", all, seed, campaign.failures.size());
      System.exit(campaign.failures.isEmpty() ? 0 : 1);
    }
  }

  private void run(String name, FaultCase.Kind kind, int count) throws Exception {
    int[] endings = new int[Ending.values().length];
    int failed = 0;
    double longest = 0;
    for (int i = 0; i < count; i++) {
      Path place = folder.resolve("%s-%d-%d".formatted(name, seed, i));
      long begin = System.nanoTime();
      try {
        try {
          endings[ending(kind, name, i, place, LIMIT).ordinal()]++;
        } catch (TimeoutException e) {
          System.out.println(place + ": not within 30 s, and again");
          long limit = (long) Math.ceil(LIMIT * Math.max(1, load()));
          begin = System.nanoTime();
          endings[ending(kind, name, i, place, limit).ordinal()]++;
        }
        delete(place);
      } catch (Failure | TimeoutException e) {
        failed++;
        String failure = "%s: %s".formatted(place, e.getMessage());
        failures.add(failure);
        System.out.println(failure);
      }
      longest = Math.max(longest, (System.nanoTime() - begin) / 1e9);
    }
    System.out.printf(
        "%-9s %5d %7d %6d %6d %6d %6d %6d %7.1f s%n",
        name, count, endings[0], endings[1], endings[2], endings[3], endings[4], failed, longest);
  }

  /** How many programs wait for each processor. */
  private static double load() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return system.getSystemLoadAverage() / system.getAvailableProcessors();
  }

  private Ending ending(FaultCase.Kind kind, String name, int number, Path place, long limit)
      throws Exception {
    Random random = new Random(seed * 1_000_003 + number * 31L + name.hashCode());
    Files.createDirectories(place);
    delete(place);
    Files.createDirectory(place);
    Files.writeString(place.resolve("notes.txt"), "my notes");
    FaultCase one = kind.next(place, random);
    // If Java itself ends, this tells of which case.
    Files.writeString(folder.resolve("running"), place + ": " + one.what());
    Map<String, String> before = contents(place, one);
    try {
      return judge(one, place, before, limit);
    } catch (Failure e) {
      throw new Failure(one.what() + ": " + e.getMessage(), e);
    }
  }

  private Ending judge(FaultCase one, Path place, Map<String, String> before, long limit)
      throws Exception {
    Answer answer = answer(one, limit);
    String told = answer.err() + answer.out();
    String brief = " [" + answer.code() + "] " + told.strip();
    if (TRACE.matcher(told).find()) {
      throw new Failure("a stack trace or the name of an exception" + brief);
    }
    if (!before.equals(contents(place, one))) {
      throw new Failure("files before and after: " + before + contents(place, one) + brief);
    }
    String wrong = one.afterwards().fault();
    if (!wrong.isEmpty()) {
      throw new Failure(wrong + brief);
    }
    boolean named = one.named().isEmpty() || one.named().stream().anyMatch(answer.err()::contains);
    if (answer.code() != NeuralStyleCli.OK) {
      if (answer.code() != NeuralStyleCli.FAILED && answer.code() != NeuralStyleCli.BAD_INPUT) {
        throw new Failure("an exit status that is none of the program's" + brief);
      }
      if (!named || answer.err().isBlank()) {
        throw new Failure("the message names nothing of " + one.named() + brief);
      }
      return Ending.REFUSED;
    }
    if (one.result().isEmpty()) {
      return Ending.DONE;
    }
    if (one.result().get().read().equals(one.expected())) {
      return Ending.SAME;
    }
    if (isWarned(one, answer)) {
      return Ending.WARNED;
    }
    if (one.seen().sees()) {
      throw new Failure("another result without a word" + brief);
    }
    return Ending.NOT_TO_BE_SEEN;
  }

  /** Whether nothing is said but that the network is untrained. */
  static boolean isSilent(Answer answer) {
    return answer.err().lines().allMatch(line -> line.contains("untrained"));
  }

  private static boolean isWarned(FaultCase one, Answer answer) {
    return answer
        .err()
        .lines()
        .anyMatch(
            line -> line.contains("Warning") && one.named().stream().anyMatch(line::contains));
  }

  /** What the command says; what libraries print is part of it. */
  private Answer answer(FaultCase one, long limit) throws Exception {
    PrintStream usual = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    Future<Answer> future = threads.submit(one.run()::run);
    try {
      Answer answer = future.get(limit, TimeUnit.SECONDS);
      return new Answer(
          answer.code(), answer.out(), answer.err() + printed.toString(StandardCharsets.UTF_8));
    } catch (TimeoutException e) {
      StringBuilder stacks = new StringBuilder();
      Thread.getAllStackTraces().entrySet().stream()
          .filter(thread -> thread.getKey().getName().equals("case"))
          .forEach(thread -> stacks.append(Arrays.toString(thread.getValue())));
      future.cancel(true);
      throw (TimeoutException) new TimeoutException(one.what() + " hangs: " + stacks).initCause(e);
    } catch (ExecutionException e) {
      throw new Failure("ends with " + e.getCause(), e);
    } finally {
      System.setErr(usual);
    }
  }

  /** All files of the folder but the outputs, with what is in them. */
  private static Map<String, String> contents(Path place, FaultCase one) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(place)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (one.outputs().stream().noneMatch(file::startsWith)) {
          // Weights are large, and mostly holes.
          boolean large = Files.size(file) > 1 << 22;
          contents.put(
              place.relativize(file).toString(),
              large
                  ? Files.size(file) + " bytes of " + Files.getLastModifiedTime(file)
                  : String.valueOf(Arrays.hashCode(Files.readAllBytes(file))));
        }
      }
    }
    return contents;
  }

  private static void delete(Path place) throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** A case that ends badly. */
  private static final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    Failure(String message) {
      super(message);
    }

    Failure(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
