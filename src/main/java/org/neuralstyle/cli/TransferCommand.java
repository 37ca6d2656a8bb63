package org.neuralstyle.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.neuralstyle.option.InputOptions;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.Options;
import org.neuralstyle.picture.DisplayedImage;
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
    DisplayedImage content = open(contentFile);
    DisplayedImage style = open(styleFile);
    Inputs inputs = new Inputs(Optional.of(content.toRgb()), Optional.of(style.toRgb()), start());
    if (value(Options.SCORE)) {
      Scoring.check(inputs, settings());
    }
    return new Job("transfer", settings(), inputs, content, files(contentFile, styleFile));
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
