package org.neuralstyle.report;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.image.AlphaMask;
import org.neuralstyle.picture.ImageFiles;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.storage.OutputFile;
import org.neuralstyle.synthesis.Checkpoint;
import org.neuralstyle.synthesis.Inputs;
import org.neuralstyle.synthesis.RunReport;
import org.neuralstyle.synthesis.SynthesisResult;

/**
 * Where a run's result goes.
 *
 * @param prefix of the files' names in messages, {@code --} on a command line
 * @param image where the image is saved, if anywhere
 * @param report where a report goes, if anywhere
 * @param checkpoint the file that keeps the run, if any
 */
public record ResultFiles(
    String prefix, Optional<Path> image, Optional<Path> report, Optional<Path> checkpoint) {

  /**
   * Refuses what could not be written, or would replace an input or another result, before any work
   * is done.
   *
   * @param inputs files that are read
   * @throws IOException if files cannot be written or looked at
   * @throws IllegalArgumentException if one would replace another
   */
  public void check(List<Path> inputs) throws IOException {
    if (image.isPresent()) {
      new OutputFile(prefix + "output", image.get()).checkApart(inputs);
      ImageFiles.checkTarget(image.get());
    }
    if (report.isPresent()) {
      checkDifferent("output", image, "report", report);
      OutputFile json = new OutputFile(prefix + "report", report.get());
      json.checkApart(inputs);
      json.checkWritable();
      json.checkKind("a report of a run", RunReport::isReport);
    }
    if (checkpoint.isPresent()) {
      new OutputFile(prefix + "checkpoint", checkpoint.get()).checkApart(inputs);
      checkDifferent("output", image, "checkpoint", checkpoint);
      checkDifferent("report", report, "checkpoint", checkpoint);
    }
  }

  private void checkDifferent(
      String name, Optional<Path> file, String otherName, Optional<Path> other) {
    if (file.isPresent() && file.map(ResultFiles::place).equals(other.map(ResultFiles::place))) {
      throw new IllegalArgumentException(
          "%s%s and %s%s are the same file: %s; give another file."
              .formatted(prefix, name, prefix, otherName, file.get()));
    }
  }

  private static Path place(Path file) {
    return file.toAbsolutePath().normalize();
  }

  /**
   * Where the run is kept.
   *
   * @param inputs of the run
   * @param settings of the run
   * @return a place, if there is to be one
   * @throws IOException if its file cannot be read or written
   * @throws IllegalArgumentException if the run cannot go on from its file
   */
  public Optional<Checkpoint> place(Inputs inputs, SynthesisSettings settings) throws IOException {
    Optional<Checkpoint> place = checkpoint.map(Checkpoint::in);
    if (place.isPresent()) {
      place.get().check(inputs, settings);
    }
    return place;
  }

  /**
   * Saves the image and the report; each file appears whole or not at all. Where the image cannot
   * be, it is kept elsewhere, and the report is saved all the same.
   *
   * @param operation reconstruct, texture or transfer
   * @param imp the image
   * @param alpha of the image, if it has transparent parts
   * @param result of the run
   * @throws IOException if one cannot be written; the message says where it is instead
   */
  public void save(
      String operation, ImagePlus imp, Optional<AlphaMask> alpha, SynthesisResult result)
      throws IOException {
    List<String> failures = new ArrayList<>();
    if (image.isPresent()) {
      try {
        ImageFiles.saveOrKeep(imp, alpha, image.get());
      } catch (IOException e) {
        failures.add(e.getMessage());
      }
    }
    if (report.isPresent()) {
      try {
        RunReport.write(report.get(), operation, result);
      } catch (IOException e) {
        failures.add(e.getMessage());
      }
    }
    if (!failures.isEmpty()) {
      throw new IOException(String.join(" ", failures));
    }
  }
}
