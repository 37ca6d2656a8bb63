package org.neuralstyle.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.picture.ImageFiles;
import org.neuralstyle.study.Page;
import org.neuralstyle.study.RunResult;
import org.neuralstyle.study.Source;
import org.neuralstyle.study.Table;

/**
 * Writes a page of results into a folder: {@code page.html}, a PNG for each picture at its full
 * size, which the page shows, and {@code page.csv} with scores, losses and times.
 */
public final class PageReport {

  /** Longer side of the sources in the page, in pixels. */
  private static final int SOURCE_SIZE = 512;

  private PageReport() {}

  /**
   * The names of all files that are written, without extensions.
   *
   * @param page the page
   * @return that of the page and its table, and those of its pictures
   */
  public static List<String> names(Page page) {
    return Stream.of(
            Stream.of(page.name()),
            page.sources().stream().map(PageReport::name),
            page.places().stream().map(PageReport::name))
        .flatMap(names -> names)
        .toList();
  }

  private static String name(Source source) {
    return plain("page-" + source.name());
  }

  private static String name(Page.Place place) {
    return plain(
        "page-%s-%s-%s-%s"
            .formatted(place.content().name(), place.style().name(), place.size(), place.name()));
  }

  /** Names that are the same in all systems, and in addresses. */
  private static String plain(String name) {
    return name.replaceAll("\\.[A-Za-z]{2,4}(?=-|$)", "").replaceAll("[^A-Za-z0-9_-]+", "_");
  }

  /**
   * Writes all files; those of an earlier page are replaced.
   *
   * @param page the page
   * @param results of its runs, possibly not all of them
   * @param folder made if it does not exist
   * @return the page's file
   * @throws IOException if a file cannot be written
   */
  public static Path write(Page page, List<RunResult> results, Path folder) throws IOException {
    Files.createDirectories(folder);
    Map<String, RunResult> byLabel = new HashMap<>();
    results.forEach(result -> byLabel.put(result.run().label(), result));
    HtmlPage html = new HtmlPage("presets, pairs and sizes");
    html.paragraph(
        "%s of %s pictures. A picture at its full size: open its file, or enlarge the page."
            .formatted(results.size(), page.places().size()));
    for (Source content : page.contents()) {
      for (Source style : page.styles()) {
        html.heading(2, content.name() + " in " + style.name());
        html.beginRow();
        for (Source source : List.of(content, style)) {
          save(source.fitted(SOURCE_SIZE), name(source), folder);
          html.figure(name(source) + ".png", source.name(), List.of(source.name()));
        }
        html.endRow();
        for (int size : page.sizes()) {
          html.heading(3, size + " px");
          html.beginRow();
          for (String name : page.settings().keySet()) {
            Page.Place place = new Page.Place(content, style, size, name);
            figure(html, place, byLabel.get(place.label()), folder);
          }
          html.endRow();
        }
      }
    }
    html.heading(2, "Scores");
    SweepFolder.write(page.table(results), folder.resolve(page.name() + ".csv"));
    html.table(page.table(results), "Scores, losses and times of all pictures.");
    Path file = folder.resolve(page.name() + ".html");
    html.write(file);
    return file;
  }

  private static void figure(HtmlPage html, Page.Place place, RunResult result, Path folder)
      throws IOException {
    if (result == null || result.image().isEmpty()) {
      html.paragraph(place.name() + ": " + (result == null ? "not done yet" : result.state()));
      return;
    }
    save(new Source(place.name(), result.image().get()), name(place), folder);
    List<String> caption = new ArrayList<>(List.of(place.name()));
    caption.add(Table.text(result.result().orElseThrow().seconds()) + " s");
    result
        .result()
        .flatMap(synthesis -> synthesis.scores())
        .ifPresent(
            scores ->
                scores
                    .values()
                    .forEach((name, value) -> caption.add(name + " " + Table.text(value))));
    html.figure(name(place) + ".png", place.label(), caption);
  }

  private static void save(Source picture, String name, Path folder) throws IOException {
    ImageFiles.save(
        DisplayedImage.rgb(picture.image(), picture.name()), folder.resolve(name + ".png"));
  }
}
