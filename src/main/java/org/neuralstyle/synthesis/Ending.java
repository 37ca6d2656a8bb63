package org.neuralstyle.synthesis;

import java.util.stream.Stream;

/**
 * How a run ended.
 *
 * @param reason why
 * @param place where on its way it was, for people; empty if that was the finest scale
 */
public record Ending(Reason reason, String place) {

  /** Why a run ended. */
  public enum Reason {
    /** All evaluations were used. */
    EVALUATIONS("all evaluations were used"),
    /** The loss no longer falls. */
    CONVERGED("the loss no longer falls"),
    /** The user stopped it, see {@link RunListener#isStopped()}. */
    STOPPED("it was stopped"),
    /** It had come far enough, see {@link RunListener#isEnough()}. */
    ENOUGH("it is good enough"),
    /** The loss was not finite or exploded, and did so again after a step back. */
    DIVERGED("the loss exploded; the best image so far was kept");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /** In words, as in reports and image properties. */
    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * An ending at the finest scale.
   *
   * @param reason why
   */
  public Ending(Reason reason) {
    this(reason, "");
  }

  /**
   * Reads what {@link #toString()} writes.
   *
   * @param text an ending in words
   * @return the ending
   * @throws IllegalArgumentException if there is no such ending
   */
  public static Ending parse(String text) {
    Reason reason =
        Stream.of(Reason.values())
            .filter(r -> text.startsWith(r.text))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("No run ends so: " + text));
    return new Ending(reason, text.substring(reason.text.length()));
  }

  /** Whether scales that would have followed do not. */
  boolean isEarly() {
    return reason != Reason.EVALUATIONS && reason != Reason.CONVERGED;
  }

  /** In words, as in reports and image properties. */
  @Override
  public String toString() {
    return reason + place;
  }
}
