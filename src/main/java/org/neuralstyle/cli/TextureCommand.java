package org.neuralstyle.cli;

import java.util.Map;
import java.util.Optional;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.synthesis.Inputs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Texture synthesis. */
@Command(
    name = "texture",
    description = {
      "Make a texture that has the style of an image.",
      "With --size, the texture has the proportions of the style; a style that is larger is reduced to that size, a smaller one keeps its scale."
    })
final class TextureCommand extends SynthesisSubcommand {

  private static final SynthesisSettings DEFAULTS = SynthesisSettings.texture();

  @Mixin private final StyleOptions style = new StyleOptions();
  @Mixin private final OptimizationOptions optimization = new OptimizationOptions();

  @Override
  public Map<String, Object> defaults() {
    return DEFAULTS.toMap();
  }

  @Override
  Job job() {
    SynthesisSettings settings = optimization.apply(style.apply(DEFAULTS));
    DisplayedImage styleImage = open(style.file());
    return new Job(
        "texture",
        settings,
        new Inputs(
            Optional.empty(),
            Optional.of(styleImage.toRgb()),
            optimization.start().file().map(file -> open(file).toRgb())),
        styleImage,
        files(optimization.start(), style.file()));
  }
}
