package org.neuralstyle.cli;

import java.util.Map;
import java.util.Optional;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.settings.LossSettings;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.synthesis.Inputs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Reconstruction. */
@Command(
    name = "reconstruct",
    description = "Make an image that has the features of another in a layer of VGG-19.")
final class ReconstructCommand extends SynthesisSubcommand {

  private static final SynthesisSettings DEFAULTS =
      SynthesisSettings.reconstruction(LossSettings.DEFAULT_CONTENT_LAYER);

  @Mixin private final ContentOptions content = new ContentOptions();
  @Mixin private final OptimizationOptions optimization = new OptimizationOptions();

  @Override
  public Map<String, Object> defaults() {
    return DEFAULTS.toMap();
  }

  @Override
  Job job() {
    SynthesisSettings settings = optimization.apply(content.apply(DEFAULTS));
    DisplayedImage contentImage = open(content.file());
    return new Job(
        "reconstruct",
        settings,
        new Inputs(
            Optional.of(contentImage.toRgb()),
            Optional.empty(),
            optimization.start().file().map(file -> open(file).toRgb())),
        contentImage,
        files(optimization.start(), content.file()));
  }
}
