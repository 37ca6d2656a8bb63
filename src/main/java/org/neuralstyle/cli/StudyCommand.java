package org.neuralstyle.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.neuralstyle.option.InputOptions;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.SweepOptions;
import org.neuralstyle.report.StudyReport;
import org.neuralstyle.report.SweepFolder;
import org.neuralstyle.study.FullStudy;
import org.neuralstyle.study.Samples;
import org.neuralstyle.synthesis.NeuralStyle;
import picocli.CommandLine.Command;

/** All sweeps with a report. */
@Command(
    name = "study",
    description = {
      "Reproduce the study: reconstructions from every layer, textures and transfers over layers, style weights, seeds and initialisations, with figures (PNG), tables (CSV) and a report (HTML).",
      "Without --content and --style, on images that come with the program."
    })
final class StudyCommand extends FolderCommand {

  StudyCommand() {
    super(Operation.STUDY);
  }

  @Override
  String run(NeuralStyle neuralStyle, Path output, Console listener)
      throws IOException, InterruptedException {
    Optional<Path> content = options().value(InputOptions.CONTENT_FILE);
    Optional<Path> style = options().value(InputOptions.STYLE_FILE);
    FullStudy study =
        FullStudy.of(
            content.isEmpty() ? Samples.content() : open(content.get()),
            style.isEmpty() ? Samples.style() : open(style.get()),
            options().value(SweepOptions.STUDY_SIZE),
            options().value(SweepOptions.STUDY_ITERATIONS));
    checkApart(StudyReport.names(study));
    FullStudy.Results results =
        study.run(
            neuralStyle, Optional.of(output.resolve(SweepFolder.RUNS)), new SweepConsole(listener));
    return StudyReport.write(results, output) + ": the report.";
  }
}
