package org.neuralstyle.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.study.InitializationComparison;
import org.neuralstyle.study.LayerGrid;
import org.neuralstyle.study.LayerSetSweep;
import org.neuralstyle.study.LayerSweep;
import org.neuralstyle.study.Seeds;
import org.neuralstyle.study.StyleWeightSweep;
import org.neuralstyle.study.Sweep;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.WeightedLayer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The sweeps, each a subcommand. */
@Command(
    name = "sweep",
    description =
        "Compare layers, weights, seeds or initialisations on your own images. Each writes a stack (TIFF), a montage (PNG), a table (CSV) and plots.",
    subcommands = {
      Sweeps.Layers.class,
      Sweeps.LayerSets.class,
      Sweeps.Grid.class,
      Sweeps.StyleWeights.class,
      Sweeps.SeedsOfNoise.class,
      Sweeps.Initializations.class
    },
    synopsisSubcommandLabel = "SWEEP")
final class Sweeps {

  private Sweeps() {}

  private static List<Layer> layers(LayerList list) {
    return list.layers().stream().map(WeightedLayer::layer).toList();
  }

  @Command(
      name = "layers",
      description = "Reconstruct an image from one layer after the other, from the same noise.")
  static final class Layers extends SweepSubcommand {

    @Option(names = "--content", required = true, paramLabel = "FILE", description = "The image.")
    private Path content;

    @Option(
        names = "--layers",
        defaultValue = "all",
        paramLabel = "LAYERS",
        description = "Which layers. Default: ${DEFAULT-VALUE}.")
    private LayerList layers;

    Layers() {
      super(SynthesisSettings.reconstruction(Layer.conv(1)));
    }

    @Override
    Sweep sweep(SynthesisSettings settings) {
      return new LayerSweep(open(content), Sweeps.layers(layers), settings);
    }
  }

  @Command(name = "layer-sets", description = "Make textures from different sets of layers.")
  static final class LayerSets extends SweepSubcommand {

    @Option(names = "--style", required = true, paramLabel = "FILE", description = "The style.")
    private Path style;

    @Option(
        names = "--set",
        paramLabel = "LAYERS",
        description =
            "A set of layers; may be given several times. Default: all named sets (see the command layers).")
    private List<String> sets = LayerSetSweep.namedSets();

    LayerSets() {
      super(SynthesisSettings.texture());
    }

    @Override
    Sweep sweep(SynthesisSettings settings) {
      return new LayerSetSweep(open(style), sets, settings);
    }
  }

  @Command(
      name = "grid",
      description = "Transfer with every content layer and every set of style layers.")
  static final class Grid extends SweepSubcommand {

    @Mixin private final ImagePair images = new ImagePair();

    @Option(
        names = "--content-layers",
        defaultValue = "conv1_2,conv2_2,conv3_2,conv4_2",
        paramLabel = "LAYERS",
        description = "The rows. Default: ${DEFAULT-VALUE}.")
    private LayerList contentLayers;

    @Option(
        names = "--style-set",
        paramLabel = "LAYERS",
        description =
            "A column; may be given several times. Default: first-five, first-of-blocks and last-of-blocks.")
    private List<String> styleSets = LayerGrid.DEFAULT_STYLE_SETS;

    Grid() {
      super(SynthesisSettings.transfer());
    }

    @Override
    Sweep sweep(SynthesisSettings settings) {
      return new LayerGrid(
          open(images.content()),
          open(images.style()),
          Sweeps.layers(contentLayers),
          styleSets,
          settings);
    }
  }

  @Command(name = "style-weights", description = "Transfer with style weights over decades.")
  static final class StyleWeights extends SweepSubcommand {

    @Mixin private final ImagePair images = new ImagePair();
    @Mixin private final LossOptions losses = new LossOptions();

    @Option(
        names = "--style-weights",
        split = ",",
        paramLabel = "W",
        description = "The weights, separated by commas. Default: 1e3,1e4,1e5,1e6,1e7,1e8,1e9.")
    private List<Double> weights = StyleWeightSweep.DEFAULT_WEIGHTS;

    StyleWeights() {
      super(SynthesisSettings.transfer());
    }

    @Override
    Sweep sweep(SynthesisSettings settings) {
      return new StyleWeightSweep(
          open(images.content()), open(images.style()), weights, losses.apply(settings));
    }
  }

  @Command(
      name = "seeds",
      description =
          "Do the same from noise of different seeds: with --content a reconstruction, with --style a texture, with both a transfer.")
  static final class SeedsOfNoise extends SweepSubcommand {

    @Option(names = "--content", paramLabel = "FILE", description = "The content.")
    private Path content;

    @Option(names = "--style", paramLabel = "FILE", description = "The style.")
    private Path style;

    @Option(
        names = "--count",
        defaultValue = "4",
        paramLabel = "N",
        description = "How many seeds. Default: ${DEFAULT-VALUE}.")
    private int count;

    @Mixin private final LossOptions losses = new LossOptions();

    SeedsOfNoise() {
      super(SynthesisSettings.transfer());
    }

    @Override
    Sweep sweep(SynthesisSettings settings) {
      if (content == null && style == null) {
        throw badInput("Give --content, --style or both.");
      }
      SynthesisSettings applied = losses.apply(settings);
      return new Seeds(
          Optional.ofNullable(content).map(this::open),
          Optional.ofNullable(style).map(this::open),
          count,
          content == null
              ? applied.withLosses(losses -> losses.contentLayers(List.of()))
              : style == null
                  ? applied.withLosses(losses -> losses.styleLayers(List.of()))
                  : applied);
    }
  }

  @Command(
      name = "initialization",
      description = "Transfer from noise and from the content, and compare losses and times.")
  static final class Initializations extends SweepSubcommand {

    @Mixin private final ImagePair images = new ImagePair();
    @Mixin private final LossOptions losses = new LossOptions();

    @Option(
        names = "--repetitions",
        defaultValue = "1",
        paramLabel = "N",
        description =
            "How often each is done, to take the time; a third of it after the first. Default: ${DEFAULT-VALUE}.")
    private int repetitions;

    Initializations() {
      super(SynthesisSettings.transfer());
    }

    @Override
    Sweep sweep(SynthesisSettings settings) {
      return new InitializationComparison(
          open(images.content()), open(images.style()), repetitions, losses.apply(settings));
    }
  }
}
