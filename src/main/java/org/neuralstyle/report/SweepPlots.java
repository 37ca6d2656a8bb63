package org.neuralstyle.report;

import ij.ImagePlus;
import ij.gui.Plot;
import ij.gui.PlotVirtualStack;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.neuralstyle.objective.Losses;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.study.InitializationComparison;
import org.neuralstyle.study.LayerSweep;
import org.neuralstyle.study.RunResult;
import org.neuralstyle.study.StyleWeightSweep;
import org.neuralstyle.study.Sweep;
import org.neuralstyle.synthesis.EvaluatedLosses;
import org.neuralstyle.synthesis.SynthesisResult;
import org.neuralstyle.vgg.Layer;

/** The plots of sweeps. */
public final class SweepPlots {

  private static final int PLOT_WIDTH = 560;
  private static final int LAYER_PLOT_WIDTH = 720;
  private static final int PLOT_HEIGHT = 340;
  private static final double PLOT_ROOM = 0.05;
  private static final double LABEL_SPACE = 0.05;
  private static final double LABEL_ROOM = 0.15;

  private SweepPlots() {}

  /**
   * The plots of a sweep.
   *
   * @param sweep the sweep
   * @param results of the sweep
   * @return none for sweeps that are only looked at, or without results
   */
  public static List<Plot> of(Sweep sweep, List<RunResult> results) {
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
              result -> layers.quality(result).meanSquaredError()),
          overDepth(
              "PSNR of reconstructions",
              "PSNR (dB)",
              done,
              result -> layers.quality(result).psnr()),
          overDepth(
              "SSIM of reconstructions", "SSIM", done, result -> layers.quality(result).ssim()));
    }
    if (sweep instanceof StyleWeightSweep) {
      return List.of(contentAgainstStyle(done));
    }
    return sweep instanceof InitializationComparison
        ? List.of(lossesOverEvaluations(done))
        : List.of();
  }

  /**
   * Plots in one window.
   *
   * @param sweep the sweep
   * @param plots at least one
   * @return a stack with a slice for each, not shown
   */
  public static ImagePlus stack(Sweep sweep, List<Plot> plots) {
    PlotVirtualStack stack =
        new PlotVirtualStack(plots.get(0).getSize().width, plots.get(0).getSize().height);
    plots.forEach(stack::addPlot);
    return new ImagePlus(sweep.name() + " plots", stack);
  }

  private static Plot overDepth(
      String title, String quantity, List<RunResult> results, ToDoubleFunction<RunResult> value) {
    // ImageJ takes names in braces as those of 0, 1, 2 ... on the axis.
    String names =
        LayerSweep.allLayers().stream()
            .map(Layer::name)
            .collect(Collectors.joining(",", "{,", "}"));
    Plot plot = plot(title, names, quantity);
    plot.setFrameSize(LAYER_PLOT_WIDTH, PLOT_HEIGHT);
    double[] depths = results.stream().mapToDouble(LayerSweep::depth).toArray();
    double[] values = results.stream().mapToDouble(value).toArray();
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
    List<Losses> losses = results.stream().map(r -> r.result().orElseThrow().losses()).toList();
    double[] style = losses.stream().mapToDouble(Losses::style).toArray();
    double[] content = losses.stream().mapToDouble(Losses::content).toArray();
    double[] x = limits(style);
    double[] y = limits(content);
    Plot plot = plot("Content and style loss for style weights", "style loss", "content loss");
    plot.setAxisXLog(true);
    plot.setAxisYLog(true);
    plot.setColor(Color.BLUE, Color.BLUE);
    plot.add("connected circle", style, content);
    plot.setColor(Color.BLACK);
    for (int i = 0; i < style.length; ) {
      // Weights whose results are about the same share a label.
      int last = i;
      while (last + 1 < style.length
          && isNear(style[last + 1], style[i], x)
          && isNear(content[last + 1], content[i], y)) {
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
    return StyleWeightSweep.format(result.run().settings().losses().styleWeight());
  }

  /** Limits of a logarithmic axis, with room for what is written beside the points. */
  private static double[] limits(double[] values) {
    double least = Arrays.stream(values).filter(v -> v > 0).min().orElse(1);
    double greatest = Arrays.stream(values).filter(v -> v > 0).max().orElse(1);
    double room = Math.max(1.1, Math.pow(greatest / least, LABEL_ROOM));
    return new double[] {least / room, greatest * room};
  }

  private static boolean isNear(double value, double other, double[] limits) {
    double distance = Math.log(value / other) / Math.log(limits[1] / limits[0]);
    return Math.abs(distance) < LABEL_SPACE;
  }

  private static Plot lossesOverEvaluations(List<RunResult> results) {
    Plot plot = plot("Loss from noise and from the content", "evaluation", "total loss");
    plot.setAxisYLog(true);
    List<String> legend = new ArrayList<>();
    for (Initialization from : List.of(Initialization.NOISE, Initialization.CONTENT)) {
      Optional<SynthesisResult> result =
          InitializationComparison.first(results, from).flatMap(RunResult::result);
      if (result.isPresent()) {
        List<EvaluatedLosses> finite =
            result.get().evaluations().stream().filter(e -> e.losses().isFinite()).toList();
        plot.setColor(from == Initialization.NOISE ? Color.RED : Color.BLUE);
        plot.add(
            "line",
            finite.stream().mapToDouble(EvaluatedLosses::evaluation).toArray(),
            finite.stream().mapToDouble(e -> e.losses().total()).toArray());
        legend.add(from == Initialization.NOISE ? "from noise" : "from the content");
      }
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
}
