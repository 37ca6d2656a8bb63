package org.neuralstyle.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.neuralstyle.study.Findings;
import org.neuralstyle.study.FullStudy;
import org.neuralstyle.study.RunResult;
import org.neuralstyle.study.Seeds;
import org.neuralstyle.study.Sweep;
import org.neuralstyle.study.Table;
import org.neuralstyle.synthesis.SynthesisResult;

/**
 * Writes a study into a folder: figures as PNG, tables as CSV, and {@code report.html}, which holds
 * all of them and can be moved alone.
 */
public final class StudyReport {

  /** The name of the report in its folder. */
  public static final String FILE = "report.html";

  private static final String FINDINGS = "findings";
  private static final String DISTANCES = "distances";

  private static final String TITLE = "<title>Neural style: the study</title>";

  private static final String STYLE =
      """
      body { font-family: sans-serif; max-width: 72em; margin: 2em auto; padding: 0 1em; }
      table { border-collapse: collapse; font-size: 0.8em; display: block; overflow-x: auto; }
      th, td { border: 1px solid #ccc; padding: 0.2em 0.5em; text-align: left; white-space: nowrap; }
      figure { margin: 1em 0; }
      img { max-width: 100%; }
      .no { background: #fdd; }
      """;

  private final Path folder;
  private final StringBuilder html = new StringBuilder();

  private StudyReport(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes all files; those of an earlier report are replaced.
   *
   * @param results of a study, possibly one that was stopped
   * @param folder made if it does not exist
   * @return the report
   * @throws IOException if a file cannot be written
   */
  public static Path write(FullStudy.Results results, Path folder) throws IOException {
    Files.createDirectories(folder);
    StudyReport report = new StudyReport(folder);
    report.body(results);
    Path file = folder.resolve(FILE);
    SweepFolder.write(
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8">%s
        <style>%s</style></head><body>
        %s</body></html>
        """
            .formatted(TITLE, STYLE, report.html),
        file);
    return file;
  }

  /**
   * The names of all files that are written, without extensions.
   *
   * @param study of the report
   * @return the sweeps' names, and those of the tables and the report
   */
  public static List<String> names(FullStudy study) {
    List<String> names = new ArrayList<>(List.of("report", FINDINGS, DISTANCES));
    study.sweeps().forEach(sweep -> names.add(sweep.name()));
    return names;
  }

  /** Whether a file is such a report, which another one may replace. */
  static boolean isReport(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(200), StandardCharsets.UTF_8).contains(TITLE);
    }
  }

  private void body(FullStudy.Results results) throws IOException {
    FullStudy study = results.study();
    html.append("<h1>Neural style: the study</h1>\n");
    paragraph(summary(results));
    Table findings = Findings.of(results).table();
    html.append("<h2>Findings</h2>\n");
    table(FINDINGS, findings);
    section(
        study.layers(),
        results,
        "Reconstructions from each layer",
        "The content reconstructed from one layer at a time, always from the same noise. Early layers keep the pixels; deep ones only what is where.");
    section(
        study.layerSets(),
        results,
        "Textures from sets of layers",
        "Textures from noise with the style's Gram matrices at different sets of layers.");
    section(
        study.grid(),
        results,
        "Content layers and style sets",
        "Transfers: rows are content layers, columns are sets of style layers.");
    section(
        study.styleWeights(),
        results,
        "Style weights",
        "The same transfer with style weights over decades. A run that was still falling by more than 1 % over its last tenth is called not converged.");
    section(
        study.reconstructionSeeds(),
        results,
        "Seeds: reconstruction from conv1_1",
        variation(study.reconstructionSeeds(), results));
    section(
        study.textureSeeds(), results, "Seeds: texture", variation(study.textureSeeds(), results));
    section(
        study.initialization(),
        results,
        "Initialisation",
        "The same transfer from noise and from the content; its beginning is repeated by turns, to take the time.");
    section(
        study.gallery(),
        results,
        "Gallery",
        "Both images in the style of both; the sources are in the margins.");
    if (results.distances().isPresent()) {
      html.append("<h2>Distances</h2>\n");
      paragraph(
          "Between the sources, the transfer from the content and the first texture: mean squared differences of the Gram matrices and, for equal sizes, of the features.");
      table(DISTANCES, results.distances().get().table());
    }
  }

  private static String summary(FullStudy.Results results) {
    List<RunResult> all = results.results().stream().flatMap(List::stream).toList();
    int planned = results.study().sweeps().stream().mapToInt(s -> s.runs().size()).sum();
    String environment =
        all.stream()
            .flatMap(r -> r.result().stream())
            .map(SynthesisResult::environment)
            .findFirst()
            .map(
                e ->
                    " Version %s, device %s, weights %s (SHA-256 %s%s)."
                        .formatted(
                            e.version(),
                            e.device(),
                            e.weights(),
                            e.weightsSha256(),
                            e.trained() ? "" : "; untrained, random weights"))
            .orElse("");
    return String.format(
        Locale.ROOT,
        "%d of %d runs, %d of them shared or kept from before, %d failed, in %.0f s (the runs took %.0f s, several at once counted each); longer side %d px, %d evaluations each.%s",
        all.size(),
        planned,
        all.stream().filter(RunResult::kept).count(),
        all.stream().filter(r -> r.failure().isPresent()).count(),
        results.seconds(),
        results.runSeconds(),
        results.study().grid().settings().schedule().size(),
        results.study().grid().settings().schedule().iterations(),
        environment);
  }

  private static String variation(Seeds seeds, FullStudy.Results results) {
    String number =
        seeds
            .statistics(results.of(seeds))
            .map(s -> String.format(Locale.ROOT, "%.4g", s.variation()))
            .orElse("unknown");
    return "The same problem from noise of different seeds, with the mean and the standard deviation of each pixel. Root mean square of the standard deviations: "
        + number
        + " (values in 0..1).";
  }

  private void section(Sweep sweep, FullStudy.Results results, String title, String text)
      throws IOException {
    List<RunResult> runs = results.of(sweep);
    html.append("<h2>").append(escaped(title)).append("</h2>\n");
    paragraph(text);
    if (runs.isEmpty()) {
      paragraph("Stopped before the first run was finished.");
      return;
    }
    for (Path file : SweepFolder.writeFigures(sweep, runs, folder)) {
      figure(file, title);
    }
    table(sweep.name(), sweep.table(runs));
  }

  private void paragraph(String text) {
    html.append("<p>").append(escaped(text)).append("</p>\n");
  }

  private void figure(Path file, String caption) throws IOException {
    html.append("<figure><img alt=\"%s\" src=\"data:image/png;base64,".formatted(escaped(caption)))
        .append(Base64.getEncoder().encodeToString(Files.readAllBytes(file)))
        .append("\"></figure>\n");
  }

  private void table(String name, Table table) throws IOException {
    SweepFolder.write(table, folder.resolve(name + ".csv"));
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

  private static String text(Object value) {
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
