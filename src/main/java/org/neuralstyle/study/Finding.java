package org.neuralstyle.study;

/**
 * A claim of the study and what the runs say of it.
 *
 * @param claim a sentence
 * @param evidence sentences with the numbers
 * @param verdict whether the numbers bear the claim out
 */
public record Finding(String claim, String evidence, Verdict verdict) {

  /** What numbers say of a claim. */
  public enum Verdict {
    /** They bear it out. */
    HOLDS("holds"),

    /** They contradict it. */
    FAILS("does not hold here"),

    /** There are too few of them, or they were disturbed. */
    OPEN("cannot be told");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /** A claim that holds or not. */
  static Finding of(String claim, String evidence, boolean holds) {
    return new Finding(claim, evidence, holds ? Verdict.HOLDS : Verdict.FAILS);
  }

  /** A claim without the numbers for it. */
  static Finding open(String claim, String reason) {
    return new Finding(claim, reason, Verdict.OPEN);
  }
}
