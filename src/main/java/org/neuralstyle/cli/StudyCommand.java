package org.neuralstyle.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.neuralstyle.report.StudyReport;
import org.neuralstyle.report.SweepFolder;
import org.neuralstyle.study.FullStudy;
import org.neuralstyle.study.Samples;
import org.neuralstyle.study.Sweep;
import org.neuralstyle.synthesis.NeuralStyle;
import picocli.CommandLine.Command;
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

  @Option(
      names = "--size",
      paramLabel = "PX",
      description = "Longer side of the results in pixels. Default: ${DEFAULT-VALUE}.")
  private int size;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description =
          "Evaluations of each run, 0 for 100 from 128 px on and 60 below. Default: ${DEFAULT-VALUE}.")
  private int iterations;

  @Override
  public Map<String, Object> defaults() {
    return Map.of("size", Sweep.DEFAULT_SIZE, "iterations", FullStudy.ITERATIONS_BY_SIZE);
  }

  @Override
  String run(NeuralStyle neuralStyle, Path output, Console listener)
      throws IOException, InterruptedException {
    FullStudy study =
        FullStudy.of(
            content == null ? Samples.content() : open(content),
            style == null ? Samples.style() : open(style),
            size,
            iterations);
    checkApart(StudyReport.names(study));
    FullStudy.Results results =
        study.run(
            neuralStyle, Optional.of(output.resolve(SweepFolder.RUNS)), new SweepConsole(listener));
    return StudyReport.write(results, output) + ": the report.";
  }
}
