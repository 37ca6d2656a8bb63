package org.neuralstyle.imagej;

import ij.ImagePlus;
import java.util.LinkedHashMap;
import java.util.Map;
import org.neuralstyle.option.Codec;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.Options;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.settings.ColorMode;
import org.neuralstyle.settings.Preset;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.synthesis.Guidance;
import org.neuralstyle.synthesis.Inputs;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Gives the content of one image the style of another. */
@Plugin(
    type = Command.class,
    label = "Transfer Style...",
    description = "Gives the content of one image the style of another.",
    visible = false)
public final class TransferStyle extends SettingsCommand {

  @Parameter(persist = false)
  private ImagePlus content;

  @Parameter(persist = false)
  private ImagePlus style;

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

  @Parameter(persist = false)
  private String preset;

  @Parameter(persist = false, required = false)
  private String strength;

  @Parameter(persist = false, required = false)
  private String styleWeight;

  @Parameter(persist = false, required = false)
  private String contentLayers;

  @Parameter(persist = false, required = false)
  private String styleLayers;

  @Parameter(persist = false, required = false)
  private String styleBy;

  @Parameter(persist = false, required = false)
  private String contentWeight;

  @Parameter(persist = false, required = false)
  private String init;

  @Parameter(persist = false)
  private boolean score;

  /** SciJava creates its commands itself. */
  public TransferStyle() {
    super(Operation.TRANSFER);
  }

  private static Map<String, String> sources(String content, String style, GuideInputs guides) {
    Map<String, String> sources = new LinkedHashMap<>();
    sources.put("content", content);
    sources.put("style", style);
    sources.putAll(guides.sources());
    return sources;
  }

  @Override
  void suggest() {
    preset = Codec.shown(Options.PRESET.codec().writer().apply(Preset.SUGGESTED));
  }

  @Override
  Request request() {
    DisplayedImage contentImage = displayed(content, "content");
    displayed(style, "style");
    GuideInputs guides = GuideInputs.of(this);
    Guidance guidance = guides.guidance(content, style);
    SynthesisSettings settings = settings().synthesis();
    return new Request(
        "transfer",
        sources(content.getTitle(), style.getTitle(), guides),
        name(content) + " in the style of " + name(style),
        settings,
        Inputs.of(contentImage.toRgb(), guides.style(style)).withGuidance(guidance),
        contentImage.within(guidance.inside(), settings.blending().colour() == ColorMode.CONTENT),
        computation());
  }
}
