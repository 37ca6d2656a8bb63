package org.neuralstyle.report;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Plot;
import ij.measure.ResultsTable;
import ij.plugin.MontageMaker;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.study.Gallery;
import org.neuralstyle.study.InitializationComparison;
import org.neuralstyle.study.LayerSweep;
import org.neuralstyle.study.RunResult;
import org.neuralstyle.study.Seeds;
import org.neuralstyle.study.Source;
import org.neuralstyle.study.StyleWeightSweep;
import org.neuralstyle.study.Sweep;
import org.neuralstyle.study.Table;
import org.neuralstyle.synthesis.EvaluatedLosses;
import org.neuralstyle.synthesis.Initialization;
import org.neuralstyle.synthesis.SynthesisResult;
import org.neuralstyle.vgg.Layer;

/** The results of sweeps as ImageJ's stacks, montages, plots and tables. */
public final class SweepFigures {

  private static final int LEAST_TILE = 192;
  private static final int MARGIN = 4;
  private static final int LINE = 15;
  private static final Font CAPTIONS = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

  /** Up to this quantile of its values a dark image is made brighter. */
  private static final double BRIGHT = 0.99;

  private static final int LARGEST_FACTOR = 64;
  private static final int PLOT_WIDTH = 560;
  private static final int LAYER_PLOT_WIDTH = 720;
  private static final int PLOT_HEIGHT = 340;
  private static final double PLOT_ROOM = 0.05;
  private static final double LABEL_SPACE = 0.05;
  private static final double LABEL_ROOM = 0.15;
  private static final int DIGITS = 4;
  private static final int MOST_PLACES = 5;
  private static final double LONGEST_NUMBER = 1e6;

  /**
   * A picture in a montage.
   *
   * @param caption the line below it
   * @param image the picture, empty for a gap
   */
  record Tile(String caption, Optional<RgbImage> image) {}

  private SweepFigures() {}

  /**
   * A stack with a slice for each run. The first line of a slice's label is the run's; the others
   * are the settings, losses and origin of the image, which Image &gt; Show Info shows.
   *
   * @param sweep the sweep
   * @param results of the sweep, at least one; a run that failed is a black slice that says so;
   *     what the sweep makes of all results, a mean say, comes last
   * @return an RGB stack, not shown
   */
  public static ImagePlus stack(Sweep sweep, List<RunResult> results) {
    List<Tile> tiles = new ArrayList<>();
    for (RunResult result : results) {
      tiles.add(new Tile(label(result), result.image()));
    }
    tiles.addAll(summaries(sweep, results));
    return stack(sweep.name(), tiles);
  }

  private static String label(RunResult result) {
    if (result.result().isEmpty()) {
      return result.run().label() + " (failed)\nfailed: " + result.failure().orElse("");
    }
    StringBuilder label = new StringBuilder(result.run().label());
    label.append("\noperation: ").append(result.run().operation());
    result.run().content().ifPresent(name -> label.append("\ncontent: ").append(name));
    result.run().style().ifPresent(name -> label.append("\nstyle: ").append(name));
    result
        .result()
        .map(SynthesisResult::properties)
        .ifPresent(
            properties ->
                properties.forEach(
                    (name, value) -> label.append('\n').append(name).append(": ").append(value)));
    return label.toString();
  }

  /** Pictures of any sizes as slices, centred. */
  static ImagePlus stack(String title, List<Tile> tiles) {
    int width =
        tiles.stream().mapToInt(t -> t.image.map(RgbImage::width).orElse(1)).max().orElse(1);
    int height =
        tiles.stream().mapToInt(t -> t.image.map(RgbImage::height).orElse(1)).max().orElse(1);
    ImageStack stack = new ImageStack(width, height);
    for (Tile tile : tiles) {
      ColorProcessor slice = new ColorProcessor(width, height);
      tile.image.ifPresent(
          image ->
              slice.insert(
                  DisplayedImage.rgb(image, "").getProcessor(),
                  (width - image.width()) / 2,
                  (height - image.height()) / 2));
      stack.addSlice(tile.caption, slice);
    }
    return new ImagePlus(title, stack);
  }

  /**
   * All runs side by side with their labels: a grid in the order of the sweep's parameters, a
   * gallery with its sources in the margins.
   *
   * @param sweep the sweep
   * @param results of the sweep, at least one
   * @return an RGB image, not shown
   */
  public static ImagePlus montage(Sweep sweep, List<RunResult> results) {
    List<Tile> tiles = new ArrayList<>();
    if (sweep instanceof Gallery gallery) {
      tiles.add(new Tile("", Optional.empty()));
      gallery.styles().forEach(style -> tiles.add(tile(style)));
      int columns = gallery.styles().size();
      for (int i = 0; i < results.size(); i++) {
        if (i % columns == 0) {
          tiles.add(tile(gallery.contents().get(i / columns)));
        }
        tiles.add(tile(results.get(i)));
      }
    } else {
      sweep.sources().forEach(source -> tiles.add(tile(source)));
      while (tiles.size() % sweep.columnCount() != 0) {
        tiles.add(new Tile("", Optional.empty()));
      }
      shown(sweep, results).forEach(result -> tiles.add(tile(result)));
      tiles.addAll(summaries(sweep, results));
    }
    int columns =
        sweep instanceof Gallery gallery ? gallery.styles().size() + 1 : sweep.columnCount();
    int side =
        results.stream()
            .flatMap(r -> r.image().stream())
            .mapToInt(i -> Math.max(i.width(), i.height()))
            .max()
            .orElse(LEAST_TILE);
    return montage(sweep.name() + " montage", tiles, columns, side);
  }

  /** Repetitions give the same image again; one is enough to look at. */
  private static List<RunResult> shown(Sweep sweep, List<RunResult> results) {
    return sweep instanceof InitializationComparison
        ? Stream.of(Initialization.NOISE, Initialization.CONTENT)
            .flatMap(from -> InitializationComparison.first(results, from).stream())
            .toList()
        : results;
  }

  /** What a sweep makes of all its results. */
  private static List<Tile> summaries(Sweep sweep, List<RunResult> results) {
    List<Tile> tiles = new ArrayList<>();
    if (sweep instanceof Seeds seeds) {
      seeds
          .statistics(results)
          .ifPresent(
              s -> {
                tiles.add(new Tile("mean", Optional.of(s.mean())));
                tiles.add(brightened("standard deviation", s.standardDeviation()));
              });
    }
    if (sweep instanceof InitializationComparison comparison) {
      comparison
          .difference(results)
          .ifPresent(image -> tiles.add(brightened("absolute difference", image)));
    }
    return tiles;
  }

  /** Small values would look black: they are multiplied, and the caption says by how much. */
  static Tile brightened(String caption, RgbImage image) {
    float[] sorted = image.planes().clone();
    Arrays.sort(sorted);
    float bright = sorted[(int) (BRIGHT * (sorted.length - 1))];
    int factor = 1;
    while (2 * factor * bright <= 1 && factor < LARGEST_FACTOR) {
      factor *= 2;
    }
    if (factor == 1) {
      return new Tile(caption, Optional.of(image));
    }
    float[] planes = image.planes().clone();
    for (int i = 0; i < planes.length; i++) {
      planes[i] = Math.min(1, planes[i] * factor);
    }
    return new Tile(
        caption + " x " + factor, Optional.of(new RgbImage(image.width(), image.height(), planes)));
  }

  private static Tile tile(Source source) {
    return new Tile(source.name(), Optional.of(source.image()));
  }

  private static Tile tile(RunResult result) {
    // Whether the others converged is told by the table.
    boolean remarkable = Set.of("failed", "diverged").contains(result.state());
    String state = remarkable ? " (" + result.state() + ")" : "";
    return new Tile(result.run().label() + state, result.image());
  }

  /**
   * Pictures scaled into tiles of one size, each with its caption below.
   *
   * @param longest side of the results, which are enlarged by a whole number or not at all; the
   *     sources may be larger
   */
  private static ImagePlus montage(String title, List<Tile> tiles, int columns, int longest) {
    int side = longest * Math.max(1, Math.round((float) LEAST_TILE / longest));
    int height =
        tiles.stream()
            .flatMap(t -> t.image.stream())
            .mapToInt(i -> Math.max(1, i.height() * side / Math.max(i.width(), i.height())))
            .max()
            .orElse(side);
    List<List<String>> captions = tiles.stream().map(t -> lines(t.caption, side)).toList();
    int lines = captions.stream().mapToInt(List::size).max().orElse(1);
    ImageStack stack = new ImageStack(side + MARGIN, height + lines * LINE + MARGIN);
    for (int i = 0; i < tiles.size(); i++) {
      stack.addSlice(captioned(stack, tiles.get(i).image, captions.get(i), height));
    }
    ImagePlus slices = new ImagePlus(title, stack);
    int rows = (tiles.size() + columns - 1) / columns;
    if (tiles.size() == 1) {
      return slices;
    }
    ImagePlus montage =
        new MontageMaker().makeMontage2(slices, columns, rows, 1, 1, tiles.size(), 1, 0, false);
    montage.setTitle(title);
    return montage;
  }

  /** Breaks a caption where it is too wide, after a blank or comma if there is one. */
  static List<String> lines(String caption, int width) {
    ColorProcessor ip = new ColorProcessor(1, 1);
    ip.setFont(CAPTIONS);
    ip.setAntialiasedText(true);
    List<String> lines = new ArrayList<>();
    String rest = caption;
    while (rest.length() > 1 && ip.getStringWidth(rest) > width) {
      int end = rest.length() - 1;
      while (end > 1 && ip.getStringWidth(rest.substring(0, end)) > width) {
        end--;
      }
      int gap = Math.max(rest.lastIndexOf(' ', end - 1), rest.lastIndexOf(',', end - 1));
      end = gap > 0 ? gap + 1 : end;
      lines.add(rest.substring(0, end).strip());
      rest = rest.substring(end);
    }
    lines.add(rest.strip());
    return lines;
  }

  private static ColorProcessor captioned(
      ImageStack stack, Optional<RgbImage> tile, List<String> caption, int height) {
    ColorProcessor slice = new ColorProcessor(stack.getWidth(), stack.getHeight());
    int width = stack.getWidth() - MARGIN;
    slice.setColor(Color.WHITE);
    slice.fill();
    tile.ifPresent(
        image -> {
          double factor =
              Math.min((double) width / image.width(), (double) height / image.height());
          int w = Math.max(1, (int) Math.round(image.width() * factor));
          int h = Math.max(1, (int) Math.round(image.height() * factor));
          ImageProcessor pixels = DisplayedImage.rgb(image, "").getProcessor();
          // Enlarged pixels stay visible as they are; reduced ones are averaged.
          pixels.setInterpolationMethod(
              factor < 1 ? ImageProcessor.BILINEAR : ImageProcessor.NEAREST_NEIGHBOR);
          slice.insert(
              pixels.resize(w, h, true),
              MARGIN / 2 + (width - w) / 2,
              MARGIN / 2 + (height - h) / 2);
        });
    slice.setColor(Color.BLACK);
    slice.setFont(CAPTIONS);
    slice.setAntialiasedText(true);
    for (int i = 0; i < caption.size(); i++) {
      slice.drawString(
          caption.get(i),
          MARGIN / 2 + (width - slice.getStringWidth(caption.get(i))) / 2,
          MARGIN / 2 + height + (i + 1) * LINE);
    }
    return slice;
  }

  /**
   * The plots of a sweep.
   *
   * @param sweep the sweep
   * @param results of the sweep
   * @return none for sweeps that are only looked at, or without results
   */
  public static List<Plot> plots(Sweep sweep, List<RunResult> results) {
    List<RunResult> done = results.stream().filter(r -> r.result().isPresent()).toList();
    if (done.size() < 2) {
      return List.of();
    }
    if (sweep instanceof LayerSweep layers) {
      return List.of(
          overDepth(
              "Error of reconstructions",
              "mean squared error",
              done,
              done.stream().mapToDouble(r -> layers.quality(r).meanSquaredError()).toArray()),
          overDepth(
              "PSNR of reconstructions",
              "PSNR (dB)",
              done,
              done.stream().mapToDouble(r -> layers.quality(r).psnr()).toArray()),
          overDepth(
              "SSIM of reconstructions",
              "SSIM",
              done,
              done.stream().mapToDouble(r -> layers.quality(r).ssim()).toArray()));
    }
    if (sweep instanceof StyleWeightSweep) {
      return List.of(contentAgainstStyle(done));
    }
    if (sweep instanceof InitializationComparison) {
      return List.of(lossesOverEvaluations(done));
    }
    return List.of();
  }

  private static Plot overDepth(
      String title, String quantity, List<RunResult> results, double[] values) {
    // ImageJ takes names in braces as those of 0, 1, 2 ... on the axis.
    Plot plot =
        plot(
            title,
            LayerSweep.allLayers().stream()
                .map(Layer::name)
                .collect(Collectors.joining(",", "{,", "}")),
            quantity);
    plot.setFrameSize(LAYER_PLOT_WIDTH, PLOT_HEIGHT);
    double[] depths = results.stream().mapToDouble(LayerSweep::depth).toArray();
    plot.setColor(Color.BLUE, Color.BLUE);
    plot.add("connected circle", depths, values);
    DoubleSummaryStatistics x = Arrays.stream(depths).summaryStatistics();
    // Equal images have an infinite PSNR.
    DoubleSummaryStatistics y = Arrays.stream(values).filter(Double::isFinite).summaryStatistics();
    double room = Math.max(PLOT_ROOM * (y.getMax() - y.getMin()), Double.MIN_NORMAL);
    plot.setLimits(x.getMin() - 0.5, x.getMax() + 0.5, y.getMin() - room, y.getMax() + room);
    return plot;
  }

  private static Plot contentAgainstStyle(List<RunResult> results) {
    Plot plot = plot("Content and style loss for style weights", "style loss", "content loss");
    double[] style = new double[results.size()];
    double[] content = new double[results.size()];
    for (int i = 0; i < style.length; i++) {
      SynthesisResult result = results.get(i).result().orElseThrow();
      style[i] = result.losses().style();
      content[i] = result.losses().content();
    }
    plot.setAxisXLog(true);
    plot.setAxisYLog(true);
    plot.setColor(Color.BLUE, Color.BLUE);
    plot.add("connected circle", style, content);
    plot.setColor(Color.BLACK);
    double[] x = limits(style);
    double[] y = limits(content);
    for (int i = 0; i < style.length; ) {
      // Weights whose results are about the same share a label.
      int last = i;
      while (last + 1 < style.length
          && Math.abs(place(style[last + 1], x) - place(style[i], x)) < LABEL_SPACE
          && Math.abs(place(content[last + 1], y) - place(content[i], y)) < LABEL_SPACE) {
        last++;
      }
      plot.addText(
          "  " + weight(results.get(i)) + (last == i ? "" : " to " + weight(results.get(last))),
          style[i],
          content[i]);
      i = last + 1;
    }
    plot.setLimits(x[0], x[1], y[0], y[1]);
    return plot;
  }

  private static String weight(RunResult result) {
    return StyleWeightSweep.format(result.run().settings().styleWeight());
  }

  /** Limits of a logarithmic axis, with room for what is written beside the points. */
  private static double[] limits(double[] values) {
    double least = Arrays.stream(values).filter(v -> v > 0).min().orElse(1);
    double greatest = Arrays.stream(values).filter(v -> v > 0).max().orElse(1);
    double room = Math.max(1.1, Math.pow(greatest / least, LABEL_ROOM));
    return new double[] {least / room, greatest * room};
  }

  /** Where on an axis a value lies, 0 .. 1. */
  private static double place(double value, double[] limits) {
    return Math.log(value / limits[0]) / Math.log(limits[1] / limits[0]);
  }

  private static Plot lossesOverEvaluations(List<RunResult> results) {
    Plot plot = plot("Loss from noise and from the content", "evaluation", "total loss");
    plot.setAxisYLog(true);
    List<String> legend = new ArrayList<>();
    for (Initialization from : List.of(Initialization.NOISE, Initialization.CONTENT)) {
      InitializationComparison.first(results, from)
          .flatMap(RunResult::result)
          .ifPresent(
              result -> {
                List<EvaluatedLosses> evaluations =
                    result.evaluations().stream().filter(e -> e.losses().isFinite()).toList();
                plot.setColor(from == Initialization.NOISE ? Color.RED : Color.BLUE);
                plot.add(
                    "line",
                    evaluations.stream().mapToDouble(EvaluatedLosses::evaluation).toArray(),
                    evaluations.stream().mapToDouble(e -> e.losses().total()).toArray());
                legend.add(from == Initialization.NOISE ? "from noise" : "from the content");
              });
    }
    plot.setColor(Color.BLACK);
    plot.setLimitsToFit(true);
    plot.addLegend(String.join("\n", legend), "top-right");
    return plot;
  }

  private static Plot plot(String title, String x, String y) {
    Plot plot = new Plot(title, x, y);
    plot.setFrameSize(PLOT_WIDTH, PLOT_HEIGHT);
    plot.setLineWidth(2);
    return plot;
  }

  /**
   * A table as ImageJ's.
   *
   * @param table the rows
   * @return the same, not shown; numbers are numbers, the rest is text
   */
  public static ResultsTable resultsTable(Table table) {
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
  static void setDecimalPlaces(ResultsTable results, Table table) {
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
