package org.neuralstyle.imagej;

import ij.ImagePlus;
import java.util.Map;
import org.neuralstyle.option.Operation;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.synthesis.Inputs;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Reconstructs an image from noise by the features of one layer. */
@Plugin(
    type = Command.class,
    label = "Reconstruct...",
    description =
        "Makes an image that has the features of another in a layer of VGG-19, to show what that layer knows.",
    visible = false)
public final class Reconstruct extends SettingsCommand {

  @Parameter(persist = false)
  private ImagePlus content;

  @Parameter(persist = false)
  private String layer;

  /** SciJava creates its commands itself. */
  public Reconstruct() {
    super(Operation.RECONSTRUCT);
  }

  @Override
  Request request() {
    DisplayedImage contentImage = displayed(content, "content");
    return new Request(
        "reconstruct",
        Map.of("content", content.getTitle()),
        name(content) + " from " + layer,
        settings().synthesis(),
        Inputs.content(contentImage.toRgb()),
        contentImage,
        computation());
  }
}
