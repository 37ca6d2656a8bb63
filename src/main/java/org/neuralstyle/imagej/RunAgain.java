package org.neuralstyle.imagej;

import ij.ImagePlus;
import ij.WindowManager;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.Options;
import org.neuralstyle.option.Properties;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.report.ResultProperties;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.synthesis.Inputs;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Repeats the run that made an image, by the settings in its properties or its slice's label. The
 * menu does not call it Repeat: whatever begins so, ImageJ takes as a wish for the last command.
 */
@Plugin(type = Command.class, label = "Run Again...", visible = false)
public final class RunAgain extends SynthesisCommand {

  @Parameter(persist = false)
  private ImagePlus image;

  @Parameter(persist = false, required = false)
  private String content;

  @Parameter(persist = false, required = false)
  private String style;

  /** SciJava creates its commands itself. */
  public RunAgain() {
    super(Operation.RUN_AGAIN);
  }

  /** Without an image, the command itself says what is missing. */
  @Override
  public void initialize() {}

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
    SynthesisSettings settings = Properties.read(properties);
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
        new Computation(value(Options.WEIGHTS), value(Options.DEVICE), threads(properties)));
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
}
