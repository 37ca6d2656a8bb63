package org.neuralstyle.imagej;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.picture.ImageFiles;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.storage.OutputFile;
import org.neuralstyle.synthesis.Checkpoint;
import org.neuralstyle.synthesis.Inputs;
import org.neuralstyle.synthesis.RunReport;
import org.neuralstyle.synthesis.SynthesisResult;

/**
 * Where a result goes.
 *
 * @param image where the image is saved, if anywhere
 * @param report where a report goes, if anywhere
 * @param checkpoint the file that keeps the run, if any
 */
record ResultFiles(Optional<Path> image, Optional<Path> report, Optional<Path> checkpoint) {

  /** Refuses paths that cannot be written to or are inputs, before any work is done. */
  void check(List<Path> inputs) throws IOException {
    if (image.isPresent()) {
      new OutputFile("output", image.get()).checkApart(inputs);
      ImageFiles.checkTarget(image.get());
    }
    if (report.isPresent()) {
      OutputFile json = new OutputFile("report", report.get());
      json.checkApart(inputs);
      json.checkWritable();
      json.checkKind("a report of a run", RunReport::isReport);
    }
  }

  /** Where the run is kept; refuses a file that it cannot go on from. */
  Optional<Checkpoint> place(Inputs inputs, SynthesisSettings settings) throws IOException {
    Optional<Checkpoint> place = checkpoint.map(Checkpoint::in);
    if (place.isPresent()) {
      place.get().check(inputs, settings);
    }
    return place;
  }

  void save(String operation, ImagePlus imp, SynthesisResult result) throws IOException {
    if (image.isPresent()) {
      ImageFiles.saveOrKeep(imp, Optional.empty(), image.get());
    }
    if (report.isPresent()) {
      RunReport.write(report.get(), operation, result);
    }
  }
}
