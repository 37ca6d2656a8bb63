package org.neuralstyle.stack;

import java.io.Serializable;

/**
 * Some of a stack's frames, which are made without the others.
 *
 * @param from the first, from 0
 * @param to after the last
 */
public record FrameRange(int from, int to) implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Checks that there are frames. */
  public FrameRange {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException("There are no frames from %s to %s.".formatted(from, to));
    }
  }

  /**
   * How many they are.
   *
   * @return at least 1
   */
  public int count() {
    return to - from;
  }
}
