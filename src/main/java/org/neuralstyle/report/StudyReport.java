package org.neuralstyle.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
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

  private final Path folder;
  private final HtmlPage html = new HtmlPage("the study");

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
    report.html.write(file);
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

  private void body(FullStudy.Results results) throws IOException {
    FullStudy study = results.study();
    html.paragraph(summary(results));
    Table findings = Findings.of(results).table();
    html.heading(2, "Findings");
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
      html.heading(2, "Distances");
      html.paragraph(
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
    html.heading(2, title);
    html.paragraph(text);
    if (runs.isEmpty()) {
      html.paragraph("Stopped before the first run was finished.");
      return;
    }
    for (Path file : SweepFolder.writeFigures(sweep, runs, folder)) {
      figure(file, title);
    }
    table(sweep.name(), sweep.table(runs));
  }

  private void figure(Path file, String caption) throws IOException {
    html.figure(
        "data:image/png;base64," + Base64.getEncoder().encodeToString(Files.readAllBytes(file)),
        caption,
        List.of());
  }

  private void table(String name, Table table) throws IOException {
    SweepFolder.write(table, folder.resolve(name + ".csv"));
    html.table(table);
  }
}
