package org.neuralstyle.settings;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.LayerSet;
import org.neuralstyle.vgg.WeightedLayer;

/**
 * What a run makes small: content, style and total variation.
 *
 * @param contentLayers layers of the content loss, empty for a texture
 * @param styleLayers layers of the style loss, empty for a reconstruction
 * @param styleBy how an image is compared with the style; neighbours only for transfers
 * @param styleShares how much each of several styles counts, relative to the others; empty if all
 *     count alike
 * @param contentWeight factor of the content loss, finite, at least 0
 * @param styleWeight factor of the style loss, finite, at least 0
 * @param strength how much of the style a transfer takes on, 0..1, in place of both weights, which
 *     then follow from the images, see {@code StyleStrength}; empty for the weights as they are.
 *     With neighbours it says how much the content counts when they are chosen, and weights stay
 * @param tvWeight factor of the total variation, finite, at least 0
 */
@RecordBuilder
public record LossSettings(
    List<WeightedLayer> contentLayers,
    List<WeightedLayer> styleLayers,
    StyleLossKind styleBy,
    List<Double> styleShares,
    double contentWeight,
    double styleWeight,
    Optional<Double> strength,
    double tvWeight)
    implements LossSettingsBuilder.With {

  /** The content layer by default, conv2_2. */
  public static final Layer DEFAULT_CONTENT_LAYER = Layer.conv(4);

  /** The style layers by default, conv1_1 .. conv3_1. */
  public static final LayerSet DEFAULT_STYLE_LAYERS = LayerSet.FIRST_FIVE;

  /** The content weight by default. */
  public static final double DEFAULT_CONTENT_WEIGHT = 1;

  /** The style weight by default. */
  public static final double DEFAULT_STYLE_WEIGHT = 1e7;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one makes no sense; the message names it and what is
   *     allowed
   */
  public LossSettings {
    contentLayers = List.copyOf(contentLayers);
    styleLayers = List.copyOf(styleLayers);
    styleShares = List.copyOf(styleShares);
    if (contentLayers.isEmpty() && styleLayers.isEmpty()) {
      throw new IllegalArgumentException(
          "Neither content layers nor style layers are given; name at least one layer.");
    }
    if (styleBy == StyleLossKind.NEIGHBOURS && (contentLayers.isEmpty() || styleLayers.isEmpty())) {
      throw new IllegalArgumentException(
          "A style by neighbours needs a content and a style. Give layers of both, with a content weight of 0 if the content loss is not to count, or choose gram.");
    }
    styleShares.forEach(share -> Ranges.checkWeight("share of a style", share));
    if (!styleShares.isEmpty() && styleShares.stream().noneMatch(share -> share > 0)) {
      throw new IllegalArgumentException(
          "The shares of the styles are all 0. Give at least one that is more.");
    }
    if (!styleShares.isEmpty() && styleBy == StyleLossKind.NEIGHBOURS) {
      throw new IllegalArgumentException(
          "A style by neighbours takes the nearest place of any style, and so has no shares. Leave them out, or choose gram.");
    }
    Ranges.checkWeight("content weight", contentWeight);
    Ranges.checkWeight("style weight", styleWeight);
    Ranges.checkWeight("total variation weight", tvWeight);
    strength.ifPresent(
        value -> {
          if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(
                "The strength must be a number from 0 to 1, not " + value + ".");
          }
        });
  }

  static LossSettings transfer() {
    return LossSettingsBuilder.builder()
        .contentLayers(WeightedLayer.of(List.of(DEFAULT_CONTENT_LAYER)))
        .styleLayers(WeightedLayer.of(DEFAULT_STYLE_LAYERS.layers()))
        .styleBy(StyleLossKind.GRAM)
        .styleShares(List.of())
        .contentWeight(DEFAULT_CONTENT_WEIGHT)
        .styleWeight(DEFAULT_STYLE_WEIGHT)
        .strength(Optional.empty())
        .tvWeight(0)
        .build();
  }

  /**
   * Whether a style is brought onto a content, so that the two losses compete.
   *
   * @return true if there are layers of both
   */
  public boolean isTransfer() {
    return !contentLayers.isEmpty() && !styleLayers.isEmpty();
  }

  /**
   * How much each of several styles counts.
   *
   * @param styles as many as there are shares, or any number without shares
   * @return a share for each, 1 in sum
   */
  public List<Double> shares(int styles) {
    double sum = styleShares.stream().mapToDouble(share -> share).sum();
    return styleShares.isEmpty()
        ? Collections.nCopies(styles, 1.0 / styles)
        : styleShares.stream().map(share -> share / sum).toList();
  }
}
