package org.neuralstyle.cli;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.image.AlphaMask;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.option.Options;
import org.neuralstyle.picture.ImageFiles;
import org.neuralstyle.report.ResultProperties;
import org.neuralstyle.storage.OutputFile;
import org.neuralstyle.synthesis.Checkpoint;
import org.neuralstyle.synthesis.RunReport;
import org.neuralstyle.synthesis.SynthesisResult;
import picocli.CommandLine.ParameterException;

/** Where the result goes. */
record OutputOptions(TableOptions options) {

  /** Refuses what could not be written, or would replace an input, before any work is done. */
  void check(List<Path> inputs) {
    Path output = file();
    Path report = options.value(Options.REPORT).orElse(null);
    Path checkpoint = options.value(Options.CHECKPOINT).orElse(null);
    try {
      OutputFile image = new OutputFile("--output", output);
      image.checkApart(inputs);
      ImageFiles.checkTarget(output);
      if (report != null) {
        if (isSame(output, report)) {
          throw new IllegalArgumentException("--report and --output are the same file: " + output);
        }
        OutputFile json = new OutputFile("--report", report);
        json.checkApart(inputs);
        json.checkWritable();
        json.checkKind("a report of a run", RunReport::isReport);
      }
      if (checkpoint != null) {
        new OutputFile("--checkpoint", checkpoint).checkApart(inputs);
        if (isSame(checkpoint, output) || isSame(checkpoint, report)) {
          throw new IllegalArgumentException(
              "--checkpoint is the same file as a result: " + checkpoint + "; give another file.");
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new ParameterException(options.commandLine(), e.getMessage(), e);
    }
  }

  private static boolean isSame(Path one, Path other) {
    return other != null
        && one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
  }

  /** Where the run is kept; refuses a file that it cannot go on from. */
  Optional<Checkpoint> checkpoint(Job job) {
    Optional<Checkpoint> place = options.value(Options.CHECKPOINT).map(Checkpoint::in);
    try {
      if (place.isPresent()) {
        place.get().check(job.inputs(), job.settings());
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new ParameterException(options.commandLine(), e.getMessage(), e);
    }
    return place;
  }

  /**
   * Saves the image and the report; each file appears whole or not at all. Where one cannot be, it
   * is kept elsewhere, and the other is saved all the same.
   *
   * @param job what was asked for
   * @param result what came out
   * @throws IOException if one cannot be written; the message says where it is instead
   */
  void save(Job job, SynthesisResult result) throws IOException {
    Path output = file();
    Optional<Path> report = options.value(Options.REPORT);
    String title = String.valueOf(output.getFileName());
    ImagePlus imp = image(job, result, title);
    ResultProperties.add(imp, job.operation(), job.sources(), result);
    List<String> failures = new ArrayList<>();
    try {
      ImageFiles.saveOrKeep(imp, alpha(job, result), output);
    } catch (IOException e) {
      failures.add(e.getMessage());
    }
    if (report.isPresent()) {
      try {
        RunReport.write(report.get(), job.operation(), result);
      } catch (IOException e) {
        failures.add(e.getMessage());
      }
    }
    if (!failures.isEmpty()) {
      throw new IOException(String.join(" ", failures));
    }
  }

  private ImagePlus image(Job job, SynthesisResult result, String title) {
    boolean rgb = options.value(Options.RGB);
    if (job.inputs().content().isPresent()) {
      return job.like().toImagePlus(result.image(), title, rgb);
    }
    // A texture is not a field of its style: it may be larger, but its pixels are never finer.
    RgbImage style = job.inputs().style().orElseThrow();
    double scaleX = Math.min(1, (double) result.image().width() / style.width());
    double scaleY = Math.min(1, (double) result.image().height() / style.height());
    return job.like().toImagePlus(result.image(), title, rgb, scaleX, scaleY);
  }

  /** The content's; a texture has none. */
  private static Optional<AlphaMask> alpha(Job job, SynthesisResult result) {
    return job.inputs().content().isPresent()
        ? job.like().alpha(result.image().width(), result.image().height())
        : Optional.empty();
  }

  Path file() {
    return options.value(Options.OUTPUT).orElseThrow();
  }
}
