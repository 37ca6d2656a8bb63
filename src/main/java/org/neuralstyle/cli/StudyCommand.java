package org.neuralstyle.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.SweepOptions;
import org.neuralstyle.report.StudyReport;
import org.neuralstyle.report.SweepFolder;
import org.neuralstyle.study.FullStudy;
import org.neuralstyle.study.Samples;
import org.neuralstyle.synthesis.NeuralStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** All sweeps with a report. */
@Command(
    name = "study",
    description = {
      "Reproduce the study: reconstructions from every layer, textures and transfers over layers, style weights, seeds and initialisations, with figures (PNG), tables (CSV) and a report (HTML).",
      "Without --content and --style, on images that come with the program."
    })
final class StudyCommand extends FolderCommand {

  @Option(
      names = "--content",
      paramLabel = "FILE",
      description = "The content image, instead of the sample.")
  private Path content;

  @Option(
      names = "--style",
      paramLabel = "FILE",
      description = "The style image, instead of the sample.")
  private Path style;

  @Mixin
  private final TableOptions options =
      new TableOptions(
          Operation.STUDY, List.of(SweepOptions.STUDY_SIZE, SweepOptions.STUDY_ITERATIONS));

  @Override
  String run(NeuralStyle neuralStyle, Path output, Console listener)
      throws IOException, InterruptedException {
    FullStudy study =
        FullStudy.of(
            content == null ? Samples.content() : open(content),
            style == null ? Samples.style() : open(style),
            options.value(SweepOptions.STUDY_SIZE),
            options.value(SweepOptions.STUDY_ITERATIONS));
    checkApart(StudyReport.names(study));
    FullStudy.Results results =
        study.run(
            neuralStyle, Optional.of(output.resolve(SweepFolder.RUNS)), new SweepConsole(listener));
    return StudyReport.write(results, output) + ": the report.";
  }
}
