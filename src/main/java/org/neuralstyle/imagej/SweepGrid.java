package org.neuralstyle.imagej;

import ij.ImagePlus;
import org.neuralstyle.settings.LossSettings;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.study.LayerGrid;
import org.neuralstyle.study.Sweep;
import org.neuralstyle.vgg.LayerSet;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Transfers a style with every content layer and every set of style layers. */
@Plugin(type = Command.class, label = "Layer Grid (Transfer)...", visible = false)
public final class SweepGrid extends SweepCommand {

  @Parameter(label = "Content", description = "The image whose scene is kept; it is not changed")
  private ImagePlus content;

  @Parameter(label = "Style", description = "The image whose style is taken on; it is not changed")
  private ImagePlus style;

  @Parameter(label = "Content layers", description = "The rows of the grid", persist = false)
  private String contentLayers = LayerSet.format(LayerGrid.DEFAULT_CONTENT_LAYERS);

  @Parameter(
      label = "Style sets",
      description = "The columns of the grid: sets, or lists of layers, separated by semicolons",
      persist = false)
  private String sets = String.join("; ", LayerGrid.DEFAULT_STYLE_SETS);

  @Parameter(
      label = "Style weight",
      description = "Factor of the style loss; more makes the style stronger",
      persist = false)
  private double styleWeight = LossSettings.DEFAULT_STYLE_WEIGHT;

  @Parameter(
      label = "Size (px)",
      description = "Longer side of the results; 0 keeps the input's own size",
      min = "0",
      persist = false)
  private int size = Sweep.DEFAULT_SIZE;

  @Parameter(
      label = "Iterations",
      description = "Evaluations of each run with one scale",
      min = "1",
      persist = false)
  private int iterations = Sweep.DEFAULT_ITERATIONS;

  @Parameter(label = "Seed of the noise", persist = false)
  private long seed;

  @Parameter(
      label = "VGG-19 weights",
      description = "auto, a path to a safetensors file, or untrained (random)",
      persist = false)
  private String weights = "auto";

  @Parameter(label = "Device", description = "auto, cpu, cuda:N or mps", persist = false)
  private String device = "auto";

  @Parameter(
      label = "Folder (optional)",
      style = FOLDER,
      description =
          "Where results are saved and finished runs are kept, so that the sweep can go on later",
      required = false,
      persist = false)
  private String folder = "";

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus montage;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus result;

  @Override
  public void initialize() {
    content = orActive(content, "content");
    style = orOther(style, content, "style");
  }

  @Override
  Exploration exploration() {
    return new Exploration(
        new LayerGrid(
            source(content, "content"),
            source(style, "style"),
            LayerSet.parse(contentLayers),
            list(sets),
            SynthesisSettings.transfer()
                .withLosses(losses -> losses.styleWeight(styleWeight))
                .withSchedule(schedule -> schedule.size(size).iterations(iterations))
                .withStart(start -> start.seed(seed))),
        new SynthesisCommand.Engine(weights, device),
        folder);
  }

  @Override
  void show(ImagePlus stack, ImagePlus overview) {
    result = stack;
    montage = overview;
  }
}
