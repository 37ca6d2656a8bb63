package org.neuralstyle.imagej;

import ij.IJ;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.option.InputOptions;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.SweepOptions;
import org.neuralstyle.report.StudyReport;
import org.neuralstyle.report.SweepFolder;
import org.neuralstyle.study.Findings;
import org.neuralstyle.study.FullStudy;
import org.neuralstyle.study.Samples;
import org.neuralstyle.study.Source;
import org.neuralstyle.synthesis.NeuralStyle;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Does all sweeps and writes a report. */
@Plugin(
    type = Command.class,
    label = "Reproduce the Study...",
    description = "Does all comparisons and writes a report of them.",
    visible = false)
public final class ReproduceStudy extends ExploreCommand {

  @Parameter(persist = false)
  private String folder;

  @Parameter(persist = false, required = false)
  private String content;

  @Parameter(persist = false, required = false)
  private String style;

  @Parameter(persist = false)
  private int size;

  @Parameter(persist = false)
  private int iterations;

  private Path report;

  /** SciJava creates its commands itself. */
  public ReproduceStudy() {
    super(Operation.STUDY);
  }

  @Override
  void execute(RunDisplay display) throws IOException, InterruptedException {
    Path target =
        value(SweepOptions.STUDY_FOLDER)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Give a folder for the report; it is made if it does not exist."));
    FullStudy study = study();
    SweepFolder.checkApart(StudyReport.names(study), target, files());
    FullStudy.Results results;
    try (NeuralStyle neuralStyle = computation().open()) {
      results =
          study.run(
              neuralStyle, Optional.of(target.resolve(SweepFolder.RUNS)), new SweepStatus(display));
    }
    report = StudyReport.write(results, target);
    showToMacros("Findings", Findings.table(Findings.of(results)));
    if (!isForPerson()) {
      IJ.log("Neural Style: the report is " + report);
    }
    display.ending("The report is " + report);
  }

  @Override
  void showOutputs() {
    if (isForPerson() && !Browser.isOpened(report.toUri())) {
      IJ.showMessage("Neural Style", "The report of the study is\n" + report);
    }
  }

  private FullStudy study() throws IOException {
    String contentTitle = value(InputOptions.CONTENT_TITLE);
    String styleTitle = value(InputOptions.STYLE_TITLE);
    return FullStudy.of(
        contentTitle.isEmpty() ? Samples.content() : named("content", contentTitle),
        styleTitle.isEmpty() ? Samples.style() : named("style", styleTitle),
        value(SweepOptions.STUDY_SIZE),
        value(SweepOptions.STUDY_ITERATIONS));
  }

  @Override
  Optional<String> expected(Forecasters forecasters) throws IOException, InterruptedException {
    return Optional.of(expected(study().sweeps(), forecasters));
  }

  private Source named(String role, String title) {
    return source(images(role, List.of(title)).get(0), role);
  }
}
