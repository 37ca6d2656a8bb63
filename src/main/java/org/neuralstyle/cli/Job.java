package org.neuralstyle.cli;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.synthesis.Inputs;

/**
 * A run that a command asks for.
 *
 * @param operation its name in the report
 * @param settings its settings
 * @param inputs its images
 * @param like the image whose type and calibration the result takes on
 * @param files the input files, which are never written to: content, style, guides, and what it
 *     starts from
 * @param guides what the images beside content and style are
 */
record Job(
    String operation,
    SynthesisSettings settings,
    Inputs inputs,
    DisplayedImage like,
    List<Path> files,
    List<String> guides) {

  /** A run of content and style alone. */
  Job(
      String operation,
      SynthesisSettings settings,
      Inputs inputs,
      DisplayedImage like,
      List<Path> files) {
    this(operation, settings, inputs, like, files, List.of());
  }

  /** The names of the files by what they are: content first, then style, then guides. */
  Map<String, String> sources() {
    Map<String, String> sources = new LinkedHashMap<>();
    Iterator<Path> rest = files.iterator();
    if (inputs.content().isPresent() && rest.hasNext()) {
      sources.put("content", String.valueOf(rest.next().getFileName()));
    }
    if (inputs.style().isPresent() && rest.hasNext()) {
      sources.put("style", String.valueOf(rest.next().getFileName()));
    }
    guides.forEach(role -> sources.put(role, String.valueOf(rest.next().getFileName())));
    return sources;
  }
}
