package org.neuralstyle.report;

import ij.measure.ResultsTable;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import org.neuralstyle.study.Table;

/** Tables as ImageJ's. */
public final class ResultsTables {

  private static final int DIGITS = 4;
  private static final int MOST_PLACES = 5;
  private static final double LONGEST_NUMBER = 1e6;

  private ResultsTables() {}

  /**
   * An ImageJ table.
   *
   * @param table the rows
   * @return the same, not shown; numbers are numbers, the rest is text
   */
  public static ResultsTable of(Table table) {
    ResultsTable results = new ResultsTable();
    for (var row : table.rows()) {
      results.addRow();
      for (String column : table.columns()) {
        Object value = row.get(column);
        if (value instanceof Number number) {
          results.addValue(column, number.doubleValue());
        } else {
          results.addValue(column, value == null ? "" : value.toString());
        }
      }
    }
    setDecimalPlaces(results, table);
    return results;
  }

  /** As many for each column of fractions as its values need. */
  private static void setDecimalPlaces(ResultsTable results, Table table) {
    for (String column : table.columns()) {
      double[] values =
          table.rows().stream()
              .map(row -> row.get(column))
              .filter(Double.class::isInstance)
              .mapToDouble(Double.class::cast)
              .toArray();
      if (values.length > 0) {
        results.setDecimalPlaces(results.getColumnIndex(column), decimalPlaces(values));
      }
    }
  }

  /**
   * Decimal places that show the smallest value with {@link #DIGITS} digits; negative, as ImageJ
   * has it, for that many in powers of ten, where others would be too long to read.
   */
  static int decimalPlaces(double... values) {
    DoubleSummaryStatistics sizes =
        Arrays.stream(values)
            .map(Math::abs)
            .filter(v -> v > 0 && Double.isFinite(v))
            .summaryStatistics();
    if (sizes.getCount() == 0) {
      return 0;
    }
    int places = DIGITS - 1 - (int) Math.floor(Math.log10(sizes.getMin()));
    return places > MOST_PLACES || sizes.getMax() >= LONGEST_NUMBER
        ? -(DIGITS - 1)
        : Math.max(0, places);
  }
}
