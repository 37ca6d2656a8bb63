package org.neuralstyle.benchmark;

import java.util.Locale;

/**
 * A measured number and what it must be.
 *
 * @param measure what was measured
 * @param how in a few words
 * @param value the number
 * @param limit the largest value that is good
 */
public record Requirement(String measure, String how, double value, double limit) {

  /** The columns' names. */
  public static final String HEADER = "measure,how,value,at_most,holds";

  /**
   * Whether the number is good.
   *
   * @return false also if it is not a number
   */
  public boolean holds() {
    return value <= limit;
  }

  /**
   * The row as comma separated values.
   *
   * @return without the line's end
   */
  public String toCsv() {
    return String.format(
        Locale.ROOT, "%s,%s,%.4g,%.4g,%s", measure, how, value, limit, holds() ? "yes" : "NO");
  }
}
