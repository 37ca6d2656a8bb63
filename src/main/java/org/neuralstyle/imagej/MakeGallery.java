package org.neuralstyle.imagej;

import ij.ImagePlus;
import ij.WindowManager;
import java.util.List;
import java.util.stream.Collectors;
import org.neuralstyle.settings.LossSettings;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.study.Gallery;
import org.neuralstyle.study.Sweep;
import org.neuralstyle.vgg.WeightedLayer;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Transfers every style to every content. */
@Plugin(type = Command.class, label = "Gallery...", visible = false)
public final class MakeGallery extends SweepCommand {

  @Parameter(
      label = "Contents",
      description =
          "Titles of open images, separated by semicolons; empty for all but the styles, or for the active one",
      required = false,
      persist = false)
  private String contents = "";

  @Parameter(
      label = "Styles",
      description =
          "Titles of open images, separated by semicolons; empty for all but the contents",
      required = false,
      persist = false)
  private String styles = "";

  @Parameter(
      label = "Content layers",
      description = "Names, numbers or sets, each with :weight if wanted",
      persist = false)
  private String contentLayers = WeightedLayer.format(SynthesisSettings.transfer().contentLayers());

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

  /** With nothing named, the active image is to be painted like all others. */
  @Override
  public void initialize() {
    ImagePlus active = WindowManager.getCurrentImage();
    if (contents.isBlank() && styles.isBlank() && active != null) {
      contents = active.getTitle();
    }
    if (styles.isBlank()) {
      styles = titlesBut(contents);
    } else if (contents.isBlank()) {
      contents = titlesBut(styles);
    }
  }

  private static String titlesBut(String titles) {
    List<String> named = list(titles);
    return CommandInputs.images().stream()
        .map(ImagePlus::getTitle)
        .filter(title -> !named.contains(title))
        .distinct()
        .collect(Collectors.joining("; "));
  }

  @Override
  Exploration exploration() {
    List<ImagePlus> contentImages = images("contents", list(contents));
    List<ImagePlus> styleImages = images("styles", list(styles));
    if (styleImages.isEmpty() || contentImages.isEmpty()) {
      throw new IllegalArgumentException(
          "A gallery needs open images: at least one content and at least one style. " + titles());
    }
    return new Exploration(
        new Gallery(
            contentImages.stream().map(imp -> source(imp, "content")).toList(),
            styleImages.stream().map(imp -> source(imp, "style")).toList(),
            SynthesisSettings.transfer()
                .withLosses(
                    losses ->
                        losses
                            .contentLayers(WeightedLayer.parse(contentLayers))
                            .styleLayers(WeightedLayer.parse(styleLayers))
                            .styleWeight(styleWeight))
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
