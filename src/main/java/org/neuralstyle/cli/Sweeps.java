package org.neuralstyle.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.SweepOptions;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.study.InitializationComparison;
import org.neuralstyle.study.LayerGrid;
import org.neuralstyle.study.LayerSetSweep;
import org.neuralstyle.study.LayerSweep;
import org.neuralstyle.study.Seeds;
import org.neuralstyle.study.StyleWeightSweep;
import org.neuralstyle.study.Sweep;
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

  @Command(
      name = "layers",
      description = "Reconstruct an image from one layer after the other, from the same noise.")
  static final class Layers extends SweepSubcommand {

    @Option(names = "--content", required = true, paramLabel = "FILE", description = "The image.")
    private Path content;

    Layers() {
      super(Operation.LAYER_SWEEP, SweepOptions.SWEPT_LAYERS);
    }

    @Override
    Sweep sweep(SynthesisSettings settings) {
      return new LayerSweep(open(content), value(SweepOptions.SWEPT_LAYERS), settings);
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
    private List<String> sets = SweepOptions.LAYER_SETS.standard().orElseThrow();

    LayerSets() {
      super(Operation.LAYER_SET_SWEEP);
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
        names = "--style-set",
        paramLabel = "LAYERS",
        description =
            "A column; may be given several times. Default: first-five, first-of-blocks and last-of-blocks.")
    private List<String> styleSets = SweepOptions.GRID_SETS.standard().orElseThrow();

    Grid() {
      super(Operation.LAYER_GRID, SweepOptions.GRID_LAYERS);
    }

    @Override
    Sweep sweep(SynthesisSettings settings) {
      return new LayerGrid(
          open(images.content()),
          open(images.style()),
          value(SweepOptions.GRID_LAYERS),
          styleSets,
          settings);
    }
  }

  @Command(name = "style-weights", description = "Transfer with style weights over decades.")
  static final class StyleWeights extends SweepSubcommand {

    @Mixin private final ImagePair images = new ImagePair();

    @Option(
        names = "--style-weights",
        split = ",",
        paramLabel = "W",
        description = "The weights, separated by commas. Default: 1e3,1e4,1e5,1e6,1e7,1e8,1e9.")
    private List<Double> weights = SweepOptions.STYLE_WEIGHTS.standard().orElseThrow();

    StyleWeights() {
      super(Operation.STYLE_WEIGHT_SWEEP);
    }

    @Override
    Sweep sweep(SynthesisSettings settings) {
      return new StyleWeightSweep(open(images.content()), open(images.style()), weights, settings);
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

    SeedsOfNoise() {
      super(Operation.SEEDS, SweepOptions.COUNT);
    }

    @Override
    Sweep sweep(SynthesisSettings settings) {
      if (content == null && style == null) {
        throw badInput("Give --content, --style or both.");
      }
      return new Seeds(
          Optional.ofNullable(content).map(this::open),
          Optional.ofNullable(style).map(this::open),
          value(SweepOptions.COUNT),
          content == null
              ? settings.withLosses(losses -> losses.contentLayers(List.of()))
              : style == null
                  ? settings.withLosses(losses -> losses.styleLayers(List.of()))
                  : settings);
    }
  }

  @Command(
      name = "initialization",
      description = "Transfer from noise and from the content, and compare losses and times.")
  static final class Initializations extends SweepSubcommand {

    @Mixin private final ImagePair images = new ImagePair();

    Initializations() {
      super(Operation.INITIALIZATION, SweepOptions.REPETITIONS);
    }

    @Override
    Sweep sweep(SynthesisSettings settings) {
      return new InitializationComparison(
          open(images.content()), open(images.style()), value(SweepOptions.REPETITIONS), settings);
    }
  }
}
