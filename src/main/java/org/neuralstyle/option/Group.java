package org.neuralstyle.option;

/** Where a dialog shows an option. */
public enum Group {
  /** At first. */
  BASIC("Basic"),
  /** Advanced: how the frames of a film depend on each other. */
  FRAMES("Frames"),
  /** Advanced: several styles, where they go, and colours. */
  STYLES("Styles and regions"),
  /** Advanced: what is made small. */
  LOSSES("Losses"),
  /** Advanced: sizes, start and optimiser. */
  RUN("Run"),
  /** Advanced: the network and where it is computed. */
  ENGINE("Network"),
  /** Advanced: what becomes of the result. */
  RESULT("Result");

  private final String title;

  Group(String title) {
    this.title = title;
  }

  /**
   * What people see above its options.
   *
   * @return a word
   */
  public String title() {
    return title;
  }
}
