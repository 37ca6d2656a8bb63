package org.neuralstyle.cli;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.image.AlphaMask;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.imagej.ImageFiles;
import org.neuralstyle.imagej.ResultProperties;
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

  /** Refuses what could not be written, or would replace an input, before any work is done. */
  void check(List<Path> inputs) {
    try {
      ImageFiles.checkTarget(output);
      if (report != null) {
        checkReport();
      }
      for (Path input : inputs) {
        checkApart("--output", output, input);
        checkApart("--report", report, input);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  private void checkReport() throws IOException {
    Path folder = report.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(report)) {
      throw new IOException("Cannot write the report " + report + ": it is a folder.");
    }
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          "Cannot write the report " + report + ": there is no folder " + folder + ".");
    }
    if (!Files.isWritable(folder)) {
      throw new IOException("Cannot write the report " + report + ": the folder is not writable.");
    }
    if (report.toAbsolutePath().normalize().equals(output.toAbsolutePath().normalize())) {
      throw new IllegalArgumentException("--report and --output are the same file: " + output);
    }
  }

  private static void checkApart(String option, Path file, Path input) throws IOException {
    if (file != null && Files.exists(file) && Files.isSameFile(file, input)) {
      throw new IllegalArgumentException(
          option + " would replace the input " + input + "; give another file.");
    }
  }

  /**
   * Saves the image and the report; each file appears whole or not at all.
   *
   * @param job what was asked for
   * @param result what came out
   * @throws IOException if one cannot be written
   */
  void save(Job job, SynthesisResult result) throws IOException {
    String title = String.valueOf(output.getFileName());
    ImagePlus imp = image(job, result, title);
    ResultProperties.add(imp, job.operation(), job.sources(), result);
    ImageFiles.save(imp, alpha(job, result), output);
    if (report != null) {
      RunReport.write(report, job.operation(), result);
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
