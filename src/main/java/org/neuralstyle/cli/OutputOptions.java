package org.neuralstyle.cli;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.image.AlphaMask;
import org.neuralstyle.image.OutputFile;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.picture.ImageFiles;
import org.neuralstyle.report.ResultProperties;
import org.neuralstyle.synthesis.Checkpoint;
import org.neuralstyle.synthesis.RunReport;
import org.neuralstyle.synthesis.SynthesisResult;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the result goes. */
final class OutputOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description =
          "The result: .tif (keeps type, calibration and settings), .png, .jpg, .gif or .bmp. An existing file is replaced.")
  private Path output;

  @Option(
      names = "--report",
      paramLabel = "FILE.json",
      description = "Write settings, device, weights and all losses to this file.")
  private Path report;

  @Option(
      names = "--rgb",
      description =
          "Make an RGB image, whatever the type of the input. Without it, a grey image gives a grey result.")
  private boolean rgb;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description =
          "Keep the run in this file, every few seconds. If it is ended, however, the same command goes on from there; if it is finished, with more --iterations.")
  private Path checkpoint;

  /** Refuses what could not be written, or would replace an input, before any work is done. */
  void check(List<Path> inputs) {
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
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  private static boolean isSame(Path one, Path other) {
    return other != null
        && one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
  }

  /** Where the run is kept; refuses a file that it cannot go on from. */
  Optional<Checkpoint> checkpoint(Job job) {
    if (checkpoint == null) {
      return Optional.empty();
    }
    Checkpoint place = Checkpoint.in(checkpoint);
    try {
      place.check(job.inputs(), job.settings());
    } catch (IOException | IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
    return Optional.of(place);
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
    String title = String.valueOf(output.getFileName());
    ImagePlus imp = image(job, result, title);
    ResultProperties.add(imp, job.operation(), job.sources(), result);
    List<String> failures = new ArrayList<>();
    try {
      ImageFiles.saveOrKeep(imp, alpha(job, result), output);
    } catch (IOException e) {
      failures.add(e.getMessage());
    }
    if (report != null) {
      try {
        RunReport.write(report, job.operation(), result);
      } catch (IOException e) {
        failures.add(e.getMessage());
      }
    }
    if (!failures.isEmpty()) {
      throw new IOException(String.join(" ", failures));
    }
  }

  private ImagePlus image(Job job, SynthesisResult result, String title) {
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
    return output;
  }
}
