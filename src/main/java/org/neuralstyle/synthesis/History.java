package org.neuralstyle.synthesis;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.neuralstyle.objective.Losses;

/** The losses so far, and the listener they are passed to. */
final class History {

  private final List<EvaluatedLosses> evaluations = new ArrayList<>();
  private final List<Scale> scales;
  private final RunListener listener;
  private int scale;
  private int planned;

  History(List<Scale> scales, RunListener listener) {
    this.scales = scales;
    this.listener = listener;
  }

  void begin(Scale next) {
    scale = scales.indexOf(next) + 1;
    // Scales that converged early are no longer counted on.
    planned =
        evaluations.size() + scales.stream().skip(scale - 1L).mapToInt(Scale::evaluations).sum();
  }

  List<EvaluatedLosses> evaluations() {
    return evaluations;
  }

  boolean add(Losses losses, NDArray best) {
    evaluations.add(new EvaluatedLosses(evaluations.size() + 1, scale, losses));
    listener.evaluated(
        new Progress(
            evaluations.size(),
            planned,
            scale,
            scales.size(),
            losses,
            () -> NeuralStyle.image(best)));
    return !listener.isStopped();
  }
}
