package org.neuralstyle.option;

/** Where a dialog shows an option. */
public enum Group {
  /** At first. */
  BASIC,
  /** Advanced: what is made small. */
  LOSSES,
  /** Advanced: sizes, start and optimiser. */
  RUN,
  /** Advanced: the network and where it is computed. */
  ENGINE,
  /** Advanced: what becomes of the result. */
  RESULT
}
