package org.neuralstyle.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.IntStream;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.LayerSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists layers and sets of layers. */
@Command(name = "layers", description = "List the layers of VGG-19 and the named sets of them.")
final class LayersCommand implements Runnable {

  @Spec private CommandSpec command;

  @Override
  public void run() {
    PrintWriter out = command.commandLine().getOut();
    out.println("number  before ReLU  after ReLU  channels  stride (px)");
    IntStream.rangeClosed(1, Layer.CONVOLUTIONS)
        .mapToObj(Layer::conv)
        .forEach(
            layer ->
                out.printf(
                    Locale.ROOT,
                    "%6d  %-11s  %-10s  %8d  %11d%n",
                    layer.convolution(),
                    layer.name(),
                    new Layer(layer.convolution(), true).name(),
                    layer.channels(),
                    layer.stride()));
    out.println();
    for (LayerSet set : LayerSet.values()) {
      out.printf(
          "%-15s  %s%n",
          set.label(), String.join(",", set.layers().stream().map(Layer::name).toList()));
    }
  }
}
