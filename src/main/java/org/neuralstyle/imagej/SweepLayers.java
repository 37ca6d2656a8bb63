package org.neuralstyle.imagej;

import ij.ImagePlus;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.study.LayerSweep;
import org.neuralstyle.study.Sweep;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.LayerSet;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Reconstructs an image from one layer after the other. */
@Plugin(type = Command.class, label = "Layer Sweep (Reconstruction)...", visible = false)
public final class SweepLayers extends SweepCommand {

  @Parameter(label = "Content", description = "The image whose scene is kept; it is not changed")
  private ImagePlus content;

  @Parameter(
      label = "Layers",
      description = "Names, numbers or sets of layers; all for the 16 convolutions",
      persist = false)
  private String layers = LayerSet.ALL.label();

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
  }

  @Override
  Exploration exploration() {
    return new Exploration(
        new LayerSweep(
            source(content, "content"),
            LayerSet.parse(layers),
            SynthesisSettings.reconstruction(Layer.conv(1))
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
