package org.neuralstyle.settings;

/** How a frame depends on the frames before. */
public enum StackMode {
  /** Not at all: each frame is a run of its own. */
  INDEPENDENT,
  /** It starts from the result before, moved along with what is filmed. */
  WARM_START,
  /**
   * It starts so, and is also kept close to what the results before let expect, wherever something
   * has been seen before (Ruder, Dosovitskiy and Brox, 2016).
   */
  COHERENT
}
