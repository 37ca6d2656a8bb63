package org.neuralstyle.synthesis;

/** Is told how far a run at one scale is; tests let memory run short here. */
@FunctionalInterface
interface Probe {

  /** Parts of the work. */
  enum Stage {
    /** The style's statistics have been made. */
    STYLE,
    /** The content's features have been made. */
    CONTENT,
    /** All that an evaluation needs has been made. */
    TARGETS,
    /** An evaluation is about to begin. */
    EVALUATION
  }

  /** Does nothing. */
  Probe NONE = stage -> {};

  /**
   * A stage has been reached.
   *
   * @param stage which
   */
  void reached(Stage stage);
}
