package org.neuralstyle.synthesis;

import java.util.List;
import java.util.stream.Stream;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.settings.StyleLossKind;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.WeightedLayer;

/**
 * The sizes that a run goes through.
 *
 * @param all from the coarsest to the finest, at least one
 * @param deepest the deepest layer computed, which has a position at each scale
 */
record Scales(List<Scale> all, Layer deepest) {

  /** Images need at least so many pixels on each side. */
  static final int SMALLEST_SIDE = 8;

  /**
   * The sizes of a run.
   *
   * @throws IllegalArgumentException if the result would be too small for the deepest layer
   */
  static Scales of(Inputs inputs, SynthesisSettings settings) {
    RgbImage image = inputs.content().or(inputs::style).orElseThrow();
    int longer = Math.max(image.width(), image.height());
    double factor =
        settings.schedule().size() == 0 ? 1 : (double) settings.schedule().size() / longer;
    int width = Scale.scaled(image.width(), factor);
    int height = Scale.scaled(image.height(), factor);
    Layer deepest = deepest(settings);
    checkSize(width, height, deepest);
    List<Scale> schedule =
        settings.losses().styleBy() == StyleLossKind.NEIGHBOURS
            ? NeighbourSchedule.of(width, height, settings, inputs.fresh())
            : Scale.schedule(width, height, settings);
    return new Scales(
        schedule.stream()
            .filter(scale -> Math.min(scale.width(), scale.height()) >= smallestSide(deepest))
            .toList(),
        deepest);
  }

  /**
   * Checks that the images of the finest scale fit buffers.
   *
   * @throws IllegalArgumentException if they do not; the message says what does
   */
  void check() {
    Scale finest = finest();
    double width = finest.width() + 2.0 * finest.margin();
    double height = finest.height() + 2.0 * finest.margin();
    if (width * height > Inputs.MOST_PIXELS) {
      double fits = Math.sqrt(Inputs.MOST_PIXELS / width / height);
      throw new IllegalArgumentException(
          "A result of %s x %s px is too large: at most %s pixels fit one buffer. Choose a size of at most %s px."
              .formatted(
                  finest.width(),
                  finest.height(),
                  Inputs.MOST_PIXELS,
                  (int) (fits * Math.max(width, height)) - 2 * finest.margin() - 1));
    }
  }

  /**
   * Checks that an image has positions at a layer.
   *
   * @throws IllegalArgumentException if it is too small; the message says what it needs
   */
  static void checkSize(int width, int height, Layer deepest) {
    int smallest = smallestSide(deepest);
    if (Math.min(width, height) < smallest) {
      throw new IllegalArgumentException(
          "An image of %s x %s px is too small: layer %s needs at least %s x %s px. Use a larger image or size, or an earlier layer."
              .formatted(width, height, deepest, smallest, smallest));
    }
  }

  /** Pixels that a layer needs on each side. */
  static int smallestSide(Layer deepest) {
    return Math.max(SMALLEST_SIDE, deepest.stride());
  }

  /** The deepest of a run's layers. */
  static Layer deepest(SynthesisSettings settings) {
    return Stream.concat(
            settings.losses().contentLayers().stream(), settings.losses().styleLayers().stream())
        .map(WeightedLayer::layer)
        .max((a, b) -> Integer.compare(a.convolution(), b.convolution()))
        .orElseThrow();
  }

  /** The last scale. */
  Scale finest() {
    return all.get(all.size() - 1);
  }
}
