package org.neuralstyle.imagej;

import ij.ImagePlus;
import java.util.Map;
import org.neuralstyle.option.Codec;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.Options;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.settings.Preset;
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

  @Override
  void suggest() {
    preset = Codec.shown(Options.PRESET.codec().writer().apply(Preset.SUGGESTED));
  }

  @Override
  Request request() {
    DisplayedImage contentImage = displayed(content, "content");
    DisplayedImage styleImage = displayed(style, "style");
    return new Request(
        "transfer",
        Map.of("content", content.getTitle(), "style", style.getTitle()),
        name(content) + " in the style of " + name(style),
        settings().synthesis(),
        Inputs.of(contentImage.toRgb(), styleImage.toRgb()),
        contentImage,
        computation());
  }
}
