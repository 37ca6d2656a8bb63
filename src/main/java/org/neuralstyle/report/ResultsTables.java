package org.neuralstyle.report;

import ij.measure.ResultsTable;
import java.util.Arrays;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import org.neuralstyle.study.Table;

/** Tables as ImageJ's. */
public final class ResultsTables {

  private static final int DIGITS = 4;

  /** Rows that ImageJ makes columns wide enough for. */
  private static final int ROWS_MEASURED = 20;

  /** As wide as a letter, about. */
  private static final int BLANKS = 2;

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

  /**
   * The same for people to read: ImageJ makes a column as wide as what its first rows hold, so that
   * a longer text below leaves room in the first.
   *
   * @param table the rows
   * @return a table whose first row's texts may end in blanks
   */
  public static ResultsTable toRead(Table table) {
    ResultsTable results = of(table);
    if (table.rows().size() > ROWS_MEASURED) {
      for (String column : table.columns()) {
        List<Integer> lengths = lengths(table, column);
        int longest = Collections.max(lengths);
        int known = Collections.max(lengths.subList(0, ROWS_MEASURED));
        if (longest > known) {
          String first = String.valueOf(table.rows().get(0).getOrDefault(column, ""));
          String room = " ".repeat(BLANKS * (longest - first.length()));
          results.setValue(column, 0, first + room);
        }
      }
    }
    return results;
  }

  private static List<Integer> lengths(Table table, String column) {
    return table.rows().stream()
        .map(row -> row.get(column) instanceof String text ? text.length() : 0)
        .toList();
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
