package org.neuralstyle.synthesis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.neuralstyle.image.DetailNoise;
import org.neuralstyle.image.Labels;
import org.neuralstyle.image.Mask;
import org.neuralstyle.image.Recoloring;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.settings.LossSettings;
import org.neuralstyle.settings.StyleLossKind;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.tensor.Resampling;

/**
 * A run's images at the scale it is at, where each is resampled once. All but the style are as
 * large as the canvas, mirrored into its margin.
 */
final class Pyramid {

  /**
   * A size in pixels.
   *
   * @param width at least 1
   * @param height at least 1
   */
  record Size(int width, int height) {}

  /** The content's part, 0 .. 1, in what hypercolumns are chosen for, at strength 0; by eye. */
  private static final double MOST_CONTENT = 0.8;

  private static final double STRENGTH = 0.5;

  private final Inputs inputs;
  private final SynthesisSettings settings;
  private final Resampling resampling;

  /** The confidence of the temporal target in all three channels. */
  private final Optional<RgbImage> confidence;

  /** For each region of the content its masks in all three channels. */
  private final List<List<RgbImage>> regions;

  /** What has just come into view, in all three channels. */
  private final Optional<RgbImage> fresh;

  /** By the images at their own size, which have no equality but their identity. */
  private final Map<RgbImage, RgbImage> canvases = new HashMap<>();

  private Scale now;

  /**
   * The images of a run.
   *
   * @param inputs at their own size
   * @param settings of the run
   * @param resampling stays the caller's
   */
  Pyramid(Inputs inputs, SynthesisSettings settings, Resampling resampling) {
    this.inputs = inputs;
    this.settings = settings;
    this.resampling = resampling;
    this.confidence = inputs.temporal().map(Pyramid::confidence);
    this.regions =
        inputs.guidance().regions().stream()
            .map(region -> region.content().stream().map(Mask::toRgb).toList())
            .toList();
    this.fresh = inputs.fresh().filter(mask -> !mask.isEmpty()).map(Mask::toRgb);
  }

  private static RgbImage confidence(TemporalTarget target) {
    RgbImage image = target.image();
    return new Mask(image.width(), image.height(), target.confidence()).toRgb();
  }

  /** What a run begins at, if this is its first scale. */
  RgbImage start(Scale scale) {
    return switch (settings.start().initialization()) {
      case CONTENT -> content(scale);
      case IMAGE -> canvas(inputs.start().orElseThrow(), scale);
      case NOISE ->
          noise(scale.width(), scale.height(), settings.start().seed()).mirrored(scale.margin());
    };
  }

  /**
   * What a scale begins at after another. It has no detail of its size, and gradients bring little
   * where a picture is flat. So it gets noise like the style's detail, of which strokes form. A
   * frame of a film takes its detail from the frames before, as far as they have seen it.
   */
  RgbImage start(RgbImage coarser, Scale scale) {
    RgbImage fitted = fresh(scale, fitted(coarser, scale), () -> start(scale));
    double amount = detailAmount();
    if (amount == 0) {
      return fitted;
    }
    List<RgbImage> styles = inputs.styles().stream().map(style -> style(style, scale)).toList();
    return new DetailNoise(styles, settings.losses().shares(styles.size()))
        .on(fitted, amount, settings.start().seed());
  }

  /** How much of the style's detail a scale begins with, as noise; 1 for all. */
  private double detailAmount() {
    LossSettings losses = settings.losses();
    boolean statistics =
        !losses.styleLayers().isEmpty()
            && losses.styleWeight() > 0
            && losses.styleBy() != StyleLossKind.NEIGHBOURS;
    return statistics && inputs.temporal().isEmpty() ? losses.strength().orElse(STRENGTH) : 0;
  }

  /**
   * For which hypercolumns are chosen when a scale begins: the content, so that it stays to be
   * seen, and what the scale begins with, so that neighbours suit those before (Kolkin et al.,
   * 2022). The stronger the style, the less of the content. What the scale begins with has no
   * details of this size yet, which come from the content as well. What a film has seen before is
   * painted, and chooses by itself.
   *
   * @param begin the canvas that the scale begins with
   */
  RgbImage choosing(Scale scale, RgbImage begin) {
    RgbImage content = content(scale);
    RgbImage coarse =
        fitted(
            resampling.resize(
                inputs.content().orElseThrow(),
                Scale.scaled(scale.width(), 0.5),
                Scale.scaled(scale.height(), 0.5)),
            scale);
    double strength = settings.losses().strength().orElse(STRENGTH);
    float part = (float) (MOST_CONTENT * (1 - strength));
    float[] mixed = content.planes().clone();
    for (int i = 0; i < mixed.length; i++) {
      float painted = begin.planes()[i] + content.planes()[i] - coarse.planes()[i];
      mixed[i] += (1 - part) * (painted - mixed[i]);
    }
    return fresh(scale, new RgbImage(content.width(), content.height(), mixed), () -> begin);
  }

  /** One canvas where something has just come into view in a film, and another elsewhere. */
  private RgbImage fresh(Scale scale, RgbImage there, Supplier<RgbImage> elsewhere) {
    return fresh(scale).map(mask -> Recoloring.blended(there, elsewhere.get(), mask)).orElse(there);
  }

  RgbImage content(Scale scale) {
    return canvas(inputs.content().orElseThrow(), scale);
  }

  /** The temporal target's image. */
  Optional<RgbImage> expected(Scale scale) {
    return inputs.temporal().map(target -> canvas(target.image(), scale));
  }

  /** How much each value of the temporal target's image is relied on. */
  Optional<RgbImage> confidence(Scale scale) {
    return confidence.map(image -> canvas(image, scale));
  }

  /** How much each pixel of the content belongs to a region. */
  Mask region(int index, Scale scale) {
    return regions.get(index).stream()
        .map(mask -> Mask.of(canvas(mask, scale)))
        .reduce(Mask::times)
        .orElseThrow();
  }

  /** What has just come into view, if something has. */
  Optional<Mask> fresh(Scale scale) {
    return fresh.map(mask -> Mask.of(canvas(mask, scale)));
  }

  /** How much each pixel of a style, at its size, belongs to a region. */
  Mask region(Labels.Region region, Size size) {
    return resized(region.labels().mask(region.label()), size);
  }

  /** A mask of a style at its size. */
  Mask resized(Mask mask, Size size) {
    return Mask.of(resampling.resize(mask.toRgb(), size.width(), size.height()));
  }

  /** With a size, the style's longer side is at most the result's; it follows the scales. */
  Size styleSize(RgbImage style, Scale scale) {
    int longer = Math.max(style.width(), style.height());
    double factor =
        scale.factor()
            * settings.schedule().styleScale()
            * (settings.schedule().size() == 0
                ? 1
                : Math.min(1, (double) settings.schedule().size() / longer));
    int smallest = Scales.smallestSide(Scales.deepest(settings));
    return new Size(
        Math.max(smallest, Scale.scaled(style.width(), factor)),
        Math.max(smallest, Scale.scaled(style.height(), factor)));
  }

  /** A style at its size. Not kept: what is asked of it once are statistics, which are. */
  RgbImage style(RgbImage style, Scale scale) {
    Size size = styleSize(style, scale);
    return resampling.resize(style, size.width(), size.height());
  }

  private RgbImage canvas(RgbImage image, Scale scale) {
    if (!scale.equals(now)) {
      canvases.clear();
      now = scale;
    }
    return canvases.computeIfAbsent(image, own -> fitted(own, scale));
  }

  private RgbImage fitted(RgbImage image, Scale scale) {
    return resampling.resize(image, scale.width(), scale.height()).mirrored(scale.margin());
  }

  /** Made on the host, so that a seed means the same noise on every device. */
  static RgbImage noise(int width, int height, long seed) {
    Random random = new Random(seed);
    float[] planes = new float[3 * width * height];
    for (int i = 0; i < planes.length; i++) {
      planes[i] = random.nextFloat();
    }
    return new RgbImage(width, height, planes);
  }
}
