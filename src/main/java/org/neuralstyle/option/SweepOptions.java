package org.neuralstyle.option;

import static org.neuralstyle.option.FrontEnd.COMMAND_LINE;
import static org.neuralstyle.option.FrontEnd.IMAGEJ;
import static org.neuralstyle.option.Group.BASIC;
import static org.neuralstyle.option.Operation.INITIALIZATION;
import static org.neuralstyle.option.Operation.LAYER_GRID;
import static org.neuralstyle.option.Operation.LAYER_SET_SWEEP;
import static org.neuralstyle.option.Operation.LAYER_SWEEP;
import static org.neuralstyle.option.Operation.PAGE;
import static org.neuralstyle.option.Operation.SEEDS;
import static org.neuralstyle.option.Operation.STUDY;
import static org.neuralstyle.option.Operation.STYLE_WEIGHT_SWEEP;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.neuralstyle.settings.Preset;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.LayerSet;

/** The part of the table that only sweeps and the study have. */
public final class SweepOptions {

  /** What seeds are compared on. */
  public static final Option<String> SEEDED =
      Option.of(
              "operation",
              "Operation",
              "What is made from the noise",
              Codec.choice("texture", "reconstruction"))
          .in(BASIC, SEEDS)
          .only(IMAGEJ)
          .standard("texture");

  /** The layers of what seeds are compared on. */
  public static final Option<String> SEEDED_LAYERS =
      Option.of(
              "layers",
              "Layers",
              "Of the style for a texture, of the content for a reconstruction; empty for first-five or conv1_1",
              Codec.text("LAYERS"))
          .in(BASIC, SEEDS)
          .only(IMAGEJ);

  /** How many seeds. */
  public static final Option<Integer> COUNT =
      Option.of("count", "Number of seeds", "How many seeds", Codec.whole("N", 2))
          .in(BASIC, SEEDS)
          .standard(4);

  /** The layers that are swept over. */
  public static final Option<List<Layer>> SWEPT_LAYERS =
      Option.of(
              "layers",
              "Layers",
              "Names, numbers or sets of layers; all for the 16 convolutions",
              Codec.layers())
          .in(BASIC, LAYER_SWEEP)
          .standard(LayerSet.ALL.layers());

  /** The rows of a grid. */
  public static final Option<List<Layer>> GRID_LAYERS =
      Option.of("contentLayers", "Content layers", "The rows of the grid", Codec.layers())
          .in(BASIC, LAYER_GRID)
          .standard(LayerSet.parse("conv1_2,conv2_2,conv3_2,conv4_2"));

  /** The columns of a grid. */
  public static final Option<List<String>> GRID_SETS =
      Option.of(
              "sets",
              "Style sets",
              "The columns of the grid: sets, or lists of layers, separated by semicolons",
              Codec.list("LAYERS"))
          .in(BASIC, LAYER_GRID)
          .only(IMAGEJ)
          .standard(
              Stream.of(LayerSet.FIRST_FIVE, LayerSet.FIRST_OF_BLOCKS, LayerSet.LAST_OF_BLOCKS)
                  .map(LayerSet::label)
                  .toList());

  /** The columns of a grid on the command line. */
  public static final Option<List<String>> GRID_SET =
      GRID_SETS
          .withKey("styleSet")
          .withHelp("A column, a set or a list of layers; may be given several times")
          .withCodec(Codec.list("LAYERS").several())
          .only(COMMAND_LINE);

  /** The sets of layers that textures are made from. */
  public static final Option<List<String>> LAYER_SETS =
      Option.of(
              "sets",
              "Layer sets",
              "Sets, or lists of layers, separated by semicolons",
              Codec.list("LAYERS"))
          .in(BASIC, LAYER_SET_SWEEP)
          .only(IMAGEJ)
          .standard(Arrays.stream(LayerSet.values()).map(LayerSet::label).toList());

  /** The sets on the command line. */
  public static final Option<List<String>> LAYER_SET =
      LAYER_SETS
          .withKey("set")
          .withHelp("A set or a list of layers; may be given several times")
          .withCodec(Codec.list("LAYERS").several())
          .only(COMMAND_LINE);

  /** The weights that are swept over. */
  public static final Option<List<Double>> STYLE_WEIGHTS =
      Option.of(
              "styleWeights",
              "Style weights",
              "Numbers of 0 or more, separated by semicolons",
              Codec.factors("; "))
          .in(BASIC, STYLE_WEIGHT_SWEEP)
          .only(IMAGEJ)
          .standard(List.of(1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9));

  /** The weights on the command line, where semicolons end commands. */
  public static final Option<List<Double>> STYLE_WEIGHTS_WITH_COMMAS =
      STYLE_WEIGHTS
          .withHelp("Numbers of 0 or more, separated by commas")
          .withCodec(Codec.factors(",").several())
          .only(COMMAND_LINE);

  /** How often runs are repeated to take their time. */
  public static final Option<Integer> REPETITIONS =
      Option.of(
              "repetitions",
              "Repetitions",
              "How often each is done, to take the time; a third of it after the first",
              Codec.whole("N", 1))
          .in(BASIC, INITIALIZATION)
          .standard(1);

  /** The size of a study's results, which is never the input's own. */
  public static final Option<Integer> STUDY_SIZE =
      Option.of("size", "Size", "Longer side of the results", Codec.whole("PX", 1))
          .unit("px")
          .in(BASIC, STUDY)
          .standard(Operation.SWEEP_SIZE);

  /** Evaluations of a study's runs. */
  public static final Option<Integer> STUDY_ITERATIONS =
      Option.of(
              "iterations",
              "Iterations",
              "Evaluations of each run; 0 for 100 from 128 px on and 60 below",
              Codec.whole("N", 0))
          .in(BASIC, STUDY)
          .standard(0);

  /** The folder of a study, which is needed. */
  public static final Option<Optional<Path>> STUDY_FOLDER =
      Option.of(
              "folder",
              "Folder",
              "Where figures, tables and report.html are written; finished runs are kept there",
              Codec.folder())
          .in(BASIC, STUDY)
          .only(IMAGEJ);

  /** The sizes of a page's results. */
  public static final Option<List<Integer>> PAGE_SIZES =
      Option.of(
              "sizes",
              "Sizes",
              "Longer sides of the results, separated by commas",
              Codec.wholes().withExpected("whole numbers, separated by commas"))
          .unit("px")
          .in(BASIC, PAGE)
          .only(COMMAND_LINE)
          .standard(List.of(256, 512));

  /** The settings of a page. */
  public static final Option<List<String>> PAGE_SETTINGS =
      Option.of(
              "setting",
              "Settings",
              "A name and the options of a transfer that it stands for, such as \"strong: --style-weight 1e8 --iterations 200\"; may be given several times",
              Codec.list("\"NAME: OPTIONS\"").several())
          .in(BASIC, PAGE)
          .only(COMMAND_LINE)
          .standard(
              Stream.of(Preset.values())
                  .map(preset -> preset.name().toLowerCase(Locale.ROOT))
                  .map(name -> "%s: --preset %s".formatted(name, name))
                  .toList());

  private SweepOptions() {}
}
