package org.neuralstyle.imagej;

import ij.ImagePlus;
import ij.WindowManager;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.neuralstyle.option.Codec;
import org.neuralstyle.option.Group;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.Option;
import org.neuralstyle.option.Options;
import org.neuralstyle.option.Properties;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.report.ResultProperties;
import org.neuralstyle.settings.ColorMode;
import org.neuralstyle.settings.StackSettings;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.synthesis.Guidance;
import org.neuralstyle.synthesis.Inputs;
import org.scijava.plugin.Parameter;

/**
 * A command that takes up the run that made an image, by the settings in its properties or its
 * slice's label. They are shown, and may be changed; what a macro does not give is as it was.
 */
public abstract class EarlierRun extends SynthesisCommand {

  @Parameter(persist = false)
  private ImagePlus image;

  @Parameter(persist = false, required = false)
  private String content;

  @Parameter(persist = false, required = false)
  private String style;

  @Parameter(persist = false, required = false)
  private String style2;

  @Parameter(persist = false, required = false)
  private String style3;

  @Parameter(persist = false)
  private boolean selections;

  @Parameter(persist = false, required = false)
  private String mask;

  @Parameter(persist = false, required = false)
  private String contentLabels;

  @Parameter(persist = false, required = false)
  private String styleLabels;

  @Parameter(persist = false, required = false)
  private String styleShares;

  @Parameter(persist = false, required = false)
  private String styleScale;

  @Parameter(persist = false, required = false)
  private String feather;

  @Parameter(persist = false, required = false)
  private String colour;

  @Parameter(persist = false, required = false)
  private String normalizeGradients;

  @Parameter(persist = false, required = false)
  private String strength;

  @Parameter(persist = false, required = false)
  private String styleWeight;

  @Parameter(persist = false, required = false)
  private String size;

  @Parameter(persist = false, required = false)
  private String contentLayers;

  @Parameter(persist = false, required = false)
  private String styleLayers;

  @Parameter(persist = false, required = false)
  private String styleBy;

  @Parameter(persist = false, required = false)
  private String contentWeight;

  @Parameter(persist = false, required = false)
  private String tvWeight;

  @Parameter(persist = false, required = false)
  private String scales;

  @Parameter(persist = false, required = false)
  private String iterations;

  @Parameter(persist = false, required = false)
  private String optimizer;

  @Parameter(persist = false, required = false)
  private String pooling;

  @Parameter(persist = false, required = false)
  private String seed;

  @Parameter(persist = false, required = false)
  private String precision;

  private final Operation operation;

  EarlierRun(Operation operation) {
    super(operation);
    this.operation = operation;
  }

  /** Without an image, the command itself says what is missing. */
  @Override
  public void initialize() {}

  /** Settings are shown as they were. */
  @Override
  String shown(Option<?> option) {
    Optional<String> former =
        Optional.ofNullable(image)
            .filter(imp -> option.setting().isPresent() && fields().text(option).isEmpty())
            .map(imp -> ResultProperties.read(imp).get(option.key()));
    return former.map(text -> readable(option, text)).orElseGet(() -> super.shown(option));
  }

  /** As people write it; what makes no sense is left for the command to say. */
  private static String readable(Option<?> option, String text) {
    try {
      return Codec.shown(option.canonical(text));
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  /** All else is the image's. */
  @Override
  boolean isRemembered(Option<?> option) {
    return option.group() == Group.ENGINE && option.setting().isEmpty();
  }

  final ImagePlus image() {
    return image;
  }

  /** What the image tells of its run. */
  final Map<String, String> properties() {
    if (image == null) {
      throw new IllegalArgumentException(
          "There is no image whose run could be taken up. Open a result of this plugin first.");
    }
    Map<String, String> properties = ResultProperties.read(image);
    if (!properties.containsKey("operation")) {
      throw new IllegalArgumentException(
          "The image \"%s\" does not tell how it was made. Results of this plugin do, also saved as TIFF."
              .formatted(image.getTitle()));
    }
    return properties;
  }

  /** The former settings with what is given. */
  final SynthesisSettings settings(SynthesisSettings former) {
    return Properties.changed(
            StackSettings.of(former), operation, option -> fields().get(option).map(Codec::shown))
        .synthesis();
  }

  /** A request for a run of the same images. */
  final Request request(
      String title,
      SynthesisSettings settings,
      Map<String, String> properties,
      Optional<DisplayedImage> start) {
    Map<String, String> sources = new LinkedHashMap<>();
    if (!properties.get("operation").equals("texture")) {
      sources.put("content", title("content", content, properties));
    }
    if (!properties.get("operation").equals("reconstruct")) {
      sources.put("style", title("style", style, properties));
    }
    Optional<ImagePlus> contentImage = open("content", sources);
    Optional<ImagePlus> styleImage = open("style", sources);
    GuideInputs guides = GuideInputs.of(this, properties);
    Guidance guidance =
        contentImage.isPresent() && styleImage.isPresent()
            ? guides.guidance(contentImage.get(), styleImage.get())
            : Guidance.NONE;
    sources.putAll(guides.sources());
    return new Request(
        properties.get("operation"),
        sources,
        title,
        settings,
        new Inputs(
                contentImage.map(imp -> DisplayedImage.of(imp).toRgb()),
                styleImage.map(guides::style),
                start.map(DisplayedImage::toRgb))
            .withGuidance(guidance),
        DisplayedImage.of(contentImage.or(() -> styleImage).orElseThrow())
            .within(guidance.inside(), settings.blending().colour() == ColorMode.CONTENT),
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

  private static Optional<ImagePlus> open(String role, Map<String, String> sources) {
    return Optional.ofNullable(sources.get(role)).map(WindowManager::getImage);
  }
}
