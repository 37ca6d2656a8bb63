package org.neuralstyle.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.neuralstyle.option.InputOptions;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.Options;
import org.neuralstyle.option.SettingOptions;
import org.neuralstyle.report.SweepFolder;
import org.neuralstyle.storage.OutputFile;
import org.neuralstyle.study.ResultScores;
import org.neuralstyle.study.Source;
import org.neuralstyle.study.Table;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.synthesis.Scoring;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How good the pictures of transfers are. */
@Command(
    name = "score",
    description = {
      "Measure how good results of one content and one style are, whatever made them.",
      "Content fidelity, global effects and local patterns (Wang et al. 2021) are better the higher, up to 1; style distances are style losses; the flat share is 0.05 for the style itself, more where it has not reached; the border's gradient is about 1 without a frame."
    })
final class ScoreCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private final TableOptions options = TableOptions.of(Operation.SCORE);
  @Mixin private final ConsoleOptions console = new ConsoleOptions();
  private final EngineOptions engine = new EngineOptions(options);

  @Override
  public Integer call() throws IOException, InterruptedException {
    engine.check();
    checkTable();
    Source content = open(options.file(InputOptions.CONTENT));
    Source style = open(options.file(InputOptions.STYLE));
    List<Source> sources =
        options.values(InputOptions.RESULT_FILES).stream().map(this::open).toList();
    Table table;
    try (Console listener = console.open();
        NeuralStyle neuralStyle = engine.open()) {
      Scoring scoring =
          new Scoring(neuralStyle, options.value(SettingOptions.MEASURED_POOLING), listener);
      table = ResultScores.measure(scoring, content, style, sources).table();
    }
    PrintWriter out = command.commandLine().getOut();
    for (Map<String, Object> row : table.rows()) {
      out.println(row.get("result"));
      row.forEach(
          (name, value) -> {
            if (value instanceof Double number) {
              out.println(String.format(Locale.ROOT, "  %-24s %.4g", name, number));
            }
          });
    }
    Optional<Path> output = options.value(Options.TABLE_OUTPUT);
    if (output.isPresent()) {
      SweepFolder.write(table, output.get());
    }
    return NeuralStyleCli.OK;
  }

  /** Refuses a table that could not be written, before anything is measured. */
  private void checkTable() {
    Optional<Path> output = options.value(Options.TABLE_OUTPUT);
    if (output.isEmpty()) {
      return;
    }
    List<Path> inputs = new ArrayList<>(options.values(InputOptions.RESULT_FILES));
    inputs.add(options.file(InputOptions.CONTENT));
    inputs.add(options.file(InputOptions.STYLE));
    inputs.addAll(engine.files());
    OutputFile table = new OutputFile("--output", output.get());
    try {
      table.checkApart(inputs);
      table.checkWritable();
      table.checkKind("a table", SweepFolder::isTable);
    } catch (IOException | IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  private Source open(Path file) {
    return new Source(
        String.valueOf(file.getFileName()), InputImage.open(command.commandLine(), file).toRgb());
  }
}
