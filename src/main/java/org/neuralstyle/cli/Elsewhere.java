package org.neuralstyle.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neuralstyle.study.RunResult;
import org.neuralstyle.study.Sweep;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.synthesis.RunListener;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.weights.WeightsChoice;

/**
 * A program with some of these commands, see {@link NeuralStyleCli#elsewhere}, which does the work
 * of them on other machines.
 */
public interface Elsewhere {

  /**
   * A sweep that a command asks for.
   *
   * @param sweep the sweep; an image that could not be read is a black one
   * @param files of its images, by their names
   * @param damaged why images could not be read, by their names
   * @param folder where finished runs are kept, for this machine and the others
   */
  record SweepWork(
      Sweep sweep, Map<String, Path> files, Map<String, String> damaged, Path folder) {}

  /**
   * What to compute with.
   *
   * @param weights which weights
   * @param device where each machine computes
   * @param forced whether to run also where memory is short
   * @param neuralStyle of this machine, which says the precision for all; stays the caller's
   */
  record Network(
      WeightsChoice weights, DeviceChoice device, boolean forced, NeuralStyle neuralStyle) {}

  /**
   * Does the runs of a sweep.
   *
   * @param work the sweep
   * @param network what to compute with
   * @param listener is told of the progress
   * @return the results of all runs in order, failed ones too; empty if they were only told
   * @throws IOException if the folder cannot be written to, or the machines cannot be had; the
   *     message says what to do
   * @throws InterruptedException if the thread is interrupted
   */
  Optional<List<RunResult>> run(SweepWork work, Network network, RunListener listener)
      throws IOException, InterruptedException;
}
