package org.neuralstyle.report;

import ij.gui.Plot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.study.Finding;
import org.neuralstyle.study.Findings;
import org.neuralstyle.study.FullStudy;
import org.neuralstyle.study.Panel;
import org.neuralstyle.study.RunResult;
import org.neuralstyle.study.Seeds;
import org.neuralstyle.study.StyleWeightSweep;
import org.neuralstyle.study.Sweep;
import org.neuralstyle.study.Table;
import org.neuralstyle.synthesis.SynthesisResult;
import org.neuralstyle.vgg.WeightedLayer;

/**
 * Writes a study into a folder: figures as PNG, tables as CSV, and {@code report.html}, which holds
 * all of them and can be moved alone.
 */
public final class StudyReport {

  /** The name of the report in its folder. */
  public static final String FILE = "report.html";

  private static final String FINDINGS = "findings";
  private static final String DISTANCES = "distances";

  /** A place in the text for what only a run knows, a figure with its caption. */
  private static final Pattern SLOT = Pattern.compile("\\{\\{([a-z-]+)(?:: ([^}]+))?}}");

  /** Not shown: what all tables have, or what runs that go on at once disturb. */
  private static final Set<String> LEFT_OUT =
      Set.of("message", "threads", "seconds", "secondsPerEvaluation", "label");

  private final FullStudy.Results results;
  private final Path folder;
  private final HtmlPage html = new HtmlPage("what the layers of a network know of a picture");

  private StudyReport(FullStudy.Results results, Path folder) {
    this.results = results;
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
    StudyReport report = new StudyReport(results, folder);
    report.body();
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

  /** The text, with its slots filled. */
  private void body() throws IOException {
    String text = HtmlPage.resource("study.html");
    Matcher slot = SLOT.matcher(text);
    int done = 0;
    while (slot.find()) {
      html.markup(text.substring(done, slot.start()));
      fill(slot.group(1), slot.group(2));
      done = slot.end();
    }
    html.markup(text.substring(done));
  }

  private void fill(String slot, String caption) throws IOException {
    switch (slot) {
      case "summary" -> html.paragraph(summary());
      case "sources" -> sources();
      case "network" -> html.paragraph(network());
      case "settings" -> html.paragraph(settings());
      case "findings" -> findings();
      case "distances" -> distances();
      default -> section(sweep(slot), caption);
    }
  }

  private Sweep sweep(String name) {
    return results.study().sweeps().stream()
        .filter(sweep -> sweep.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No sweep is named " + name + "."));
  }

  private String summary() {
    List<RunResult> all = results.results().stream().flatMap(List::stream).toList();
    int planned = results.study().sweeps().stream().mapToInt(s -> s.runs().size()).sum();
    long failed = all.stream().filter(r -> r.failure().isPresent()).count();
    return String.format(
        Locale.ROOT,
        "%s of %s runs, of pictures with a longer side of %d px%s. %s",
        all.size(),
        planned,
        size(results.study().grid().settings()),
        failed == 0 ? "" : ", of which " + failed + " failed",
        all.size() == planned
            ? "It can be read without a network connection."
            : "The study was stopped. Started again in the same folder, it goes on.");
  }

  private static int size(SynthesisSettings settings) {
    return settings.schedule().size();
  }

  private void sources() throws IOException {
    List<HtmlPage.Picture> pictures = new ArrayList<>();
    for (Panel panel : results.study().gallery().sources().stream().map(Panel::of).toList()) {
      pictures.add(picture(panel));
    }
    html.figure(pictures, 2, false, "The content and the style of all runs.");
  }

  private String network() {
    return results.results().stream()
        .flatMap(List::stream)
        .flatMap(run -> run.result().stream())
        .map(SynthesisResult::environment)
        .findFirst()
        .map(
            e ->
                "Here its weights are %s (SHA-256 %s).%s Version %s of the program computed on %s."
                    .formatted(
                        // A path or an address, of which its place is nobody's business.
                        e.weights().replaceFirst(".*[/\\\\]", ""),
                        e.weightsSha256(),
                        e.trained()
                            ? ""
                            : " They are random: the network has not been trained, and what follows says nothing about one that was.",
                        e.version(),
                        e.device()))
        .orElse("");
  }

  private String settings() {
    SynthesisSettings usual = results.study().initialization().settings();
    boolean coarseToFine =
        results.results().stream()
            .flatMap(List::stream)
            .flatMap(run -> run.result().stream())
            .anyMatch(run -> run.evaluations().stream().anyMatch(e -> e.scale() > 1));
    return "Unless a section says otherwise, transfers start from the content, with content layer %s, style layers %s, content weight %s and style weight %s. Runs have %s evaluations%s."
        .formatted(
            WeightedLayer.format(usual.losses().contentLayers()),
            WeightedLayer.format(usual.losses().styleLayers()),
            StyleWeightSweep.format(usual.losses().contentWeight()),
            StyleWeightSweep.format(usual.losses().styleWeight()),
            usual.schedule().iterations(),
            coarseToFine ? ", which those from coarse to fine spread over the sizes" : "");
  }

  private void findings() throws IOException {
    List<Finding> findings = Findings.of(results);
    for (Finding finding : findings) {
      String kind =
          switch (finding.verdict()) {
            case HOLDS -> "holds";
            case FAILS -> "not";
            case OPEN -> "open";
          };
      html.finding(kind, finding.claim(), finding.evidence(), finding.verdict().toString());
    }
    SweepFolder.write(Findings.table(findings), folder.resolve(FINDINGS + ".csv"));
  }

  private void section(Sweep sweep, String caption) throws IOException {
    List<RunResult> runs = results.of(sweep);
    if (runs.isEmpty()) {
      html.paragraph("Stopped before the first run was finished.");
      return;
    }
    List<HtmlPage.Picture> pictures = new ArrayList<>();
    for (Panel panel : sweep.panels(runs)) {
      pictures.add(picture(panel));
    }
    html.figure(pictures, sweep.columnCount(), isChosen(sweep), caption + caption(sweep, runs));
    List<Path> files = SweepFolder.writeFigures(sweep, runs, folder);
    List<Plot> plots = SweepPlots.of(sweep, runs);
    for (int i = 0; i < plots.size(); i++) {
      html.figure(address(Files.readAllBytes(files.get(1 + i))), plots.get(i).getTitle() + ".");
    }
    Table table = sweep.table(runs);
    SweepFolder.write(table, folder.resolve(sweep.name() + ".csv"));
    // Runs that are repeated for their times differ in nothing else; a finding has the times.
    List<RunResult> once = runs.stream().filter(run -> run.run().repetition() <= 1).toList();
    html.table(shown(sweep.table(once)), "The runs of the figure above." + state(runs));
  }

  private boolean isChosen(Sweep sweep) {
    FullStudy study = results.study();
    return List.of(study.layers(), study.layerSets(), study.styleWeights()).contains(sweep);
  }

  private static String caption(Sweep sweep, List<RunResult> runs) {
    String variation =
        sweep instanceof Seeds seeds
            ? seeds.statistics(runs).stream()
                .map(s -> Table.text(s.variation()))
                .map(" The standard deviations' root mean square is %s."::formatted)
                .collect(Collectors.joining())
            : "";
    return " Longer side %s px.".formatted(size(runs.get(0).run().settings())) + variation;
  }

  private static String state(List<RunResult> runs) {
    long failed = runs.stream().filter(run -> run.failure().isPresent()).count();
    return failed == 0 ? "" : " " + failed + " failed; the CSV file says why.";
  }

  /** Without what says nothing here. */
  private static Table shown(Table table) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Map<String, Object> row : table.rows()) {
      Map<String, Object> shown = details(row);
      Map<String, Object> first = new LinkedHashMap<>(Map.of("label", row.get("label")));
      shown.values().removeIf(row.get("label")::equals);
      first.putAll(shown);
      rows.add(first);
    }
    return new Table(rows);
  }

  private static Map<String, Object> details(Map<String, Object> row) {
    Map<String, Object> details = new LinkedHashMap<>(row);
    details.keySet().removeAll(LEFT_OUT);
    return details;
  }

  private static HtmlPage.Picture picture(Panel panel) throws IOException {
    return new HtmlPage.Picture(
        panel.image().isPresent() ? address(panel.image().get()) : "",
        panel.caption(),
        HtmlPage.words(details(panel.row())));
  }

  private static String address(RgbImage image) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(DisplayedImage.rgb(image, "").getBufferedImage(), "png", png);
    return address(png.toByteArray());
  }

  private static String address(byte[] png) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
  }

  private void distances() throws IOException {
    if (results.distances().isEmpty()) {
      html.paragraph("Stopped before distances were measured.");
      return;
    }
    Table table = results.distances().get().table();
    SweepFolder.write(table, folder.resolve(DISTANCES + ".csv"));
    html.table(table, "Distances of each two images, layer by layer.");
  }
}
