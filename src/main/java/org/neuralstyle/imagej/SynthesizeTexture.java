package org.neuralstyle.imagej;

import ij.ImagePlus;
import java.util.Map;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.settings.LossSettings;
import org.neuralstyle.settings.Schedule;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.synthesis.Inputs;
import org.neuralstyle.vgg.WeightedLayer;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Makes a texture with the statistics of a style. */
@Plugin(type = Command.class, label = "Synthesize Texture...", visible = false)
public final class SynthesizeTexture extends SynthesisCommand {

  @Parameter(
      label = "Style",
      description = "The image whose style is taken on; it is not changed",
      persist = false)
  private ImagePlus style;

  @Parameter(
      label = "Size (px, 0 = as it is)",
      description = "Longer side of the result; 0 keeps the input's own size",
      min = "0",
      persist = false)
  private int size;

  @Parameter(
      label = "Style layers",
      description =
          "first-five, first-of-blocks, last-of-blocks, all, block1 .. block5, or names or numbers, each with :weight if wanted",
      persist = false)
  private String styleLayers = LossSettings.DEFAULT_STYLE_LAYERS.label();

  @Parameter(
      label = "Style weight",
      description = "Factor of the style loss; more makes the style stronger",
      persist = false)
  private double styleWeight = LossSettings.DEFAULT_STYLE_WEIGHT;

  @Parameter(
      label = "Total variation weight",
      description = "Factor of the total variation, which smooths; 0 for none",
      persist = false)
  private double tvWeight;

  @Parameter(label = "Seed of the noise", persist = false)
  private long seed;

  @Parameter(
      label = "Scales (0 = automatic)",
      description =
          "Sizes to go through, each twice the one before; 0 chooses by the size, 1 is the classic algorithm",
      min = "0",
      persist = false)
  private int scales;

  @Parameter(
      label = "Iterations",
      description = "Evaluations with one scale; with more, 20 % fewer for each further one",
      min = "1",
      persist = false)
  private int iterations = Schedule.DEFAULT_ITERATIONS;

  @Parameter(
      label = "Optimizer",
      choices = {"lbfgs", "classic", "adam"},
      persist = false)
  private String optimizer = "lbfgs";

  @Parameter(
      label = "Pooling",
      choices = {"max", "average"},
      persist = false)
  private String pooling = "max";

  @Parameter(
      label = "VGG-19 weights",
      description = "auto, a path to a safetensors file, or untrained (random)",
      persist = false)
  private String weights = "auto";

  @Parameter(label = "Device", description = "auto, cpu, cuda:N or mps", persist = false)
  private String device = "auto";

  @Parameter(
      label = "Precision",
      choices = {"auto", "float32", "bfloat16"},
      description = "Of feature maps; auto: bfloat16 where it is faster and good enough",
      persist = false)
  private String precision = "auto";

  @Parameter(
      label = "RGB result",
      description = "Otherwise the result has the type of the input",
      persist = false)
  private boolean rgb;

  @Parameter(
      label = "Save result as (optional)",
      description = "Path of a TIFF, PNG, JPEG, GIF or BMP file",
      required = false,
      persist = false)
  private String output = "";

  @Parameter(
      label = "Write report to (optional)",
      description = "Path of a JSON file with settings and losses",
      required = false,
      persist = false)
  private String report = "";

  @Parameter(
      label = "Keep the run in (optional)",
      description =
          "Path of a file from which the same command goes on if it was ended, or, finished, with more iterations",
      required = false,
      persist = false)
  private String checkpoint = "";

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus result;

  @Override
  public void initialize() {
    style = orActive(style, "style");
  }

  @Override
  Request request() {
    DisplayedImage styleImage = displayed(style, "style");
    SynthesisSettings settings =
        SynthesisSettings.texture()
            .withLosses(
                losses ->
                    losses.styleLayers(WeightedLayer.parse(styleLayers)).styleWeight(styleWeight));
    return new Request(
        "texture",
        Map.of("style", style.getTitle()),
        "Texture of " + name(style),
        with(settings),
        Inputs.style(styleImage.toRgb()),
        styleImage,
        new Engine(weights, device),
        new Output(rgb, output, report, checkpoint));
  }

  private SynthesisSettings with(SynthesisSettings settings) {
    return settings
        .withLosses(losses -> losses.tvWeight(tvWeight))
        .withSchedule(schedule -> schedule.size(size).scales(scales).iterations(iterations))
        .withEngine(
            engine ->
                engine
                    .method(method(optimizer))
                    .pooling(pooling(pooling))
                    .precision(precision(precision)))
        .withStart(start -> start.seed(seed));
  }

  @Override
  void show(ImagePlus image) {
    result = image;
  }
}
