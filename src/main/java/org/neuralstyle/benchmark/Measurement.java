package org.neuralstyle.benchmark;

import java.util.Locale;

/**
 * A row of the benchmark's table.
 *
 * @param measure what was measured
 * @param size side of the square image in pixels
 * @param value the number
 * @param unit of the value
 */
public record Measurement(String measure, int size, double value, String unit) {

  /** The columns' names. */
  public static final String HEADER = "measure,size,value,unit";

  /**
   * The row as comma separated values.
   *
   * @return without the line's end
   */
  public String toCsv() {
    return String.format(Locale.ROOT, "%s,%d,%.6g,%s", measure, size, value, unit);
  }
}
