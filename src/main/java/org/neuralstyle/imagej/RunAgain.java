package org.neuralstyle.imagej;

import ij.ImagePlus;
import ij.WindowManager;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.report.ResultProperties;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.synthesis.Inputs;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Repeats the run that made an image, by the settings in its properties or its slice's label. The
 * menu does not call it Repeat: whatever begins so, ImageJ takes as a wish for the last command.
 */
@Plugin(type = Command.class, label = "Run Again...", visible = false)
public final class RunAgain extends SynthesisCommand {

  @Parameter(
      label = "Result",
      description = "An image of this plugin; of a stack of runs its current slice")
  private ImagePlus image;

  @Parameter(
      label = "Content (title)",
      description = "Title of the open content image; empty for the one the result names",
      required = false,
      persist = false)
  private String content = "";

  @Parameter(
      label = "Style (title)",
      description = "Title of the open style image; empty for the one the result names",
      required = false,
      persist = false)
  private String style = "";

  @Parameter(
      label = "VGG-19 weights",
      description = "auto, a path to a safetensors file, or untrained (random)",
      persist = false)
  private String weights = "auto";

  @Parameter(label = "Device", description = "auto, cpu, cuda:N or mps", persist = false)
  private String device = "auto";

  @Parameter(
      label = "RGB result",
      description = "Otherwise the result has the type of the input",
      persist = false)
  private boolean rgb = true;

  @Parameter(
      label = "Save result as (optional)",
      description = "Path of a TIFF, PNG, JPEG, GIF or BMP file",
      required = false,
      persist = false)
  private String output = "";

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus result;

  @Override
  Request request() {
    if (image == null) {
      throw new IllegalArgumentException(
          "There is no image whose run could be repeated. Open a result of this plugin first.");
    }
    Map<String, String> properties = ResultProperties.read(image);
    if (!properties.containsKey("operation")) {
      throw new IllegalArgumentException(
          "The image \"%s\" does not tell how it was made. Results of this plugin do, also saved as TIFF."
              .formatted(image.getTitle()));
    }
    SynthesisSettings settings = SynthesisSettings.ofMap(properties);
    if (settings.start().initialization() == Initialization.IMAGE) {
      throw new IllegalArgumentException(
          "This run started from an image that its result does not name; it cannot be repeated.");
    }
    Map<String, String> sources = new LinkedHashMap<>();
    if (!properties.get("operation").equals("texture")) {
      sources.put("content", title("content", content, properties));
    }
    if (!properties.get("operation").equals("reconstruct")) {
      sources.put("style", title("style", style, properties));
    }
    Optional<DisplayedImage> contentImage = open("content", sources);
    Optional<DisplayedImage> styleImage = open("style", sources);
    return new Request(
        properties.get("operation"),
        sources,
        "Repeat of " + name(image),
        settings,
        new Inputs(
            contentImage.map(DisplayedImage::toRgb),
            styleImage.map(DisplayedImage::toRgb),
            Optional.empty()),
        contentImage.or(() -> styleImage).orElseThrow(),
        new Engine(weights, device, threads(properties)),
        new Output(rgb, output, ""));
  }

  /**
   * As many as the run had, on which the last bits of each evaluation depend, and after some of
   * them what can be seen. Results of former versions do not tell.
   */
  private static Optional<Integer> threads(Map<String, String> properties) {
    String text = properties.getOrDefault("threads", "");
    if (!text.matches("|[1-9][0-9]{0,3}")) {
      throw new IllegalArgumentException(
          "The number of threads in the properties, \"%s\", must be 1 to 9999.".formatted(text));
    }
    return text.isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(text));
  }

  /** The title given, or the one that the result names; of an open image. */
  private static String title(String role, String title, Map<String, String> properties) {
    String wanted = title == null || title.isBlank() ? properties.getOrDefault(role, "") : title;
    if (wanted.isBlank() || WindowManager.getImage(wanted.strip()) == null) {
      throw new IllegalArgumentException(
          "The run needs its %s image%s. Open it, or give the title of another: %s=[title]. %s"
              .formatted(
                  role,
                  wanted.isBlank() ? "" : " \"" + wanted + "\"",
                  role,
                  ExploreCommand.titles()));
    }
    return wanted.strip();
  }

  private static Optional<DisplayedImage> open(String role, Map<String, String> sources) {
    return Optional.ofNullable(sources.get(role))
        .map(title -> displayed(WindowManager.getImage(title), role));
  }

  @Override
  void show(ImagePlus repeated) {
    result = repeated;
  }
}
