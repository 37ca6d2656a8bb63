package org.neuralstyle.imagej;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.option.InputOptions;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.Options;
import org.neuralstyle.option.SettingOptions;
import org.neuralstyle.picture.ImageFiles;
import org.neuralstyle.report.SweepFolder;
import org.neuralstyle.storage.OutputFile;
import org.neuralstyle.study.ResultScores;
import org.neuralstyle.study.Source;
import org.neuralstyle.study.Table;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.synthesis.Scoring;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Measures how good results of one content and one style are. */
@Plugin(
    type = Command.class,
    label = "Score Results...",
    description =
        "Measures how good results are: how much of the content they keep, and how near they come to the style.",
    visible = false)
public final class ScoreResults extends ExploreCommand {

  private static final String TABLE = "Scores";

  @Parameter(persist = false)
  private ImagePlus content;

  @Parameter(persist = false)
  private ImagePlus style;

  @Parameter(persist = false, required = false)
  private String results;

  @Parameter(persist = false)
  private String pooling;

  @Parameter(persist = false, required = false)
  private String output;

  private Table table;

  /** SciJava creates its commands itself. */
  public ScoreResults() {
    super(Operation.SCORE);
  }

  @Override
  void execute(RunDisplay display) throws IOException, InterruptedException {
    Source contentSource = source(content, "content");
    Source styleSource = source(style, "style");
    List<String> titles = value(InputOptions.RESULTS);
    List<Source> sources =
        (titles.isEmpty()
                ? CommandInputs.images().stream()
                    .filter(imp -> imp != content && imp != style)
                    .toList()
                : images("results", titles))
            .stream().map(imp -> source(imp, "result")).toList();
    Optional<Path> file = value(Options.TABLE_OUTPUT);
    if (file.isPresent()) {
      ImageFiles.checkWritable(file.get());
      OutputFile table = new OutputFile("output", file.get());
      table.checkApart(files());
      table.checkKind("a table", SweepFolder::isTable);
    }
    try (NeuralStyle neuralStyle = computation().open()) {
      Scoring scoring =
          new Scoring(
              neuralStyle, value(SettingOptions.MEASURED_POOLING), new SweepStatus(display));
      table = ResultScores.measure(scoring, contentSource, styleSource, sources).table();
    }
    showToMacros(TABLE, table);
    if (file.isPresent()) {
      SweepFolder.write(table, file.get());
    }
    display.ending("%s results scored".formatted(table.rows().size()));
  }

  @Override
  void showOutputs() {
    if (isForPerson()) {
      show(TABLE, table);
    }
  }
}
