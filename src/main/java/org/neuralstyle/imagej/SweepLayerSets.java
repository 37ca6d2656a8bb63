package org.neuralstyle.imagej;

import ij.ImagePlus;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.study.LayerSetSweep;
import org.neuralstyle.study.Sweep;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Makes textures from different sets of layers. */
@Plugin(type = Command.class, label = "Layer-Set Sweep (Texture)...", visible = false)
public final class SweepLayerSets extends SweepCommand {

  @Parameter(label = "Style", description = "The image whose style is taken on; it is not changed")
  private ImagePlus style;

  @Parameter(
      label = "Layer sets",
      description = "Sets, or lists of layers, separated by semicolons",
      persist = false)
  private String sets = String.join("; ", LayerSetSweep.namedSets());

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
    style = orActive(style, "style");
  }

  @Override
  Exploration exploration() {
    return new Exploration(
        new LayerSetSweep(
            source(style, "style"),
            list(sets),
            SynthesisSettings.texture()
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
