package org.neuralstyle.badexample.optimizer;

import org.neuralstyle.badexample.objective.StyleValue;

/** Breaks a rule of {@link org.neuralstyle.ArchitectureTest}: an optimiser that knows losses. */
final class Knowing {
  StyleValue known;
}
