package org.neuralstyle.imagej;

import ij.IJ;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.report.StudyReport;
import org.neuralstyle.report.SweepFolder;
import org.neuralstyle.study.Findings;
import org.neuralstyle.study.FullStudy;
import org.neuralstyle.study.Samples;
import org.neuralstyle.study.Source;
import org.neuralstyle.study.Sweep;
import org.neuralstyle.synthesis.NeuralStyle;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Does all sweeps and writes a report. */
@Plugin(type = Command.class, label = "Reproduce the Study...", visible = false)
public final class ReproduceStudy extends ExploreCommand {

  @Parameter(
      label = "Folder",
      style = FOLDER,
      description =
          "Where figures, tables and report.html are written; finished runs are kept there",
      persist = false)
  private String folder = "";

  @Parameter(
      label = "Content (title, optional)",
      description = "Title of an open image; empty for the sample that comes with the plugin",
      required = false,
      persist = false)
  private String content = "";

  @Parameter(
      label = "Style (title, optional)",
      description = "Title of an open image; empty for the sample that comes with the plugin",
      required = false,
      persist = false)
  private String style = "";

  @Parameter(
      label = "Size (px)",
      description = "Longer side of the results",
      min = "1",
      persist = false)
  private int size = Sweep.DEFAULT_SIZE;

  @Parameter(
      label = "Iterations",
      description = "Evaluations of each run; 0 for 100 from 128 px on and 60 below",
      min = "0",
      persist = false)
  private int iterations = FullStudy.ITERATIONS_BY_SIZE;

  @Parameter(
      label = "VGG-19 weights",
      description = "auto, a path to a safetensors file, or untrained (random)",
      persist = false)
  private String weights = "auto";

  @Parameter(label = "Device", description = "auto, cpu, cuda:N or mps", persist = false)
  private String device = "auto";

  @Override
  void execute(RunDisplay display) throws IOException, InterruptedException {
    if (folder == null || folder.isBlank()) {
      throw new IllegalArgumentException(
          "Give a folder for the report; it is made if it does not exist.");
    }
    Path target = Path.of(folder.strip());
    FullStudy study =
        FullStudy.of(
            isBlank(content) ? Samples.content() : named("content", content),
            isBlank(style) ? Samples.style() : named("style", style),
            size,
            iterations);
    SweepFolder.checkApart(StudyReport.names(study), target, files());
    FullStudy.Results results;
    try (NeuralStyle neuralStyle = new SynthesisCommand.Engine(weights, device).open()) {
      results =
          study.run(
              neuralStyle, Optional.of(target.resolve(SweepFolder.RUNS)), new SweepStatus(display));
    }
    Path report = StudyReport.write(results, target);
    show("Findings", Findings.of(results).table());
    IJ.log("Neural Style: the report is " + report);
    display.ending("The report is " + report);
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }

  private Source named(String role, String title) {
    return source(images(role, List.of(title.strip())).get(0), role);
  }
}
