package org.neuralstyle.spark;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.neuralstyle.cli.NeuralStyleCli;
import org.neuralstyle.stack.FrameRange;
import org.neuralstyle.weights.WeightsChoice;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * A command of the plain program that any machine understands: paths are absolute.
 *
 * @param words the command, its options and its parameters
 * @param files that it names, without the weights
 * @param network what it computes with
 */
record Words(List<String> words, List<String> files, ExecutorNetwork network)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** What it is for an executor to say. */
  private static final Set<String> DETAIL = Set.of("--quiet", "--verbose");

  /**
   * What a command came to.
   *
   * @param code the exit code
   * @param message what it said, on one line
   */
  record Answer(int code, String message) implements Serializable {

    private static final long serialVersionUID = 1L;

    boolean isDone() {
      return code == CommandLine.ExitCode.OK;
    }
  }

  /** The words of a command that was parsed, without some of its options. */
  static Words of(ParseResult parsed, Set<String> without) {
    List<String> words = new ArrayList<>(List.of(parsed.commandSpec().name(), "--quiet"));
    List<String> files = new ArrayList<>();
    String weights = "auto";
    String device = "auto";
    for (OptionSpec option : parsed.matchedOptions()) {
      String name = option.longestName();
      if (!DETAIL.contains(name) && !without.contains(name)) {
        List<String> values = values(option);
        words.add(name);
        if (!option.type().equals(boolean.class)) {
          words.addAll(values);
        }
        if (name.equals("--weights")) {
          weights = values.get(0);
        } else {
          option.originalStringValues().stream()
              .filter(value -> isFile(option, value))
              .forEach(value -> files.add(absolute(Path.of(value))));
          device = name.equals("--device") ? values.get(0) : device;
        }
      }
    }
    for (PositionalParamSpec parameter : parsed.matchedPositionals()) {
      parameter.originalStringValues().forEach(value -> words.add(absolute(Path.of(value))));
    }
    return new Words(
        words,
        files,
        new ExecutorNetwork(WeightsChoice.parse(weights).toString(), device, Cluster.threads()));
  }

  private static List<String> values(ArgSpec option) {
    return option.originalStringValues().stream()
        .map(value -> isFile(option, value) ? absolute(Path.of(value)) : value)
        .toList();
  }

  /** By the label in the help, which names what else there is beside a path. */
  private static boolean isFile(ArgSpec option, String value) {
    List<String> choices = Arrays.asList(option.paramLabel().split("\\|"));
    return (choices.contains("FILE") || choices.contains("FOLDER"))
        && choices.stream().noneMatch(choice -> choice.equalsIgnoreCase(value.strip()));
  }

  static String absolute(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }

  /**
   * Runs the command here, with further words.
   *
   * @throws IOException if the network cannot be had
   * @throws InterruptedException if the thread is interrupted
   */
  Answer run(Optional<FrameRange> frames, String... more) throws IOException, InterruptedException {
    StringWriter text = new StringWriter();
    PrintWriter writer = new PrintWriter(text, true);
    String[] all = Stream.concat(words.stream(), Stream.of(more)).toArray(String[]::new);
    int code =
        network.compute(
            neuralStyle ->
                NeuralStyleCli.execute(
                    NeuralStyleCli.commandLine(neuralStyle, frames)
                        .setOut(writer)
                        .setErr(writer)
                        // Nobody sits there to be shown the help.
                        .setParameterExceptionHandler(
                            (e, given) -> {
                              writer.println(e.getMessage());
                              return CommandLine.ExitCode.USAGE;
                            }),
                    all));
    return new Answer(code, text.toString().strip().replaceAll("\\s*\\R\\s*", " "));
  }
}
