package org.neuralstyle.benchmark;

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
    return "%s,%d,%.6g,%s".formatted(measure, size, value, unit);
  }
}
