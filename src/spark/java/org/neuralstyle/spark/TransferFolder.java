package org.neuralstyle.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.neuralstyle.cli.Console;
import org.neuralstyle.cli.ConsoleOptions;
import org.neuralstyle.cli.NeuralStyleCli;
import org.neuralstyle.picture.FrameFiles;
import org.neuralstyle.report.SweepFolder;
import org.neuralstyle.study.Table;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Many contents in one style, each as the plain program's transfer does it. */
@Command(
    name = "transfer",
    description = {
      "Give each image of a folder the style of an image, and write a table of what came of them (transfer.csv).",
      "The other options are those of \"neural-style transfer\", --style among them."
    })
final class TransferFolder implements Callable<Integer> {

  /** The folder, in that of the pictures, with checkpoints and marks of finished pictures. */
  private static final String MARKS = "runs";

  private static final String TABLE = "transfer.csv";

  @Spec private CommandSpec command;
  @ParentCommand private NeuralStyleSpark program;
  @Mixin private final ConsoleOptions console = new ConsoleOptions();

  @Option(
      names = "--content",
      required = true,
      paramLabel = "FOLDER",
      description = "The folder of the contents.")
  private Path content;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FOLDER",
      description = "The folder of the pictures, which have the names of the contents.")
  private Path output;

  @Option(
      names = "--format",
      paramLabel = "png|tif|jpg",
      defaultValue = "png",
      description = "Format of the pictures. Default: ${DEFAULT-VALUE}.")
  private String format;

  @Unmatched private final List<String> options = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    List<TransferUnit> units = units();
    if (program.isDryRun()) {
      units.forEach(unit -> command.commandLine().getOut().println(unit.label()));
      return CommandLine.ExitCode.OK;
    }
    Files.createDirectories(output.resolve(MARKS));
    List<Words.Answer> answers;
    try (Console listener = console.open();
        Cluster cluster = new Cluster()) {
      answers = cluster.run(units, listener);
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < units.size(); i++) {
      boolean failed = !answers.get(i).isDone();
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("content", units.get(i).label());
      row.put("picture", failed ? "" : Path.of(units.get(i).output()).getFileName().toString());
      row.put("state", failed ? "failed" : "done");
      row.put("message", answers.get(i).message());
      rows.add(row);
    }
    SweepFolder.write(new Table(rows), output.resolve(TABLE));
    long failed = rows.stream().filter(row -> row.get("state").equals("failed")).count();
    console.done(
        "%s: %s pictures, %s failed.".formatted(output.resolve(TABLE), rows.size(), failed));
    return failed > 0 ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
  }

  /** Plans the transfers; whatever is wrong with the options is told of the first. */
  private List<TransferUnit> units() throws IOException {
    if (!Files.isDirectory(content)) {
      throw badInput("There is no folder %s of contents; give one, or use gallery.", content);
    }
    if (Files.exists(output) && Files.isSameFile(content, output)) {
      throw badInput("The folder %s holds the contents; give another for the pictures.", output);
    }
    if (!Set.of("png", "tif", "jpg").contains(format)) {
      throw badInput("The format %s is not known; give png, tif or jpg.", format);
    }
    List<TransferUnit> units = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Path file : FrameFiles.images(content)) {
      String whole = file.getFileName().toString();
      String stem = whole.replaceFirst("\\.[^.]*$", "");
      String name = names.add(stem.toLowerCase(Locale.ROOT)) ? stem : whole;
      units.add(unit(file, name + "." + format));
    }
    return units;
  }

  private TransferUnit unit(Path file, String picture) {
    List<String> given = new ArrayList<>(options);
    given.addAll(List.of("--content", Words.absolute(file)));
    CommandLine plain = NeuralStyleCli.commandLine();
    List<String> all = new ArrayList<>(given);
    all.addAll(0, List.of("transfer"));
    all.addAll(List.of("--output", picture));
    CommandLine.ParseResult parsed;
    try {
      parsed = plain.parseArgs(all.toArray(String[]::new)).subcommand();
    } catch (ParameterException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
    for (String name : List.of("--checkpoint", "--report")) {
      if (parsed.hasMatchedOption(name)) {
        throw badInput("%s is not for folders: each content has a run of its own.", name);
      }
    }
    Words words = Words.of(parsed, Set.of("--output"));
    return new TransferUnit(
        file.getFileName().toString(),
        words,
        Words.absolute(output.resolve(picture)),
        Words.absolute(output.resolve(MARKS).resolve(picture)));
  }

  private ParameterException badInput(String message, Object what) {
    return new ParameterException(command.commandLine(), message.formatted(what));
  }
}
