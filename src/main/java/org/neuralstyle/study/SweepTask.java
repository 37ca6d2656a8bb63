package org.neuralstyle.study;

import java.util.Optional;
import org.neuralstyle.synthesis.Inputs;
import org.neuralstyle.synthesis.SynthesisResult;

/** A run of a sweep with what it needs, and what its result is kept under; no two are equal. */
final class SweepTask {

  private final Sweep sweep;
  private final Run run;
  private final Inputs inputs;
  private final String key;

  SweepTask(Sweep sweep, Run run, SynthesisResult.Environment environment) {
    this.sweep = sweep;
    this.run = run;
    inputs = inputs(sweep, run);
    key = RunFile.key(run, inputs, environment);
  }

  Sweep sweep() {
    return sweep;
  }

  Run run() {
    return run;
  }

  Inputs inputs() {
    return inputs;
  }

  String key() {
    return key;
  }

  /** The images of a run. */
  static Inputs inputs(Sweep sweep, Run run) {
    return new Inputs(
        run.content().map(name -> source(sweep, name).image()),
        run.style().map(name -> source(sweep, name).image()),
        Optional.empty());
  }

  private static Source source(Sweep sweep, String name) {
    return sweep.sources().stream()
        .filter(source -> source.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no image \"" + name + "\"."));
  }
}
