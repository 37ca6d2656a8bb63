package org.neuralstyle.cli;

import java.util.Map;
import java.util.Optional;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.synthesis.Inputs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Style transfer. */
@Command(name = "transfer", description = "Give the content of one image the style of another.")
final class TransferCommand extends SynthesisSubcommand {

  private static final SynthesisSettings DEFAULTS = SynthesisSettings.transfer();

  @Mixin private final ContentOptions content = new ContentOptions();
  @Mixin private final StyleOptions style = new StyleOptions();
  @Mixin private final OptimizationOptions optimization = new OptimizationOptions();

  @Override
  public Map<String, Object> defaults() {
    return DEFAULTS.toMap();
  }

  @Override
  Job job() {
    SynthesisSettings settings = optimization.apply(style.apply(content.apply(DEFAULTS)));
    DisplayedImage contentImage = open(content.file());
    DisplayedImage styleImage = open(style.file());
    return new Job(
        "transfer",
        settings,
        new Inputs(
            Optional.of(contentImage.toRgb()),
            Optional.of(styleImage.toRgb()),
            optimization.start().file().map(file -> open(file).toRgb())),
        contentImage,
        files(optimization.start(), content.file(), style.file()));
  }
}
