package org.neuralstyle.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neuralstyle.stack.FrameRange;
import org.neuralstyle.study.RunResult;
import org.neuralstyle.study.Sweep;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.synthesis.RunListener;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.weights.WeightsChoice;
import picocli.CommandLine.Model.CommandSpec;

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
   * Whether work is only told.
   *
   * @return true if nothing is to be written
   */
  boolean isDryRun();

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

  /**
   * Makes frames of a film, which are kept in its work folder.
   *
   * @param film the command that asks for it
   * @param ranges of frames that can be made without the others
   * @param network what to compute with
   * @param listener is told of the progress
   * @return false if they were only told
   * @throws IOException if frames failed, or the machines cannot be had; the message says what to
   *     do
   */
  boolean run(CommandSpec film, List<FrameRange> ranges, Network network, RunListener listener)
      throws IOException;

  /**
   * The program of a command, if it does the work elsewhere.
   *
   * @param command one of its commands
   * @return empty for the usual program
   */
  static Optional<Elsewhere> of(CommandSpec command) {
    return Optional.of(command.root().userObject())
        .filter(Elsewhere.class::isInstance)
        .map(Elsewhere.class::cast);
  }
}
