package org.neuralstyle.imagej;

import ij.ImagePlus;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.study.Seeds;
import org.neuralstyle.study.Source;
import org.neuralstyle.study.Sweep;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.WeightedLayer;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Makes the same from noise of different seeds. */
@Plugin(type = Command.class, label = "Seeds...", visible = false)
public final class SweepSeeds extends SweepCommand {

  @Parameter(label = "Image", description = "What is reconstructed, or whose texture is made")
  private ImagePlus image;

  @Parameter(
      label = "Operation",
      choices = {"texture", "reconstruction"},
      persist = false)
  private String operation = "texture";

  @Parameter(
      label = "Layers",
      description =
          "Of the style for a texture, of the content for a reconstruction; empty for first-five or conv1_1",
      required = false,
      persist = false)
  private String layers = "";

  @Parameter(label = "Number of seeds", min = "2", persist = false)
  private int count = 4;

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
    image = orActive(image, "image");
  }

  @Override
  Exploration exploration() {
    Source source = source(image, "input");
    boolean texture = choice("operation", operation, "texture", "reconstruction") == 0;
    SynthesisSettings settings =
        texture
            ? SynthesisSettings.texture()
                .withLosses(losses -> losses.styleLayers(layers("first-five")))
            : SynthesisSettings.reconstruction(Layer.conv(1))
                .withLosses(losses -> losses.contentLayers(layers("conv1_1")));
    return new Exploration(
        new Seeds(
            Optional.of(source),
            Optional.of(source),
            count,
            settings
                .withSchedule(schedule -> schedule.size(size).iterations(iterations))
                .withStart(start -> start.seed(seed))),
        new SynthesisCommand.Engine(weights, device),
        folder);
  }

  private List<WeightedLayer> layers(String otherwise) {
    return WeightedLayer.parse(layers.isBlank() ? otherwise : layers);
  }

  @Override
  void show(ImagePlus stack, ImagePlus overview) {
    result = stack;
    montage = overview;
  }
}
