package org.neuralstyle.report;

import ij.gui.Plot;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.neuralstyle.objective.Losses;
import org.neuralstyle.synthesis.EvaluatedLosses;

/** The plot of a run's losses. */
public final class LossPlot {

  private static final int WIDTH = 560;
  private static final int HEIGHT = 340;

  private LossPlot() {}

  /**
   * The losses over the evaluations, of those that there are; at each scale they begin anew.
   *
   * @param title of the plot
   * @param evaluations of a run, at least one
   * @return the weighted sum, and content and style without their weights
   */
  public static Plot of(String title, List<EvaluatedLosses> evaluations) {
    Plot plot = new Plot(title, "evaluation", "loss");
    plot.setFrameSize(WIDTH, HEIGHT);
    plot.setLineWidth(2);
    plot.setAxisYLog(true);
    List<String> legend = new ArrayList<>();
    if (add(plot, Color.BLACK, evaluations, Losses::total)) {
      legend.add("total, weighted");
    }
    if (add(plot, Color.BLUE, evaluations, Losses::content)) {
      legend.add("content");
    }
    if (add(plot, Color.RED, evaluations, Losses::style)) {
      legend.add("style");
    }
    plot.setColor(Color.BLACK);
    plot.setLimitsToFit(true);
    plot.addLegend(String.join("\n", legend), "top-right");
    return plot;
  }

  private static boolean add(
      Plot plot, Color color, List<EvaluatedLosses> evaluations, ToDoubleFunction<Losses> part) {
    List<EvaluatedLosses> shown =
        evaluations.stream()
            .filter(e -> e.losses().isFinite() && part.applyAsDouble(e.losses()) > 0)
            .toList();
    if (shown.isEmpty()) {
      return false;
    }
    plot.setColor(color);
    plot.add(
        "line",
        shown.stream().mapToDouble(EvaluatedLosses::evaluation).toArray(),
        shown.stream().mapToDouble(e -> part.applyAsDouble(e.losses())).toArray());
    return true;
  }
}
