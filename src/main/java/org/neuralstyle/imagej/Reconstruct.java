package org.neuralstyle.imagej;

import ij.ImagePlus;
import java.util.Map;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.settings.LossSettings;
import org.neuralstyle.settings.Schedule;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.synthesis.Inputs;
import org.neuralstyle.vgg.Layer;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Reconstructs an image from noise by the features of one layer. */
@Plugin(type = Command.class, label = "Reconstruct...", visible = false)
public final class Reconstruct extends SynthesisCommand {

  @Parameter(
      label = "Content",
      description = "The image whose scene is kept; it is not changed",
      persist = false)
  private ImagePlus content;

  @Parameter(
      label = "Layer",
      description = "Layer to reconstruct from: conv1_1 .. conv5_4, relu1_1 .. relu5_4 or 1 .. 16",
      persist = false)
  private String layer = LossSettings.DEFAULT_CONTENT_LAYER.toString();

  @Parameter(
      label = "Size (px, 0 = as it is)",
      description = "Longer side of the result; 0 keeps the input's own size",
      min = "0",
      persist = false)
  private int size;

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
  private int scales = 1;

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
    content = orActive(content, "content");
  }

  @Override
  Request request() {
    DisplayedImage contentImage = displayed(content, "content");
    return new Request(
        "reconstruct",
        Map.of("content", content.getTitle()),
        name(content) + " from " + layer,
        with(SynthesisSettings.reconstruction(Layer.parse(layer))),
        Inputs.content(contentImage.toRgb()),
        contentImage,
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
