package org.neuralstyle.synthesis;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.ToDoubleFunction;
import org.neuralstyle.image.ColorHistogram;
import org.neuralstyle.image.Flatness;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.objective.FeatureDistances;
import org.neuralstyle.objective.LocalPatterns;
import org.neuralstyle.settings.LossSettings;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.tensor.Resampling;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.LayerSet;
import org.neuralstyle.vgg.Pooling;
import org.neuralstyle.vgg.Precision;
import org.neuralstyle.vgg.Vgg19;

/**
 * Measures how good the pictures of transfers are, in float32, see {@link Scores}. The content is
 * resampled to the result's size. The style is reduced until its longer side is at most the
 * result's, as in a run; where flat windows are counted, it is as long as the result.
 */
public final class Scoring {

  /** The deepest layer of patches needs it for one of 3 x 3 positions. */
  private static final int SMALLEST_SIDE = 24;

  private static final List<Layer> CONTENT = LayerSet.parse("relu4_1 relu5_1");
  private static final List<Layer> GLOBAL = LayerSet.parse("relu2_1 relu3_1 relu4_1 relu5_1");
  private static final List<Layer> LOCAL = LayerSet.parse("relu3_1 relu4_1");
  private static final List<Layer> STYLE = LossSettings.DEFAULT_STYLE_LAYERS.layers();
  private static final int[] REDUCTIONS = {1, 2, 4};
  private static final int[] WINDOWS = {32, 32, 16};

  private final NeuralStyle neuralStyle;
  private final Pooling pooling;
  private final RunListener listener;

  /**
   * Measurements with a network.
   *
   * @param neuralStyle stays the caller's
   * @param pooling how the network halves the resolution
   * @param listener is told of the progress, and may stop it
   */
  public Scoring(NeuralStyle neuralStyle, Pooling pooling, RunListener listener) {
    this.neuralStyle = neuralStyle;
    this.pooling = pooling;
    this.listener = listener;
  }

  /**
   * Checks, before anything is computed, that a run's result can be scored.
   *
   * @param inputs with content and style
   * @param settings of a transfer of them
   * @throws IllegalArgumentException if it would be too small; the message says how large it has to
   *     be
   */
  public static void check(Inputs inputs, SynthesisSettings settings) {
    Scale finest = Scales.of(inputs, settings).finest();
    check(finest.width(), finest.height(), inputs.style().orElseThrow());
  }

  private static void check(int width, int height, RgbImage style) {
    Pyramid.Size size = reduced(style, Math.max(width, height));
    int least = Math.min(Math.min(width, height), Math.min(size.width(), size.height()));
    if (least < SMALLEST_SIDE) {
      throw new IllegalArgumentException(
          "Scores need at least %1$s x %1$s px of result and style; these have %2$s x %3$s and %4$s x %5$s px. Use a larger image or size."
              .formatted(SMALLEST_SIDE, width, height, size.width(), size.height()));
    }
  }

  /** The size of an image whose longer side is to be at most so long. */
  private static Pyramid.Size reduced(RgbImage image, int longer) {
    double factor = Math.min(1, (double) longer / Math.max(image.width(), image.height()));
    return new Pyramid.Size(
        Scale.scaled(image.width(), factor), Scale.scaled(image.height(), factor));
  }

  /**
   * Measures a result.
   *
   * @param content of the transfer
   * @param style of the transfer
   * @param result what came of it, at least 24 x 24 px
   * @return the scores
   * @throws IllegalArgumentException if an image is too small; the message says how large it has to
   *     be
   * @throws CancellationException if the listener stopped it
   * @throws IOException if the weights cannot be had
   * @throws InterruptedException if the thread is interrupted while they are fetched
   */
  public Scores of(RgbImage content, RgbImage style, RgbImage result)
      throws IOException, InterruptedException {
    check(result.width(), result.height(), style);
    return neuralStyle
        .networks()
        .with(
            CONTENT.get(1),
            listener,
            network -> {
              try (Resampling resampling = new Resampling()) {
                return new Pictures(network, resampling, content, style, result).scores();
              }
            });
  }

  /**
   * Measures what a run came to. A result is not given up for its scores: where they cannot be had,
   * it gets a warning, and where the user stops, neither.
   *
   * @param inputs of the run, with content and style
   * @param result of the run
   * @return the result with its scores, if they could be measured
   * @throws InterruptedException if the thread is interrupted while weights are fetched
   */
  public SynthesisResult scored(Inputs inputs, SynthesisResult result) throws InterruptedException {
    if (listener.isStopped()) {
      return result;
    }
    try {
      return result.withScores(
          of(inputs.content().orElseThrow(), inputs.style().orElseThrow(), result.image()));
    } catch (CancellationException e) {
      return result;
    } catch (IOException | RuntimeException e) {
      String warning = "The result has no scores. " + e.getMessage();
      listener.warning(warning);
      return result.withWarning(warning, false);
    }
  }

  private void go() {
    if (listener.isStopped()) {
      throw new CancellationException("Measuring the scores was stopped.");
    }
  }

  /** What is compared, and with what. */
  private final class Pictures {

    private final Network network;
    private final Vgg19 vgg;
    private final Planner planner;
    private final Resampling resampling;
    private final RgbImage content;
    private final RgbImage style;
    private final RgbImage result;
    private final int longer;

    Pictures(
        Network network, Resampling resampling, RgbImage content, RgbImage style, RgbImage result) {
      this.network = network;
      this.vgg = network.vgg(pooling, Precision.FLOAT32);
      this.planner = new Planner(network.device());
      this.resampling = resampling;
      this.content = content;
      this.style = style;
      this.result = result;
      this.longer = Math.max(result.width(), result.height());
    }

    Scores scores() {
      listener.status("Scores of %s x %s px".formatted(result.width(), result.height()));
      RgbImage fitted = fitted(style, longer);
      List<FeatureDistances.Matrices> global = distances(GLOBAL, fitted);
      double cosine = mean(global, matrices -> matrices.styleCosine(0, 1));
      List<Double> styleDistances = new ArrayList<>();
      List<Double> flatShares = new ArrayList<>();
      for (int i = 0; i < REDUCTIONS.length; i++) {
        go();
        int side = longer / REDUCTIONS[i];
        styleDistances.add(styleDistance(side));
        flatShares.add(Flatness.share(result, style, side, WINDOWS[i]));
      }
      return new Scores(
          contentFidelity(),
          (cosine + ColorHistogram.cosine(result, fitted)) / 2,
          localPatterns(fitted),
          styleDistances,
          distances(Scores.OTHERS, fitted).stream().map(m -> m.style()[0][1]).toList(),
          flatShares,
          Flatness.border(result));
    }

    private RgbImage fitted(RgbImage image, int side) {
      Pyramid.Size size = reduced(image, side);
      return resampling.resize(image, size.width(), size.height());
    }

    private List<FeatureDistances.Matrices> distances(List<Layer> layers, RgbImage other) {
      return distances(layers, result, other);
    }

    private List<FeatureDistances.Matrices> distances(
        List<Layer> layers, RgbImage image, RgbImage other) {
      return new FeatureDistances(vgg, layers, planner.tileSize(), planner.budget())
          .between(List.of(image, other), network.device()::tensor, begun -> go());
    }

    private static double mean(
        List<FeatureDistances.Matrices> layers, ToDoubleFunction<FeatureDistances.Matrices> value) {
      return layers.stream().mapToDouble(value).average().orElseThrow();
    }

    /** Not a number where the result is no picture of the content. */
    private double contentFidelity() {
      double across = (double) result.width() * content.height();
      double down = (double) result.height() * content.width();
      // A whole number of pixels changes the shape by so much.
      if (Math.abs(across - down) > Math.max(content.width(), content.height())) {
        return Double.NaN;
      }
      RgbImage same = resampling.resize(content, result.width(), result.height());
      return mean(distances(CONTENT, same), matrices -> matrices.contentCosine(0, 1));
    }

    private double localPatterns(RgbImage fitted) {
      double sum = 0;
      try (NDArray ofResult = network.device().tensor(result);
          NDArray ofStyle = network.device().tensor(fitted)) {
        for (Layer layer : LOCAL) {
          try (LocalPatterns patterns =
              new LocalPatterns(vgg, layer, planner.tileSize(), Scoring.this::go)) {
            LocalPatterns.Match match = patterns.between(ofResult, ofStyle);
            sum += (match.similarity() + match.diversity()) / 2;
          }
        }
      }
      return sum / LOCAL.size();
    }

    /** Not a number where an image is too small. */
    private double styleDistance(int side) {
      RgbImage image = fitted(result, side);
      RgbImage other = fitted(style, side);
      int least =
          Math.min(
              Math.min(image.width(), image.height()), Math.min(other.width(), other.height()));
      return least < Scales.smallestSide(STYLE.get(STYLE.size() - 1))
          ? Double.NaN
          : distances(STYLE, image, other).stream().mapToDouble(m -> m.style()[0][1]).sum();
    }
  }
}
