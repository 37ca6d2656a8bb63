package org.neuralstyle.option;

import static org.neuralstyle.option.FrontEnd.COMMAND_LINE;
import static org.neuralstyle.option.Group.BASIC;
import static org.neuralstyle.option.Group.ENGINE;
import static org.neuralstyle.option.Group.FRAMES;
import static org.neuralstyle.option.Group.LOSSES;
import static org.neuralstyle.option.Group.RUN;
import static org.neuralstyle.option.Group.STYLES;
import static org.neuralstyle.option.Operation.CONTINUE;
import static org.neuralstyle.option.Operation.DISTANCE;
import static org.neuralstyle.option.Operation.EARLIER;
import static org.neuralstyle.option.Operation.GALLERY;
import static org.neuralstyle.option.Operation.INITIALIZATION;
import static org.neuralstyle.option.Operation.LAYER_GRID;
import static org.neuralstyle.option.Operation.RECONSTRUCT;
import static org.neuralstyle.option.Operation.RUN_AGAIN;
import static org.neuralstyle.option.Operation.SAMPLE;
import static org.neuralstyle.option.Operation.SCORE;
import static org.neuralstyle.option.Operation.SEEDS;
import static org.neuralstyle.option.Operation.SINGLE;
import static org.neuralstyle.option.Operation.STACK;
import static org.neuralstyle.option.Operation.STYLE_WEIGHT_SWEEP;
import static org.neuralstyle.option.Operation.SWEEPS;
import static org.neuralstyle.option.Operation.TEXTURE;
import static org.neuralstyle.option.Operation.TRANSFER;
import static org.neuralstyle.option.Operation.union;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.neuralstyle.settings.ColorMode;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.settings.LossSettingsBuilder;
import org.neuralstyle.settings.Method;
import org.neuralstyle.settings.PrecisionChoice;
import org.neuralstyle.settings.StackMode;
import org.neuralstyle.settings.StackSettings;
import org.neuralstyle.settings.StyleLossKind;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.vgg.Pooling;
import org.neuralstyle.vgg.WeightedLayer;

/** The part of the table that is settings of a run. */
public final class SettingOptions {

  private static final Set<Operation> TRANSFERS =
      EnumSet.of(
          TRANSFER, STACK, STYLE_WEIGHT_SWEEP, SEEDS, INITIALIZATION, GALLERY, RUN_AGAIN, CONTINUE);

  private static final Set<Operation> PRESETS = EnumSet.of(TRANSFER, STACK, GALLERY, SAMPLE);

  private static final Set<Operation> RUNS =
      union(union(SINGLE, SWEEPS), EnumSet.of(STACK, RUN_AGAIN, CONTINUE));

  /** Those that have several styles, regions and colours. */
  static final Set<Operation> CONTROLLED = EnumSet.of(TRANSFER, STACK, RUN_AGAIN, CONTINUE);

  private static final Option<Pooling> POOLING =
      Option.of(
          "pooling",
          "Pooling",
          "How VGG-19 halves the resolution",
          Codec.constants(List.of(Pooling.values())));

  /** How the network halves the resolution where distances and scores are measured. */
  public static final Option<Pooling> MEASURED_POOLING =
      POOLING.in(ENGINE, DISTANCE, SCORE).standard(Pooling.MAX);

  /** What a run starts from; the command line takes a file as well. */
  public static final Option<Initialization> INIT =
      Option.of(
              "init",
              "Start from",
              "What the run starts from",
              Codec.constants(List.of(Initialization.CONTENT, Initialization.NOISE)))
          .in(RUN, RUNS)
          .only(COMMAND_LINE, EnumSet.complementOf(EnumSet.of(TRANSFER)))
          .is(s -> s.start().initialization(), (s, v) -> s.withStart(b -> b.initialization(v)));

  private static final Option<List<WeightedLayer>> CONTENT_LAYERS =
      Option.of(
              "contentLayers",
              "Content layers",
              "Layers of the content loss: names, numbers or sets, each with :weight if wanted",
              Codec.weightedLayers())
          .in(LOSSES, TRANSFERS)
          .only(COMMAND_LINE, EnumSet.of(SEEDS))
          .withAlias(Optional.of("layer"))
          .is(s -> s.losses().contentLayers(), losses(LossSettingsBuilder::contentLayers));

  /** How the style is compared. */
  static final Option<StyleLossKind> STYLE_BY =
      Option.of(
              "styleBy",
              "Style by",
              "How the style is compared: gram, by its layers' Gram matrices; gram-mean-std, by means and deviations too; w2, by the distance of normal distributions; neighbours, each place with the nearest of the style",
              Codec.constants(List.of(StyleLossKind.values())))
          .in(LOSSES, CONTROLLED)
          .withAbsent(Optional.of(StyleLossKind.GRAM))
          .is(s -> s.losses().styleBy(), losses(LossSettingsBuilder::styleBy));

  /** How much the content counts. */
  static final Option<Double> CONTENT_WEIGHT =
      Option.of("contentWeight", "Content weight", "Factor of the content loss", Codec.factor())
          .in(LOSSES, union(TRANSFERS, EnumSet.of(RECONSTRUCT)))
          .only(COMMAND_LINE, union(SWEEPS, EnumSet.of(RECONSTRUCT)))
          .is(s -> s.losses().contentWeight(), losses(LossSettingsBuilder::contentWeight));

  /** How much the style counts. */
  static final Option<Double> STYLE_WEIGHT =
      Option.of(
              "styleWeight",
              "Style weight",
              "Factor of the style loss; more makes the style stronger",
              Codec.factor())
          .in(LOSSES, union(TRANSFERS, EnumSet.of(TEXTURE, LAYER_GRID)))
          .only(COMMAND_LINE, EnumSet.of(STYLE_WEIGHT_SWEEP, SEEDS))
          .is(s -> s.losses().styleWeight(), losses(LossSettingsBuilder::styleWeight));

  /** What takes the place of both weights. */
  static final Option<Optional<Double>> STRENGTH =
      Option.of(
              "strength",
              "Strength (0 to 1)",
              "How much of the style, from 0 to 1, in place of the weights; 0.5 suits most images",
              Codec.share())
          .in(BASIC, union(PRESETS, EARLIER))
          .withAbsent(Optional.of(Optional.empty()))
          .is(s -> s.losses().strength(), losses(LossSettingsBuilder::strength));

  /** What a strength takes the place of. */
  static final List<Option<Double>> FEATURE_WEIGHTS = List.of(CONTENT_WEIGHT, STYLE_WEIGHT);

  /** All settings, in the order of properties and reports. */
  static final List<Option<?>> ALL =
      List.of(
          CONTENT_LAYERS,
          Option.of(
                  "styleLayers",
                  "Style layers",
                  "Layers of the style loss: first-five, first-of-blocks, last-of-blocks, all, block1 .. block5, or names or numbers, each with :weight if wanted",
                  Codec.weightedLayers())
              .in(LOSSES, union(TRANSFERS, EnumSet.of(TEXTURE)))
              .only(COMMAND_LINE, EnumSet.of(SEEDS))
              .is(s -> s.losses().styleLayers(), losses(LossSettingsBuilder::styleLayers)),
          STYLE_BY,
          CONTENT_WEIGHT,
          STYLE_WEIGHT,
          STRENGTH,
          Option.of(
                  "tvWeight",
                  "Total variation weight",
                  "Factor of the total variation, which smooths; 0 for none",
                  Codec.factor())
              .in(LOSSES, RUNS)
              .only(COMMAND_LINE, SWEEPS)
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
              .only(COMMAND_LINE, SWEEPS)
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
              .only(COMMAND_LINE, SWEEPS)
              .is(s -> s.engine().method(), (s, v) -> s.withEngine(b -> b.method(v))),
          Option.of(
                  "normalizeGradients",
                  "Normalise gradients",
                  "Whether the gradients of content and style are divided by their mean sizes, so that weights such as 1 and 2 say how far each moves the image; with the optimizer adam only",
                  Codec.flag())
              .in(RUN, TRANSFER, RUN_AGAIN, CONTINUE)
              .withAbsent(Optional.of(false))
              .is(s -> s.engine().normalized(), (s, v) -> s.withEngine(b -> b.normalized(v))),
          POOLING
              .in(ENGINE, RUNS)
              .only(COMMAND_LINE, SWEEPS)
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
              .only(COMMAND_LINE, SWEEPS)
              .withAbsent(Optional.of(PrecisionChoice.FLOAT32))
              .withInAllKeys(true)
              .is(s -> s.engine().precision(), (s, v) -> s.withEngine(b -> b.precision(v))),
          Option.of(
                  "styleShares",
                  "Shares of the styles",
                  "How much each of several styles counts, such as 0.7,0.3; empty if all count alike",
                  Codec.factors(","))
              .in(STYLES, CONTROLLED)
              .withAbsent(Optional.of(List.of()))
              .is(s -> s.losses().styleShares(), losses(LossSettingsBuilder::styleShares)),
          Option.of(
                  "styleScale",
                  "Style scale",
                  "Size of the style's strokes, in relation to what it is by default; 0.1 to 10",
                  Codec.factor())
              .in(STYLES, CONTROLLED)
              .withAbsent(Optional.of(1.0))
              .is(s -> s.schedule().styleScale(), (s, v) -> s.withSchedule(b -> b.styleScale(v))),
          Option.of(
                  "feather",
                  "Feather",
                  "Width of the edge inside of a mask over which the style sets in",
                  Codec.whole("PX", 0))
              .unit("px")
              .in(STYLES, CONTROLLED)
              .withAbsent(Optional.of(0))
              .is(s -> s.blending().feather(), (s, v) -> s.withBlending(b -> b.feather(v))),
          Option.of(
                  "colour",
                  "Colour",
                  "Which colours the result has: the style's; the content's, with the luma of what was painted; or matched, the style's brought to those of the content first",
                  Codec.constants(List.of(ColorMode.values())))
              .in(STYLES, CONTROLLED)
              .withAbsent(Optional.of(ColorMode.STYLE))
              .is(s -> s.blending().colour(), (s, v) -> s.withBlending(b -> b.colour(v))),
          Option.of(
                  "mode",
                  "Mode",
                  "coherent: with little flicker; warm-start: each frame starts from the one before; independent: each alone",
                  Codec.constants(
                      List.of(StackMode.COHERENT, StackMode.WARM_START, StackMode.INDEPENDENT)))
              .in(FRAMES, STACK)
              .isOfStack(StackSettings::mode, StackSettings::withMode),
          Option.of("motion", "Motion", "Whether motion is followed", Codec.flag())
              .isOfStack(StackSettings::motion, StackSettings::withMotion),
          Option.of(
                  "temporalWeight",
                  "Temporal weight",
                  "Factor of the temporal loss; more makes the film steadier",
                  Codec.factor())
              .in(FRAMES, STACK)
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
  static final Option<List<WeightedLayer>> LAYER =
      CONTENT_LAYERS
          .withKey("layer")
          .withLabel("Layer")
          .withHelp("Layer to reconstruct from: conv1_1 .. conv5_4, relu1_1 .. relu5_4 or 1 .. 16")
          .withAlias(Optional.of("contentLayers"))
          .in(BASIC, RECONSTRUCT);

  private SettingOptions() {}

  private static <T> BiFunction<SynthesisSettings, T, SynthesisSettings> losses(
      BiConsumer<LossSettingsBuilder, T> change) {
    return (settings, value) -> settings.withLosses(losses -> change.accept(losses, value));
  }
}
