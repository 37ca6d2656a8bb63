package org.neuralstyle.imagej;

import ij.ImagePlus;
import java.util.Map;
import org.neuralstyle.option.Operation;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.synthesis.Inputs;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Makes a texture with the statistics of a style. */
@Plugin(
    type = Command.class,
    label = "Synthesize Texture...",
    description = "Makes a texture that looks like the style of an image.",
    visible = false)
public final class SynthesizeTexture extends SettingsCommand {

  @Parameter(persist = false)
  private ImagePlus style;

  @Parameter(persist = false, required = false)
  private String styleLayers;

  @Parameter(persist = false, required = false)
  private String styleWeight;

  /** SciJava creates its commands itself. */
  public SynthesizeTexture() {
    super(Operation.TEXTURE);
  }

  @Override
  Request request() {
    DisplayedImage styleImage = displayed(style, "style");
    return new Request(
        "texture",
        Map.of("style", style.getTitle()),
        "Texture of " + name(style),
        settings().synthesis(),
        Inputs.style(styleImage.toRgb()),
        styleImage,
        computation());
  }
}
