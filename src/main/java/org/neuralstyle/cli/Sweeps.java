package org.neuralstyle.cli;

import java.util.List;
import java.util.Optional;
import org.neuralstyle.option.InputOptions;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.SweepOptions;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.study.InitializationComparison;
import org.neuralstyle.study.LayerGrid;
import org.neuralstyle.study.LayerSetSweep;
import org.neuralstyle.study.LayerSweep;
import org.neuralstyle.study.Seeds;
import org.neuralstyle.study.Source;
import org.neuralstyle.study.StyleWeightSweep;
import org.neuralstyle.study.Sweep;
import picocli.CommandLine.Command;

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

    Layers() {
      super(Operation.LAYER_SWEEP);
    }

    @Override
    Sweep sweep(SynthesisSettings settings) {
      return new LayerSweep(
          open(InputOptions.CONTENT), options().value(SweepOptions.SWEPT_LAYERS), settings);
    }
  }

  @Command(name = "layer-sets", description = "Make textures from different sets of layers.")
  static final class LayerSets extends SweepSubcommand {

    LayerSets() {
      super(Operation.LAYER_SET_SWEEP);
    }

    @Override
    Sweep sweep(SynthesisSettings settings) {
      return new LayerSetSweep(
          open(InputOptions.STYLE), options().values(SweepOptions.LAYER_SET), settings);
    }
  }

  @Command(
      name = "grid",
      description = "Transfer with every content layer and every set of style layers.")
  static final class Grid extends SweepSubcommand {

    Grid() {
      super(Operation.LAYER_GRID);
    }

    @Override
    Sweep sweep(SynthesisSettings settings) {
      return new LayerGrid(
          open(InputOptions.CONTENT),
          open(InputOptions.STYLE),
          options().value(SweepOptions.GRID_LAYERS),
          options().values(SweepOptions.GRID_SET),
          settings);
    }
  }

  @Command(name = "style-weights", description = "Transfer with style weights over decades.")
  static final class StyleWeights extends SweepSubcommand {

    StyleWeights() {
      super(Operation.STYLE_WEIGHT_SWEEP);
    }

    @Override
    Sweep sweep(SynthesisSettings settings) {
      return new StyleWeightSweep(
          open(InputOptions.CONTENT),
          open(InputOptions.STYLE),
          options().values(SweepOptions.STYLE_WEIGHTS_WITH_COMMAS),
          settings);
    }
  }

  @Command(
      name = "seeds",
      description =
          "Do the same from noise of different seeds: with --content a reconstruction, with --style a texture, with both a transfer.")
  static final class SeedsOfNoise extends SweepSubcommand {

    SeedsOfNoise() {
      super(Operation.SEEDS);
    }

    @Override
    Sweep sweep(SynthesisSettings settings) {
      Optional<Source> content = options().value(InputOptions.CONTENT_FILE).map(this::open);
      Optional<Source> style = options().value(InputOptions.STYLE_FILE).map(this::open);
      if (content.isEmpty() && style.isEmpty()) {
        throw badInput("Give --content, --style or both.");
      }
      return new Seeds(
          content,
          style,
          options().value(SweepOptions.COUNT),
          content.isEmpty()
              ? settings.withLosses(losses -> losses.contentLayers(List.of()))
              : style.isEmpty()
                  ? settings.withLosses(losses -> losses.styleLayers(List.of()))
                  : settings);
    }
  }

  @Command(
      name = "initialization",
      description = "Transfer from noise and from the content, and compare losses and times.")
  static final class Initializations extends SweepSubcommand {

    Initializations() {
      super(Operation.INITIALIZATION);
    }

    @Override
    Sweep sweep(SynthesisSettings settings) {
      return new InitializationComparison(
          open(InputOptions.CONTENT),
          open(InputOptions.STYLE),
          options().value(SweepOptions.REPETITIONS),
          settings);
    }
  }
}
