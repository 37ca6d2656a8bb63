package org.neuralstyle.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.neuralstyle.study.Table;

/** A page that is written from top to bottom. */
final class HtmlPage {

  private static final String TITLE = "<title>Neural style: ";

  private static final String STYLE =
      """
      body { font-family: sans-serif; max-width: 72em; margin: 2em auto; padding: 0 1em; }
      table { border-collapse: collapse; font-size: 0.8em; display: block; overflow-x: auto; }
      th, td { border: 1px solid #ccc; padding: 0.2em 0.5em; text-align: left; white-space: nowrap; }
      figure { margin: 1em 0; }
      img { max-width: 100%; }
      .no { background: #fdd; }
      .row { display: flex; flex-wrap: wrap; gap: 1em; }
      .row figure { margin: 0; width: 22em; }
      """;

  private final String title;
  private final StringBuilder html = new StringBuilder();

  /** A page with a title, which is also its heading. */
  HtmlPage(String title) {
    this.title = escaped(title);
    heading(1, "Neural style: " + title);
  }

  /** Whether a file is such a page, which another one may replace. */
  static boolean isOne(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(200), StandardCharsets.UTF_8).contains(TITLE);
    }
  }

  /** Writes the page, whole or not at all. */
  void write(Path file) throws IOException {
    SweepFolder.write(
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8">%s%s</title>
        <style>%s</style></head><body>
        %s</body></html>
        """
            .formatted(TITLE, title, STYLE, html),
        file);
  }

  void heading(int level, String text) {
    html.append("<h%1$s>%2$s</h%1$s>\n".formatted(level, escaped(text)));
  }

  void paragraph(String text) {
    html.append("<p>").append(escaped(text)).append("</p>\n");
  }

  /** Figures up to the end of the row are side by side. */
  void beginRow() {
    html.append("<div class=\"row\">\n");
  }

  void endRow() {
    html.append("</div>\n");
  }

  /** A picture, with nothing below it if the caption has no lines. */
  void figure(String source, String alternative, List<String> caption) {
    html.append(
        "<figure><img alt=\"%s\" src=\"%s\">".formatted(escaped(alternative), escaped(source)));
    if (!caption.isEmpty()) {
      html.append(
          caption.stream()
              .map(HtmlPage::escaped)
              .collect(Collectors.joining("<br>", "<figcaption>", "</figcaption>")));
    }
    html.append("</figure>\n");
  }

  void table(Table table) {
    // What is the same in all rows would push the rest out of sight.
    Map<Boolean, List<String>> columns =
        table.columns().stream()
            .collect(Collectors.partitioningBy(column -> isConstant(table, column)));
    html.append("<table><tr>");
    columns.get(false).forEach(column -> cell("th", column));
    html.append("</tr>\n");
    for (Map<String, Object> row : table.rows()) {
      html.append("no".equals(row.get("holds")) ? "<tr class=\"no\">" : "<tr>");
      columns.get(false).forEach(column -> cell("td", row.getOrDefault(column, "")));
      html.append("</tr>\n");
    }
    html.append("</table>\n");
    if (!columns.get(true).isEmpty()) {
      Map<String, Object> any = table.rows().get(0);
      paragraph(
          columns.get(true).stream()
              .map(column -> column + " " + text(any.get(column)))
              .collect(Collectors.joining(", ", "In all rows: ", ".")));
    }
  }

  private static boolean isConstant(Table table, String column) {
    return table.rows().size() > 1
        && !column.equals("holds")
        && table.rows().stream().map(row -> row.getOrDefault(column, "")).distinct().count() == 1;
  }

  private void cell(String element, Object value) {
    html.append("<%1$s>%2$s</%1$s>".formatted(element, escaped(text(value))));
  }

  /** A value as people read it. */
  static String text(Object value) {
    return value instanceof Double number
        ? String.format(Locale.ROOT, "%.4g", number)
        : String.valueOf(value);
  }

  private static String escaped(String text) {
    return text.chars()
        .mapToObj(
            c ->
                switch (c) {
                  case '&' -> "&amp;";
                  case '<' -> "&lt;";
                  case '>' -> "&gt;";
                  case '"' -> "&quot;";
                  default -> Character.toString(c);
                })
        .collect(Collectors.joining());
  }
}
