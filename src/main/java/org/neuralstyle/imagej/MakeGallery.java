package org.neuralstyle.imagej;

import ij.ImagePlus;
import ij.WindowManager;
import java.util.List;
import java.util.stream.Collectors;
import org.neuralstyle.option.InputOptions;
import org.neuralstyle.option.Operation;
import org.neuralstyle.study.Gallery;
import org.neuralstyle.study.Sweep;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Transfers every style to every content. */
@Plugin(
    type = Command.class,
    label = "Gallery...",
    description = "Gives every content every style.",
    visible = false)
public final class MakeGallery extends SweepCommand {

  @Parameter(persist = false, required = false)
  private String contents;

  @Parameter(persist = false, required = false)
  private String styles;

  @Parameter(persist = false, required = false)
  private String contentLayers;

  @Parameter(persist = false, required = false)
  private String styleLayers;

  @Parameter(persist = false)
  private String preset;

  @Parameter(persist = false, required = false)
  private String strength;

  @Parameter(persist = false, required = false)
  private String styleWeight;

  /** SciJava creates its commands itself. */
  public MakeGallery() {
    super(Operation.GALLERY);
  }

  /** With nothing named, the active image is to be painted like all others. */
  @Override
  public void initialize() {
    ImagePlus active = WindowManager.getCurrentImage();
    if (contents.isBlank() && styles.isBlank() && active != null) {
      contents = active.getTitle();
    }
    if (styles.isBlank()) {
      styles = titlesBut(value(InputOptions.CONTENTS));
    } else if (contents.isBlank()) {
      contents = titlesBut(value(InputOptions.STYLES));
    }
  }

  private static String titlesBut(List<String> named) {
    return CommandInputs.images().stream()
        .map(ImagePlus::getTitle)
        .filter(title -> !named.contains(title))
        .distinct()
        .collect(Collectors.joining("; "));
  }

  @Override
  Sweep sweep() {
    List<ImagePlus> contentImages = images("contents", value(InputOptions.CONTENTS));
    List<ImagePlus> styleImages = images("styles", value(InputOptions.STYLES));
    if (styleImages.isEmpty() || contentImages.isEmpty()) {
      throw new IllegalArgumentException(
          "A gallery needs open images: at least one content and at least one style. " + titles());
    }
    return new Gallery(
        contentImages.stream().map(imp -> source(imp, "content")).toList(),
        styleImages.stream().map(imp -> source(imp, "style")).toList(),
        settings().synthesis());
  }
}
