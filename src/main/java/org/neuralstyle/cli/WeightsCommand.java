package org.neuralstyle.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.neuralstyle.option.Options;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.weights.DownloadListener;
import org.neuralstyle.weights.Vgg19Weights;
import org.neuralstyle.weights.WeightsLoader;
import org.neuralstyle.weights.WeightsSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows where weights come from, and fetches them. */
@Command(
    name = "weights",
    description =
        "Show where VGG-19's weights are looked for, and with --up-to, read or fetch them.")
final class WeightsCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private final ConsoleOptions console = new ConsoleOptions();
  @Mixin private final TableOptions options = TableOptions.of(Options.WEIGHTS);

  @Option(
      names = "--up-to",
      paramLabel = "LAYER",
      description =
          "Read the weights up to this layer, downloading what is missing in the cache: 2.2 MB for conv3_1, 80 MB for conv5_4.")
  private Layer layer;

  @Override
  public Integer call() throws IOException, InterruptedException {
    WeightsSettings settings = WeightsSettings.defaults();
    PrintWriter out = command.commandLine().getOut();
    out.println("file     " + settings.file().map(String::valueOf).orElse("not set"));
    out.println("cache    " + settings.cacheFolder());
    out.println("address  " + settings.shownAddress());
    if (layer == null) {
      return NeuralStyleCli.OK;
    }
    try (Console listener = console.open()) {
      Vgg19Weights loaded =
          new WeightsLoader(settings)
              .load(
                  options.value(Options.WEIGHTS),
                  layer.convolution(),
                  new DownloadListener() {
                    @Override
                    public void progress(long done, long total) {
                      listener.downloaded(done, total);
                    }

                    @Override
                    public boolean isCancelled() {
                      return listener.isStopped();
                    }
                  });
      listener.finish();
      out.println("source   " + loaded.source());
      out.println("SHA-256  " + loaded.sha256() + " of the weights up to " + layer);
      Optional<String> file = loaded.fileSha256();
      file.ifPresent(sha256 -> out.println("SHA-256  " + sha256 + " of the file"));
      return NeuralStyleCli.OK;
    }
  }
}
