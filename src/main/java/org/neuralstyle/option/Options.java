package org.neuralstyle.option;

import static org.neuralstyle.option.Group.BASIC;
import static org.neuralstyle.option.Group.ENGINE;
import static org.neuralstyle.option.Group.LOSSES;
import static org.neuralstyle.option.Group.RESULT;
import static org.neuralstyle.option.Group.RUN;
import static org.neuralstyle.option.Operation.DISTANCE;
import static org.neuralstyle.option.Operation.GALLERY;
import static org.neuralstyle.option.Operation.INITIALIZATION;
import static org.neuralstyle.option.Operation.LAYER_GRID;
import static org.neuralstyle.option.Operation.LAYER_SET_SWEEP;
import static org.neuralstyle.option.Operation.LAYER_SWEEP;
import static org.neuralstyle.option.Operation.RECONSTRUCT;
import static org.neuralstyle.option.Operation.RUN_AGAIN;
import static org.neuralstyle.option.Operation.SAMPLE;
import static org.neuralstyle.option.Operation.SEEDS;
import static org.neuralstyle.option.Operation.SINGLE;
import static org.neuralstyle.option.Operation.STACK;
import static org.neuralstyle.option.Operation.STUDY;
import static org.neuralstyle.option.Operation.STYLE_WEIGHT_SWEEP;
import static org.neuralstyle.option.Operation.SWEEPS;
import static org.neuralstyle.option.Operation.TEXTURE;
import static org.neuralstyle.option.Operation.TRANSFER;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.settings.LossSettingsBuilder;
import org.neuralstyle.settings.Method;
import org.neuralstyle.settings.PrecisionChoice;
import org.neuralstyle.settings.StackMode;
import org.neuralstyle.settings.StackSettings;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.LayerSet;
import org.neuralstyle.vgg.Pooling;
import org.neuralstyle.vgg.WeightedLayer;
import org.neuralstyle.weights.WeightsChoice;

/**
 * The table of all options. A new one is an entry here, in the order in which people see it within
 * its group.
 */
public final class Options {

  private static final Set<Operation> TRANSFERS =
      EnumSet.of(TRANSFER, STACK, STYLE_WEIGHT_SWEEP, SEEDS, INITIALIZATION, GALLERY);

  private static final Set<Operation> RUNS = union(union(SINGLE, SWEEPS), EnumSet.of(STACK));

  /** The image whose scene is kept. */
  public static final Option<String> CONTENT =
      Option.of(
              "content",
              "Content",
              "The image whose scene is kept; it is not changed",
              Codec.image())
          .in(
              BASIC,
              TRANSFER,
              RECONSTRUCT,
              STACK,
              LAYER_SWEEP,
              LAYER_GRID,
              STYLE_WEIGHT_SWEEP,
              INITIALIZATION);

  /** The image whose style is taken on. */
  public static final Option<String> STYLE =
      Option.of(
              "style",
              "Style",
              "The image whose style is taken on; it is not changed",
              Codec.image())
          .in(
              BASIC,
              TRANSFER,
              TEXTURE,
              STACK,
              LAYER_SET_SWEEP,
              LAYER_GRID,
              STYLE_WEIGHT_SWEEP,
              INITIALIZATION);

  /** An image for more than one purpose. */
  public static final Option<String> IMAGE =
      Option.of(
              "image",
              "Image",
              "What is reconstructed, whose texture is made, or a result whose run is repeated; of a stack of results its current slice",
              Codec.image())
          .in(BASIC, SEEDS, RUN_AGAIN);

  /** Titles of the contents of a gallery. */
  public static final Option<List<String>> CONTENTS =
      Option.of(
              "contents",
              "Contents",
              "Titles of open images, separated by semicolons; empty for all but the styles, or for the active one",
              Codec.list("TITLES"))
          .in(BASIC, GALLERY);

  /** Titles of the styles of a gallery. */
  public static final Option<List<String>> STYLES =
      Option.of(
              "styles",
              "Styles",
              "Titles of open images, separated by semicolons; empty for all but the contents",
              Codec.list("TITLES"))
          .in(BASIC, GALLERY);

  /** Titles of the images that are compared. */
  public static final Option<List<String>> IMAGES =
      Option.of(
              "images",
              "Images",
              "Titles of open images, separated by semicolons; empty for all",
              Codec.list("TITLES"))
          .in(BASIC, DISTANCE);

  /** The folder of the images that are compared. */
  public static final Option<Optional<Path>> IMAGE_FOLDER =
      Option.of(
              "folder",
              "Folder of images (optional)",
              "All images in this folder instead of open ones; adds matrices of all pairs",
              Codec.folder())
          .in(BASIC, DISTANCE);

  /** The folder of a study, which is needed. */
  public static final Option<Optional<Path>> STUDY_FOLDER =
      Option.of(
              "folder",
              "Folder",
              "Where figures, tables and report.html are written; finished runs are kept there",
              Codec.folder())
          .in(BASIC, STUDY);

  /** Title of the content where an image need not be given. */
  public static final Option<String> CONTENT_TITLE =
      Option.of(
              "content",
              "Content (title)",
              "Title of an open image; empty for the sample that comes with the plugin, or for the one that the result names",
              Codec.text("TITLE"))
          .in(BASIC, STUDY, RUN_AGAIN);

  /** Title of the style where an image need not be given. */
  public static final Option<String> STYLE_TITLE =
      Option.of(
              "style",
              "Style (title)",
              "Title of an open image; empty for the sample that comes with the plugin, or for the one that the result names",
              Codec.text("TITLE"))
          .in(BASIC, STUDY, RUN_AGAIN);

  /** Along which axis a stack is run through. */
  public static final Option<String> AXIS =
      Option.of(
              "axis",
              "Run along",
              "auto: frames, or slices where there is one frame only",
              Codec.choice("auto", "frames", "slices"))
          .in(BASIC, STACK)
          .standard("auto");

  /** Whether motion is followed. */
  public static final Option<String> MOTION =
      Option.of(
              "motion",
              "Motion",
              "Whether motion is followed; auto: in films, that is along frames and in RGB stacks",
              Codec.choice("auto", "follow", "none"))
          .in(BASIC, STACK)
          .standard("auto");

  /** What seeds are compared on. */
  public static final Option<String> SEEDED =
      Option.of(
              "operation",
              "Operation",
              "What is made from the noise",
              Codec.choice("texture", "reconstruction"))
          .in(BASIC, SEEDS)
          .standard("texture");

  /** The layers of what seeds are compared on. */
  public static final Option<String> SEEDED_LAYERS =
      Option.of(
              "layers",
              "Layers",
              "Of the style for a texture, of the content for a reconstruction; empty for first-five or conv1_1",
              Codec.text("LAYERS"))
          .in(BASIC, SEEDS);

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

  /** The layers at which distances are measured. */
  public static final Option<List<Layer>> MEASURED_LAYERS =
      Option.of("layers", "Layers", "Names, numbers or sets of layers", Codec.layers())
          .in(BASIC, DISTANCE)
          .standard(LayerSet.FIRST_FIVE.layers());

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
          .standard(
              Stream.of(LayerSet.FIRST_FIVE, LayerSet.FIRST_OF_BLOCKS, LayerSet.LAST_OF_BLOCKS)
                  .map(LayerSet::label)
                  .toList());

  /** The sets of layers that textures are made from. */
  public static final Option<List<String>> LAYER_SETS =
      Option.of(
              "sets",
              "Layer sets",
              "Sets, or lists of layers, separated by semicolons",
              Codec.list("LAYERS"))
          .in(BASIC, LAYER_SET_SWEEP)
          .standard(Arrays.stream(LayerSet.values()).map(LayerSet::label).toList());

  /** The weights that are swept over. */
  public static final Option<List<Double>> STYLE_WEIGHTS =
      Option.of(
              "styleWeights",
              "Style weights",
              "Numbers of 0 or more, separated by semicolons",
              Codec.factors())
          .in(BASIC, STYLE_WEIGHT_SWEEP)
          .standard(List.of(1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9));

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

  /** The network's weights. */
  public static final Option<WeightsChoice> WEIGHTS =
      Option.of(
              "weights",
              "VGG-19 weights",
              "auto for the file in a setting, the cache or a download; the path of a safetensors file; or untrained (random)",
              Codec.weights())
          .in(ENGINE, EnumSet.allOf(Operation.class))
          .standard(new WeightsChoice.Auto());

  /** Where it is computed. */
  public static final Option<DeviceChoice> DEVICE =
      Option.of("device", "Device", "Where to compute: auto, cpu, cuda:N or mps", Codec.device())
          .in(ENGINE, EnumSet.allOf(Operation.class))
          .standard(DeviceChoice.AUTO);

  /** How the network halves the resolution where distances are measured. */
  public static final Option<Pooling> MEASURED_POOLING =
      Option.of(
              "pooling",
              "Pooling",
              "How VGG-19 halves the resolution",
              Codec.constants(List.of(Pooling.values())))
          .in(ENGINE, DISTANCE)
          .standard(Pooling.MAX);

  /** Whether the result is RGB. */
  public static final Option<Boolean> RGB =
      Option.of(
              "rgb",
              "RGB result",
              "Make an RGB image; otherwise the result has the type of the input",
              Codec.flag())
          .in(RESULT, union(SINGLE, EnumSet.of(STACK)))
          .standard(false);

  /** Whether a repeated run's result is RGB. */
  public static final Option<Boolean> REPEATED_RGB = RGB.in(RESULT, RUN_AGAIN).standard(true);

  /** Where finished frames are kept. */
  public static final Option<Optional<Path>> WORK =
      Option.of(
              "work",
              "Work folder (optional)",
              "Finished frames are kept there, so that a run that was ended goes on",
              Codec.folder())
          .in(RESULT, STACK);

  /** Where finished runs are kept. */
  public static final Option<Optional<Path>> FOLDER =
      Option.of(
              "folder",
              "Folder (optional)",
              "Where results are saved and finished runs are kept, so that the sweep can go on later",
              Codec.folder())
          .in(RESULT, SWEEPS);

  /** Where an image is saved. */
  public static final Option<Optional<Path>> OUTPUT =
      Option.of(
              "output",
              "Save result as (optional)",
              "Path of a TIFF, PNG, JPEG, GIF or BMP file",
              Codec.file("FILE"))
          .in(RESULT, union(SINGLE, EnumSet.of(RUN_AGAIN)));

  /** Where a stack or film is saved. */
  public static final Option<Optional<Path>> STACK_OUTPUT =
      Option.of(
              "output",
              "Save result as (optional)",
              "Path of a TIFF file, or of an MP4, MOV, MKV, AVI or GIF film, which is written frame by frame and not shown",
              Codec.file("FILE"))
          .in(RESULT, STACK);

  /** Where a table is saved. */
  public static final Option<Optional<Path>> TABLE_OUTPUT =
      Option.of("output", "Save table as (optional)", "Path of a CSV file", Codec.file("FILE.csv"))
          .in(RESULT, DISTANCE);

  /** Where the report goes. */
  public static final Option<Optional<Path>> REPORT =
      Option.of(
              "report",
              "Write report to (optional)",
              "Path of a JSON file with settings, device, weights and all losses",
              Codec.file("FILE.json"))
          .in(RESULT, SINGLE);

  /** Where a run is kept. */
  public static final Option<Optional<Path>> CHECKPOINT =
      Option.of(
              "checkpoint",
              "Keep the run in (optional)",
              "Path of a file from which the same command goes on if it was ended, or, finished, with more iterations",
              Codec.file("FILE"))
          .in(RESULT, SINGLE);

  /** What a run starts from; the command line takes a file as well. */
  public static final Option<Initialization> INIT =
      Option.of(
              "init",
              "Start from",
              "What the run starts from",
              Codec.constants(List.of(Initialization.CONTENT, Initialization.NOISE)))
          .in(RUN, RUNS)
          .is(s -> s.start().initialization(), (s, v) -> s.withStart(b -> b.initialization(v)));

  private static final Option<List<WeightedLayer>> CONTENT_LAYERS =
      Option.of(
              "contentLayers",
              "Content layers",
              "Layers of the content loss: names, numbers or sets, each with :weight if wanted",
              Codec.weightedLayers())
          .in(LOSSES, TRANSFERS)
          .withAlias(Optional.of("layer"))
          .is(s -> s.losses().contentLayers(), losses(LossSettingsBuilder::contentLayers));

  /** All settings, in the order of properties and reports. */
  private static final List<Option<?>> SETTINGS =
      List.of(
          CONTENT_LAYERS,
          Option.of(
                  "styleLayers",
                  "Style layers",
                  "Layers of the style loss: first-five, first-of-blocks, last-of-blocks, all, block1 .. block5, or names or numbers, each with :weight if wanted",
                  Codec.weightedLayers())
              .in(LOSSES, union(TRANSFERS, EnumSet.of(TEXTURE)))
              .is(s -> s.losses().styleLayers(), losses(LossSettingsBuilder::styleLayers)),
          Option.of("contentWeight", "Content weight", "Factor of the content loss", Codec.factor())
              .in(LOSSES, union(TRANSFERS, EnumSet.of(RECONSTRUCT)))
              .is(s -> s.losses().contentWeight(), losses(LossSettingsBuilder::contentWeight)),
          Option.of(
                  "styleWeight",
                  "Style weight",
                  "Factor of the style loss; more makes the style stronger",
                  Codec.factor())
              .in(BASIC, union(TRANSFERS, EnumSet.of(TEXTURE, LAYER_GRID)))
              .is(s -> s.losses().styleWeight(), losses(LossSettingsBuilder::styleWeight)),
          Option.of(
                  "tvWeight",
                  "Total variation weight",
                  "Factor of the total variation, which smooths; 0 for none",
                  Codec.factor())
              .in(LOSSES, RUNS)
              .is(s -> s.losses().tvWeight(), losses(LossSettingsBuilder::tvWeight)),
          INIT,
          Option.of(
                  "size",
                  "Size",
                  "Longer side of the result; 0 keeps the input's own size",
                  Codec.whole("PX", 0))
              .unit("px")
              .in(BASIC, union(RUNS, EnumSet.of(SAMPLE)))
              .is(s -> s.schedule().size(), (s, v) -> s.withSchedule(b -> b.size(v))),
          Option.of(
                  "scales",
                  "Scales (0 = automatic)",
                  "Sizes to go through, each half the next; 1 for the classic algorithm, 0 for as many as the size suggests, one for a start from an image",
                  Codec.whole("N", 0))
              .in(RUN, RUNS)
              .is(s -> s.schedule().scales(), (s, v) -> s.withSchedule(b -> b.scales(v))),
          Option.of(
                  "iterations",
                  "Iterations",
                  "Evaluations with one scale; with more, transfers take a third at the last, half before that and two thirds at all others; textures 20 % fewer for each further one",
                  Codec.whole("N", 1))
              .in(RUN, union(RUNS, EnumSet.of(SAMPLE)))
              .is(s -> s.schedule().iterations(), (s, v) -> s.withSchedule(b -> b.iterations(v))),
          Option.of(
                  "optimizer",
                  "Optimizer",
                  "The optimiser; classic is L-BFGS as it usually is, without what lbfgs adds",
                  Codec.constants(List.of(Method.values())))
              .in(RUN, RUNS)
              .is(s -> s.engine().method(), (s, v) -> s.withEngine(b -> b.method(v))),
          MEASURED_POOLING
              .in(ENGINE, RUNS)
              .is(s -> s.engine().pooling(), (s, v) -> s.withEngine(b -> b.pooling(v))),
          Option.of(
                  "seed",
                  "Seed of the noise",
                  "Seed of the noise; the same seed gives the same image",
                  Codec.seed())
              .in(RUN, RUNS)
              .is(s -> s.start().seed(), (s, v) -> s.withStart(b -> b.seed(v))),
          Option.of(
                  "precision",
                  "Precision",
                  "Precision of feature maps; auto is bfloat16 where it is faster and good enough",
                  Codec.constants(List.of(PrecisionChoice.values())))
              .in(ENGINE, RUNS)
              .withAbsent(Optional.of(PrecisionChoice.FLOAT32))
              .is(s -> s.engine().precision(), (s, v) -> s.withEngine(b -> b.precision(v))),
          Option.of(
                  "mode",
                  "Mode",
                  "coherent: without flicker; warm-start: each frame starts from the one before; independent: each alone",
                  Codec.constants(
                      List.of(StackMode.COHERENT, StackMode.WARM_START, StackMode.INDEPENDENT)))
              .in(BASIC, STACK)
              .isOfStack(StackSettings::mode, StackSettings::withMode),
          Option.of("motion", "Motion", "Whether motion is followed", Codec.flag())
              .isOfStack(StackSettings::motion, StackSettings::withMotion),
          Option.of(
                  "temporalWeight",
                  "Temporal weight",
                  "Factor of the temporal loss; more makes the film steadier",
                  Codec.factor())
              .in(BASIC, STACK)
              .isOfStack(StackSettings::temporalWeight, StackSettings::withTemporalWeight),
          Option.of("lags", "Lags", "Which earlier frames are compared with", Codec.wholes())
              .isOfStack(StackSettings::lags, StackSettings::withLags),
          Option.of(
                  "laterIterations",
                  "Later iterations",
                  "Most evaluations of the frames after the first; 0 for a third of the first",
                  Codec.whole("N", 0))
              .in(RUN, STACK)
              .isOfStack(StackSettings::laterIterations, StackSettings::withLaterIterations));

  /** What is reconstructed, under a name of its own. */
  private static final Option<List<WeightedLayer>> LAYER =
      CONTENT_LAYERS
          .withKey("layer")
          .withLabel("Layer")
          .withHelp("Layer to reconstruct from: conv1_1 .. conv5_4, relu1_1 .. relu5_4 or 1 .. 16")
          .withAlias(Optional.of("contentLayers"))
          .in(BASIC, RECONSTRUCT);

  /** What is no setting, in the order in which people see it. */
  private static final List<Option<?>> OTHERS =
      List.of(
          CONTENT,
          STYLE,
          IMAGE,
          CONTENTS,
          STYLES,
          IMAGES,
          IMAGE_FOLDER,
          STUDY_FOLDER,
          CONTENT_TITLE,
          STYLE_TITLE,
          LAYER,
          AXIS,
          MOTION,
          SEEDED,
          SEEDED_LAYERS,
          COUNT,
          SWEPT_LAYERS,
          MEASURED_LAYERS,
          GRID_LAYERS,
          GRID_SETS,
          LAYER_SETS,
          STYLE_WEIGHTS,
          REPETITIONS,
          STUDY_SIZE,
          STUDY_ITERATIONS,
          WEIGHTS,
          DEVICE,
          MEASURED_POOLING,
          RGB,
          REPEATED_RGB,
          WORK,
          FOLDER,
          OUTPUT,
          STACK_OUTPUT,
          TABLE_OUTPUT,
          REPORT,
          CHECKPOINT);

  private Options() {}

  private static Set<Operation> union(Set<Operation> one, Set<Operation> other) {
    EnumSet<Operation> all = EnumSet.copyOf(one);
    all.addAll(other);
    return all;
  }

  private static <T> BiFunction<SynthesisSettings, T, SynthesisSettings> losses(
      BiConsumer<LossSettingsBuilder, T> change) {
    return (settings, value) -> settings.withLosses(losses -> change.accept(losses, value));
  }

  /**
   * The options of an operation.
   *
   * @param operation what is done
   * @return by group, and in the order of the table
   */
  public static List<Option<?>> of(Operation operation) {
    return Stream.concat(OTHERS.stream(), SETTINGS.stream())
        .filter(option -> option.isOffered(operation))
        .sorted(Comparator.comparing(Option::group))
        .toList();
  }

  /**
   * All settings, whether people may choose them or not.
   *
   * @return in the order of properties and reports
   */
  static List<Option<?>> settings() {
    return SETTINGS;
  }
}
