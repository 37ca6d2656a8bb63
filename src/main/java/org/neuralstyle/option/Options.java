package org.neuralstyle.option;

import static org.neuralstyle.option.FrontEnd.COMMAND_LINE;
import static org.neuralstyle.option.FrontEnd.IMAGEJ;
import static org.neuralstyle.option.Group.BASIC;
import static org.neuralstyle.option.Group.ENGINE;
import static org.neuralstyle.option.Group.FRAMES;
import static org.neuralstyle.option.Group.RESULT;
import static org.neuralstyle.option.Operation.CONTINUE;
import static org.neuralstyle.option.Operation.DISTANCE;
import static org.neuralstyle.option.Operation.EARLIER;
import static org.neuralstyle.option.Operation.GALLERY;
import static org.neuralstyle.option.Operation.PAGE;
import static org.neuralstyle.option.Operation.RUN_AGAIN;
import static org.neuralstyle.option.Operation.SAMPLE;
import static org.neuralstyle.option.Operation.SINGLE;
import static org.neuralstyle.option.Operation.STACK;
import static org.neuralstyle.option.Operation.STUDY;
import static org.neuralstyle.option.Operation.SWEEPS;
import static org.neuralstyle.option.Operation.TRANSFER;
import static org.neuralstyle.option.Operation.union;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.neuralstyle.settings.Preset;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.LayerSet;
import org.neuralstyle.weights.WeightsChoice;

/**
 * The table of all options, with {@link InputOptions}, {@link SettingOptions} and {@link
 * SweepOptions}. A new one is an entry there or here; people see them by group, and in it in the
 * order of the lists.
 */
public final class Options {

  /** What the settings of a transfer are where nothing else is said. */
  public static final Option<Preset> PRESET =
      Option.of(
              "preset",
              "Preset",
              "What all settings are that are not given: study for the first five layers and their weights, gatys for the published ones, painterly, draft for a picture within seconds, or neighbours for brush strokes of the style itself",
              Codec.constants(List.of(Preset.values())))
          .in(BASIC, TRANSFER, STACK, GALLERY)
          .standard(Preset.STUDY);

  /** The preset of the program's own pair of images. */
  private static final Option<Preset> SAMPLE_PRESET =
      PRESET.in(BASIC, SAMPLE).standard(Preset.SUGGESTED);

  /** Along which axis a stack is run through. */
  public static final Option<String> AXIS =
      Option.of(
              "axis",
              "Run along",
              "auto: frames, or slices where there is one frame only",
              Codec.choice("auto", "frames", "slices"))
          .in(FRAMES, STACK)
          .only(IMAGEJ)
          .standard("auto");

  /** Whether motion is followed. */
  public static final Option<String> MOTION =
      Option.of(
              "motion",
              "Motion",
              "Whether motion is followed; auto: in films, that is along frames and in RGB stacks",
              Codec.choice("auto", "follow", "none"))
          .in(FRAMES, STACK)
          .only(IMAGEJ)
          .standard("auto");

  /** The layers at which distances are measured. */
  public static final Option<List<Layer>> MEASURED_LAYERS =
      Option.of("layers", "Layers", "Names, numbers or sets of layers", Codec.layers())
          .in(BASIC, DISTANCE)
          .standard(LayerSet.FIRST_FIVE.layers());

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

  /** Whether the result is RGB. */
  public static final Option<Boolean> RGB =
      Option.of(
              "rgb",
              "RGB result",
              "Make an RGB image; otherwise the result has the type of the input",
              Codec.flag())
          .in(RESULT, union(SINGLE, EnumSet.of(STACK, SAMPLE, CONTINUE)))
          .only(IMAGEJ, EnumSet.of(STACK, CONTINUE))
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
          .in(RESULT, SWEEPS)
          .only(IMAGEJ);

  /** Where all that comes out is saved. */
  public static final Option<Optional<Path>> OUTPUT_FOLDER =
      Option.of(
              "output",
              "Folder",
              "Where the results go; made if it does not exist. Finished runs of sweeps are kept there, so that the same command goes on after it was stopped",
              Codec.file("FOLDER"))
          .in(RESULT, union(SWEEPS, EnumSet.of(STUDY, DISTANCE, PAGE)))
          .only(COMMAND_LINE)
          .withNeeded(true);

  /** Where an image is saved. */
  public static final Option<Optional<Path>> OUTPUT =
      Option.of(
              "output",
              "Save result as (optional)",
              "Path of a TIFF file, which keeps type, calibration and settings, or of a PNG, JPEG, GIF or BMP file; an existing one is replaced",
              Codec.file("FILE"))
          .in(RESULT, union(SINGLE, EARLIER))
          .withNeeded(true);

  private static final Option<Optional<Path>> SAMPLE_OUTPUT =
      OUTPUT.in(RESULT, SAMPLE).standard(Optional.of(Path.of("sample.png")));

  /** Where a stack or film is saved. */
  public static final Option<Optional<Path>> STACK_OUTPUT =
      Option.of(
              "output",
              "Save result as (optional)",
              "Path of a TIFF file, or of an MP4, MOV, MKV, AVI or GIF film, which is written frame by frame and not shown",
              Codec.file("FILE"))
          .in(RESULT, STACK)
          .only(IMAGEJ);

  /** Where a table is saved. */
  public static final Option<Optional<Path>> TABLE_OUTPUT =
      Option.of("output", "Save table as (optional)", "Path of a CSV file", Codec.file("FILE.csv"))
          .in(RESULT, DISTANCE, Operation.SCORE)
          .only(IMAGEJ, EnumSet.of(DISTANCE));

  /** Whether the result is scored. */
  public static final Option<Boolean> SCORE =
      Option.of(
              "score",
              "Score the result",
              "Measure how good the picture is; the report and the result's properties tell",
              Codec.flag())
          .in(RESULT, TRANSFER)
          .standard(false);

  /** Where the report goes. */
  public static final Option<Optional<Path>> REPORT =
      Option.of(
              "report",
              "Write report to (optional)",
              "Path of a JSON file with settings, device, weights and all losses",
              Codec.file("FILE.json"))
          .in(RESULT, SINGLE);

  private static final Option<Optional<Path>> SAMPLE_REPORT =
      REPORT.in(RESULT, SAMPLE).standard(Optional.of(Path.of("sample.json")));

  /** Where a run is kept. */
  public static final Option<Optional<Path>> CHECKPOINT =
      Option.of(
              "checkpoint",
              "Keep the run in (optional)",
              "Path of a file from which the same command goes on if it was ended, or, finished, with more iterations",
              Codec.file("FILE"))
          .in(RESULT, union(SINGLE, EnumSet.of(SAMPLE)));

  /** What is no setting, in the order in which people see it. */
  private static final List<Option<?>> OTHERS =
      List.of(
          InputOptions.CONTENT,
          InputOptions.STYLE,
          InputOptions.CONTENT_FILE,
          InputOptions.STYLE_FILE,
          InputOptions.CONTENT_FILES,
          InputOptions.STYLE_FILES,
          InputOptions.IMAGE,
          InputOptions.CONTENTS,
          InputOptions.STYLES,
          InputOptions.RESULTS,
          InputOptions.RESULT_FILES,
          InputOptions.IMAGES,
          InputOptions.IMAGE_FOLDER,
          SweepOptions.STUDY_FOLDER,
          InputOptions.CONTENT_TITLE,
          InputOptions.STYLE_TITLE,
          SettingOptions.LAYER,
          InputOptions.STYLE2,
          InputOptions.STYLE3,
          InputOptions.SELECTIONS,
          InputOptions.MASK,
          InputOptions.CONTENT_LABELS,
          InputOptions.STYLE_LABELS,
          PRESET,
          SAMPLE_PRESET,
          AXIS,
          MOTION,
          SweepOptions.SEEDED,
          SweepOptions.SEEDED_LAYERS,
          SweepOptions.COUNT,
          SweepOptions.SWEPT_LAYERS,
          MEASURED_LAYERS,
          SweepOptions.GRID_LAYERS,
          SweepOptions.GRID_SETS,
          SweepOptions.GRID_SET,
          SweepOptions.LAYER_SETS,
          SweepOptions.LAYER_SET,
          SweepOptions.STYLE_WEIGHTS,
          SweepOptions.STYLE_WEIGHTS_WITH_COMMAS,
          SweepOptions.REPETITIONS,
          SweepOptions.STUDY_SIZE,
          SweepOptions.STUDY_ITERATIONS,
          SweepOptions.PAGE_SIZES,
          SweepOptions.PAGE_SETTINGS,
          WEIGHTS,
          DEVICE,
          SettingOptions.MEASURED_POOLING,
          RGB,
          REPEATED_RGB,
          WORK,
          FOLDER,
          OUTPUT_FOLDER,
          OUTPUT,
          SAMPLE_OUTPUT,
          STACK_OUTPUT,
          TABLE_OUTPUT,
          SCORE,
          REPORT,
          SAMPLE_REPORT,
          CHECKPOINT);

  private Options() {}

  /**
   * The options of an operation.
   *
   * @param operation what is done
   * @param frontEnd where it is asked for
   * @return by group, and in the order of the table; no two have one key
   */
  public static List<Option<?>> of(Operation operation, FrontEnd frontEnd) {
    return all()
        .filter(option -> option.isOffered(operation, frontEnd))
        .sorted(Comparator.comparing(Option::group))
        .toList();
  }

  /** The settings that people can choose. */
  static List<Option<?>> chosen(Operation operation) {
    return all()
        .filter(option -> option.operations().contains(operation))
        .filter(option -> option.setting().isPresent())
        .toList();
  }

  /** The preset's option, where an operation has presets. */
  static Optional<Option<Preset>> preset(Operation operation) {
    return Stream.of(PRESET, SAMPLE_PRESET)
        .filter(option -> option.operations().contains(operation))
        .findFirst();
  }

  /**
   * Whether other settings depend on an option.
   *
   * @param option any
   * @return true for presets
   */
  public static boolean isPreset(Option<?> option) {
    return option.key().equals(PRESET.key());
  }

  private static Stream<Option<?>> all() {
    return Stream.concat(OTHERS.stream(), SettingOptions.ALL.stream());
  }

  /**
   * All settings, whether people may choose them or not.
   *
   * @return in the order of properties and reports
   */
  static List<Option<?>> settings() {
    return SettingOptions.ALL;
  }
}
