package org.neuralstyle.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neuralstyle.option.InputOptions;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.Options;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.picture.GuideImages;
import org.neuralstyle.settings.ColorMode;
import org.neuralstyle.synthesis.Guidance;
import org.neuralstyle.synthesis.Inputs;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.synthesis.Scoring;
import org.neuralstyle.synthesis.SynthesisResult;
import picocli.CommandLine.Command;

/** Style transfer. */
@Command(name = "transfer", description = "Give the content of one image the style of another.")
final class TransferCommand extends SynthesisSubcommand {

  TransferCommand() {
    super(Operation.TRANSFER);
  }

  @Override
  Job job() {
    Path contentFile = file(InputOptions.CONTENT);
    Path styleFile = file(InputOptions.STYLE);
    Map<String, Path> guides = guides();
    DisplayedImage content = open(contentFile);
    DisplayedImage style = open(styleFile);
    Guidance guidance =
        GuideImages.of(
            Optional.of(content),
            option -> Optional.ofNullable(guides.get(option.key())).map(this::open));
    Inputs inputs =
        new Inputs(Optional.of(content.toRgb()), Optional.of(style.toRgb()), start())
            .withGuidance(guidance);
    if (value(Options.SCORE)) {
      Scoring.check(inputs, settings());
    }
    List<Path> images = new ArrayList<>(List.of(contentFile, styleFile));
    images.addAll(guides.values());
    return new Job(
        "transfer",
        settings(),
        inputs,
        content.within(guidance.inside(), settings().blending().colour() == ColorMode.CONTENT),
        files(images.toArray(Path[]::new)),
        List.copyOf(guides.keySet()));
  }

  @Override
  SynthesisResult finished(
      SynthesisResult result, Job job, NeuralStyle neuralStyle, Console listener)
      throws InterruptedException {
    return value(Options.SCORE)
        ? new Scoring(neuralStyle, job.settings().engine().pooling(), listener)
            .scored(job.inputs(), result)
        : result;
  }
}
