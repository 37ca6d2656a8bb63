package org.neuralstyle.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.picture.ImageFiles;
import org.neuralstyle.study.FullStudy;
import org.neuralstyle.study.RunResult;
import org.neuralstyle.study.Source;
import org.neuralstyle.study.SweepListener;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.weights.WeightsChoice;

/** The whole study, tiny and with an untrained network. */
class StudyReportTest {

  /** The width of A4 without margins, in pixels. */
  private static final int PAPER = 718;

  private static final int ITERATIONS = 2;

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private static FullStudy.Results results;

  @TempDir Path folder;

  private static Source random(String name, int width, int height) {
    Random random = new Random(name.hashCode());
    float[] planes = new float[3 * width * height];
    for (int i = 0; i < planes.length; i++) {
      planes[i] = random.nextFloat();
    }
    return new Source(name, new RgbImage(width, height, planes));
  }

  @BeforeAll
  static void run() throws IOException, InterruptedException {
    FullStudy study =
        FullStudy.of(random("photograph", 40, 32), random("painting", 36, 38), 20, ITERATIONS);
    try (NeuralStyle neuralStyle =
        new NeuralStyle(new WeightsChoice.Untrained(), DeviceChoice.CPU)) {
      results = study.run(neuralStyle, Optional.empty(), SweepListener.NONE);
    }
  }

  @Test
  void everyRunHasARow() {
    assertEquals(
        List.of(16, 9, 12, 7, 4, 4, 18, 4), results.results().stream().map(List::size).toList());
    assertTrue(
        results.results().stream().flatMap(List::stream).allMatch(r -> r.failure().isEmpty()));
  }

  @Test
  void theReportHoldsAllFigures() throws IOException {
    Path file = StudyReport.write(results, folder.resolve("new"));
    String html = Files.readString(file);
    // The sources, each sweep's sources and results, means and deviations, a difference, plots.
    int pictures = 2 + 17 + 10 + 14 + 9 + (5 + 2) + (5 + 2) + (4 + 1) + 8;
    assertEquals(pictures + 5, html.split("src=\"data:image/png;base64,", -1).length - 1);
    assertEquals(9, html.split("<table>", -1).length - 1);
    assertEquals(9 + 5, html.split("<b>Figure \\d+\\.</b>", -1).length - 1);
    assertFalse(html.contains("stopped"), "a finished study");
    assertFalse(html.contains("NaN"), "what is not known is a dash");
    assertFalse(html.contains("{{"), "every slot is filled");
    assertFalse(html.contains("meanSquaredError"), "headings are words");
    assertTrue(html.contains("<th>mean squared error</th><th>PSNR (dB)</th>"), html);
    ImagePlus grid = ImageFiles.open(folder.resolve("new/layer-grid.png"));
    // Tiles of 20 px are enlarged ten times; a row of sources comes before the four of results.
    assertTrue(grid.getWidth() >= 3 * 200 && grid.getWidth() < 3 * 220, grid.toString());
    assertTrue(grid.getHeight() >= 5 * 160, grid.toString());
    List<String> lines = Files.readAllLines(folder.resolve("new/style-weight-sweep.csv"));
    assertEquals(1 + 7, lines.size());
    assertTrue(lines.get(1).startsWith("style weight 1e3,"), lines.get(1));
    assertTrue(lines.get(1).contains(",photograph,painting,"), lines.get(1));
    List<String> layers = Files.readAllLines(folder.resolve("new/layer-sweep.csv"));
    assertTrue(
        layers.get(0).startsWith("label,depth,meanSquaredError,psnr,ssim,state,contentLoss,"),
        layers.get(0));
    assertFalse(layers.get(0).contains("style"), "a reconstruction has no style");
    assertTrue(Files.exists(folder.resolve("new/findings.csv")));
    assertFalse(html.contains("<th>time"), "what other programs disturb is no column");
    String starts = html.substring(html.indexOf("The transfer from noise and from the content"));
    String table = starts.substring(starts.indexOf("<table>"), starts.indexOf("</table>"));
    assertEquals(1 + 2, table.split("<tr>", -1).length - 1, table);
    assertEquals(1 + 18, Files.readAllLines(folder.resolve("new/initialization.csv")).size());
  }

  /** Screenshots are left in {@code target/screenshots}. */
  @Test
  void aBrowserShowsIt() throws Exception {
    Optional<Path> program = Chromium.program();
    Assumptions.assumeTrue(program.isPresent(), "no Chromium");
    Path file = StudyReport.write(results, folder);
    try (Chromium page = Chromium.open(program.get(), file, folder.resolve("profile"), 1366, 768)) {
      String chosen = "document.querySelector('.stage').lastChild.textContent";
      assertEquals("conv1_1", page.evaluate(chosen));
      page.click(".choice button:nth-child(9)");
      assertEquals("conv4_1", page.evaluate(chosen));
      assertEquals(
          "true",
          page.evaluate(
              "document.querySelectorAll('.stage img')[1].src == document.querySelectorAll('figure[data-choose] .picture[data-result] img')[8].src"));
      page.screenshot(SCREENSHOTS.resolve("study-layer.png"));
      page.pointTo("figure.many .picture[data-result]");
      String card = page.evaluate("document.querySelector('.card.shown').innerText");
      assertTrue(card.contains("content layers\nconv1_2"), card);
      assertTrue(card.contains("seed\n0"), card);
      String larger =
          "document.querySelector('.card img').width > document.querySelector('figure.many .picture[data-result] img').width";
      assertEquals("true", page.evaluate(larger));
      page.screenshot(SCREENSHOTS.resolve("study-card.png"));
      page.pointTo("h1");
      assertEquals("null", page.evaluate("document.querySelector('.card.shown')"));
      assertTrue(page.printed().length > 10_000, "it can be printed");
      assertEquals(List.of(), page.complaints());
      assertEquals(List.of(file.toUri().toString()), page.requests(), "nothing from elsewhere");
    }
    try (Chromium phone = Chromium.open(program.get(), file, folder.resolve("phone"), 390, 844)) {
      assertEquals("390", phone.evaluate("document.documentElement.scrollWidth"), "fits a phone");
      phone.click("figure.many .picture[data-result]");
      phone.screenshot(SCREENSHOTS.resolve("study-phone.png"));
    }
  }

  /**
   * On paper as wide as A4 within its margins: nothing is cut off, and nothing waits for a click.
   */
  @Test
  void paperShowsAllOfIt() throws Exception {
    Optional<Path> program = Chromium.program();
    Assumptions.assumeTrue(program.isPresent(), "no Chromium");
    Path file = StudyReport.write(results, folder);
    try (Chromium paper =
        Chromium.open(program.get(), file, folder.resolve("paper"), PAPER, 1000)) {
      paper.showAsPrinted();
      paper.screenshot(SCREENSHOTS.resolve("study-paper.png"));
      String beyond =
          "[...document.querySelectorAll('img, th, td, p, h2')].filter(e => e.getBoundingClientRect().right > %s).map(e => e.tagName + e.innerText).join()"
              .formatted(PAPER);
      assertEquals("", paper.evaluate(beyond), "cut off");
      String hidden =
          "[...document.querySelectorAll('figure img')].filter(e => !e.closest('.stage') && e.offsetWidth == 0).length";
      assertEquals("0", paper.evaluate(hidden));
      assertEquals("0", paper.evaluate("document.querySelector('.choice button').offsetWidth"));
      String pdf = new String(paper.printed(), StandardCharsets.ISO_8859_1);
      assertTrue(pdf.split("/Type /Page\\b(?!s)", -1).length > 5, "pages");
    }
  }

  @Test
  void aStoppedStudyHasAReport() throws IOException {
    List<List<RunResult>> none =
        results.study().sweeps().stream().map(s -> List.<RunResult>of()).toList();
    FullStudy.Results stopped = new FullStudy.Results(results.study(), none, Optional.empty(), 1);
    assertTrue(Files.readString(StudyReport.write(stopped, folder)).contains("Stopped"));
  }

  @Test
  void slicesTellTheirRuns() throws IOException {
    ImagePlus stack = SweepStack.of(results.study().layers(), results.of(results.study().layers()));
    assertEquals(16, stack.getStackSize());
    Path file = folder.resolve("stack.tif");
    ImageFiles.save(stack, file);
    String label = ImageFiles.open(file).getStack().getSliceLabel(16);
    assertTrue(label.startsWith("conv5_4\n"), label);
    assertTrue(label.contains("\nseed: 0\n"), label);
    assertTrue(label.contains("\nweightsSha256: "), label);
  }

  @Test
  void tablesOfImageJ() {
    ResultsTable table =
        ResultsTables.of(results.study().layers().table(results.of(results.study().layers())));
    assertEquals(16, table.size());
    assertEquals("conv1_1", table.getStringValue("label", 0));
    assertEquals(16, table.getValue("depth", 15));
    assertTrue(table.getValue("psnr", 0) > 0);
  }

  @Test
  void decimalPlacesShowFourDigits() {
    assertEquals(3, ResultsTables.decimalPlaces(1.5, 20));
    assertEquals(0, ResultsTables.decimalPlaces(2000, 30_000));
    assertEquals(-3, ResultsTables.decimalPlaces(4.7e-5, 0.1), "powers of ten");
    assertEquals(-3, ResultsTables.decimalPlaces(1, 1e7));
    assertEquals(0, ResultsTables.decimalPlaces(0, 0));
  }

  @Test
  void longCaptionsAreBroken() {
    List<String> lines =
        Montage.lines("conv1_2 conv1_1,conv2_1,conv3_1,conv4_1,conv5_1,conv5_2", 192);
    assertTrue(lines.size() > 1, lines.toString());
    assertTrue(lines.stream().limit(lines.size() - 1L).allMatch(l -> l.endsWith(",")));
    assertEquals("conv1_2 conv1_1,conv2_1,conv3_1,conv4_1,conv5_1,conv5_2", String.join("", lines));
    assertEquals(List.of("conv1_1"), Montage.lines("conv1_1", 192));
    String name = "x".repeat(200);
    assertEquals(name, String.join("", Montage.lines(name, 192)));
    assertTrue(Montage.lines(name, 192).size() > 3);
  }
}
