package org.neuralstyle.report;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.neuralstyle.study.Table;

/** A page that is written from top to bottom, and needs no other files but its pictures. */
final class HtmlPage {

  private static final String TITLE = "<title>Neural style: ";

  /** Columns whose names in words are not just theirs. */
  private static final Map<String, String> WORDS =
      Map.of(
          "psnr", "PSNR (dB)",
          "ssim", "SSIM",
          "init", "start",
          "label", "run",
          "seconds", "time (s)",
          "secondsPerEvaluation", "time of an evaluation (s)",
          "lastChange", "fall of the loss over the last tenth");

  /**
   * A picture in a figure.
   *
   * @param source the address of its file, or the file itself as an address
   * @param caption what is written below it
   * @param details in words, shown with it enlarged; none if it is no result
   */
  record Picture(String source, String caption, Map<String, String> details) {}

  private final String title;
  private final StringBuilder html = new StringBuilder();
  private int figures;
  private int tables;

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

  /** A text that is part of the program. */
  static String resource(String name) throws IOException {
    try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Writes the page, whole or not at all. */
  void write(Path file) throws IOException {
    SweepFolder.write(
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8">%s%s</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <link rel="icon" href="data:,">
        <style>
        %s</style></head><body>
        %s<script>
        %s</script></body></html>
        """
            .formatted(TITLE, title, resource("page.css"), html, resource("page.js")),
        file);
  }

  void heading(int level, String text) {
    html.append("<h%1$s>%2$s</h%1$s>\n".formatted(level, escaped(text)));
  }

  void paragraph(String text) {
    html.append("<p>").append(escaped(text)).append("</p>\n");
  }

  /** Text that is HTML already. */
  void markup(String text) {
    html.append(text);
  }

  /** A sentence with what bears it out. */
  void finding(String kind, String claim, String evidence, String verdict) {
    html.append(
        "<div class=\"finding %s\"><p><b>%s</b> <span class=\"verdict\">%s</span></p><p>%s</p></div>\n"
            .formatted(kind, escaped(claim), escaped(verdict), escaped(evidence)));
  }

  /** Figures up to the end of the row are side by side. */
  void beginRow() {
    html.append("<div class=\"row\">\n");
  }

  void endRow() {
    html.append("</div>\n");
  }

  /** A picture without a number, with nothing below it if the caption has no lines. */
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

  /**
   * A numbered figure.
   *
   * @param pictures row by row; those without a source are gaps
   * @param columns of a row; on narrow screens less
   * @param chosen whether buttons choose a result, to be seen beside the original
   */
  void figure(List<Picture> pictures, int columns, boolean chosen, String caption) {
    html.append(
        "<figure%s%s style=\"--columns:%s\">\n<div class=\"pictures\">\n"
            .formatted(
                columns > 1 && !chosen ? " class=\"many\"" : "",
                chosen ? " data-choose" : "",
                columns));
    pictures.forEach(this::picture);
    figures++;
    html.append(
        "</div>\n<figcaption><b>Figure %s.</b> %s</figcaption></figure>\n"
            .formatted(figures, escaped(caption)));
  }

  /** A numbered figure of a single picture, which is as large as it is. */
  void figure(String source, String caption) {
    figures++;
    html.append(
        "<figure><img alt=\"%2$s\" src=\"%1$s\"><figcaption><b>Figure %3$s.</b> %2$s</figcaption></figure>\n"
            .formatted(escaped(source), escaped(caption), figures));
  }

  private void picture(Picture picture) {
    if (picture.source().isEmpty()) {
      html.append("<div>").append(escaped(picture.caption())).append("</div>\n");
      return;
    }
    html.append(
        "<button type=\"button\" class=\"picture\"%s data-settings=\"%s\"><img alt=\"%s\" src=\"%s\"><span>%s</span></button>\n"
            .formatted(
                picture.details().isEmpty() ? "" : " data-result",
                escaped(new Gson().toJson(picture.details())),
                escaped(picture.caption()),
                escaped(picture.source()),
                escaped(picture.caption())));
  }

  /**
   * A numbered table. What is the same in all rows would push the rest out of sight, and is left
   * out.
   */
  void table(Table table, String caption) {
    Set<String> columns =
        table.columns().stream()
            .filter(column -> !isConstant(table, column))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    tables++;
    html.append(
        "<div class=\"wide\"><table><caption><b>Table %s.</b> %s</caption>\n<thead><tr>"
            .formatted(tables, escaped(caption)));
    columns.forEach(column -> html.append("<th>").append(escaped(words(column))).append("</th>"));
    html.append("</tr></thead>\n");
    for (Map<String, Object> row : table.rows()) {
      html.append("<tr>");
      columns.forEach(column -> cell(row.getOrDefault(column, "")));
      html.append("</tr>\n");
    }
    html.append("</table></div>\n");
  }

  private static boolean isConstant(Table table, String column) {
    return table.rows().size() > 1
        && table.rows().stream().map(row -> row.getOrDefault(column, "")).distinct().count() == 1;
  }

  private void cell(Object value) {
    html.append(
        "<td%s>%s</td>"
            .formatted(
                value instanceof Number ? " class=\"number\"" : "", escaped(Table.text(value))));
  }

  /** A column's name in words: {@code contentLoss} is "content loss". */
  static String words(String column) {
    return WORDS.getOrDefault(
        column, column.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT));
  }

  /** What is known of something, by column, in words. */
  static Map<String, String> words(Map<String, Object> row) {
    Map<String, String> words = new LinkedHashMap<>();
    row.forEach((column, value) -> words.put(words(column), Table.text(value)));
    return words;
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
