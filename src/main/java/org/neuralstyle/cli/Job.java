package org.neuralstyle.cli;

import java.nio.file.Path;
import java.util.List;
import org.neuralstyle.imagej.DisplayedImage;
import org.neuralstyle.synthesis.Inputs;
import org.neuralstyle.synthesis.SynthesisSettings;

/**
 * A run that a command asks for.
 *
 * @param operation its name in the report
 * @param settings its settings
 * @param inputs its images
 * @param like the image whose type and calibration the result takes on
 * @param files the input files, which are never written to
 */
record Job(
    String operation,
    SynthesisSettings settings,
    Inputs inputs,
    DisplayedImage like,
    List<Path> files) {}
