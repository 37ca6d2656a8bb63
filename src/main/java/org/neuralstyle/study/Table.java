package org.neuralstyle.study;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rows of numbers and text under named columns.
 *
 * @param rows values by column, in order; a row may lack columns
 */
public record Table(List<Map<String, Object>> rows) {

  private static final MathContext DIGITS = new MathContext(4);

  /** Copies the rows. */
  public Table {
    List<Map<String, Object>> copies = new ArrayList<>();
    rows.forEach(row -> copies.add(Collections.unmodifiableMap(new LinkedHashMap<>(row))));
    rows = Collections.unmodifiableList(copies);
  }

  /**
   * The names of all columns.
   *
   * @return in the order in which the rows have them
   */
  public Set<String> columns() {
    Set<String> columns = new LinkedHashSet<>();
    // A complete row knows the place of the columns that another one lacks.
    rows.stream()
        .sorted((a, b) -> Integer.compare(b.size(), a.size()))
        .forEach(row -> columns.addAll(row.keySet()));
    return columns;
  }

  /**
   * The table as comma-separated values (RFC 4180), with a row of names.
   *
   * @return lines that end in CR LF
   */
  public String toCsv() {
    Set<String> columns = columns();
    StringBuilder csv = new StringBuilder(line(columns.stream().map(Table::field).toList()));
    for (Map<String, Object> row : rows) {
      csv.append(line(columns.stream().map(c -> field(row.getOrDefault(c, ""))).toList()));
    }
    return csv.toString();
  }

  /**
   * A value as people read it.
   *
   * @param value of a row
   * @return numbers with four digits: weights as 1e7, losses as 11440; a dash if unknown
   */
  public static String text(Object value) {
    if (!(value instanceof Double number)) {
      return String.valueOf(value);
    }
    if (number.isNaN()) {
      return "-";
    }
    return number.isInfinite() ? "infinite" : plain(BigDecimal.valueOf(number));
  }

  /** A number as exactly as {@link #text} tells it. */
  static double shown(double number) {
    return Double.isFinite(number)
        ? BigDecimal.valueOf(number).round(DIGITS).doubleValue()
        : number;
  }

  private static String plain(BigDecimal number) {
    BigDecimal rounded = number.round(DIGITS).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    boolean isShort = rounded.precision() <= 2 ? exponent < 3 : exponent < 7;
    return rounded.signum() == 0 || (isShort && exponent > -5)
        ? rounded.toPlainString()
        : rounded.movePointLeft(exponent).toPlainString() + "e" + exponent;
  }

  private static String line(List<String> fields) {
    return fields.stream().collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String field(Object value) {
    String text = String.valueOf(value);
    return text.matches("(?s).*[,\"\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
