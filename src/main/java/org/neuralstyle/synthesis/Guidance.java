package org.neuralstyle.synthesis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.neuralstyle.image.Labels;
import org.neuralstyle.image.Mask;
import org.neuralstyle.image.RgbImage;

/**
 * Which styles go where, beside content and style.
 *
 * @param styles further styles, which mix with the first
 * @param inside where the style goes; outside, the result is the content. Empty for everywhere
 * @param contentLabels regions of the content, each of which takes its style from that of the style
 *     with the same label (Gatys et al., 2017); where the style has none, from nowhere
 * @param styleLabels regions of the style
 * @param styleInside which part of the first style counts, where styles are known by statistics;
 *     empty for all of it
 */
public record Guidance(
    List<RgbImage> styles,
    Optional<Mask> inside,
    Optional<Labels> contentLabels,
    Optional<Labels> styleLabels,
    Optional<Mask> styleInside) {

  /** One style everywhere. */
  public static final Guidance NONE =
      new Guidance(List.of(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Each region has a Gram matrix of its own in each layer. */
  private static final int MOST_REGIONS = 32;

  /** Copies the list. */
  public Guidance {
    styles = List.copyOf(styles);
  }

  /**
   * Guidance by the whole first style.
   *
   * @param styles further styles
   * @param inside where the style goes
   * @param contentLabels regions of the content
   * @param styleLabels regions of the style
   */
  public Guidance(
      List<RgbImage> styles,
      Optional<Mask> inside,
      Optional<Labels> contentLabels,
      Optional<Labels> styleLabels) {
    this(styles, inside, contentLabels, styleLabels, Optional.empty());
  }

  /**
   * The same regions with other styles.
   *
   * @param others in place of the further styles
   * @return new guidance
   */
  public Guidance with(List<RgbImage> others) {
    return new Guidance(others, inside, contentLabels, styleLabels, styleInside);
  }

  /**
   * A part of the content and the part of the style that it takes on.
   *
   * @param content masks that are to be multiplied
   * @param style empty for the whole style
   */
  record Region(List<Mask> content, Optional<Labels.Region> style) {}

  /** The regions; none if all of the content takes on the whole style. */
  List<Region> regions() {
    List<Region> regions = new ArrayList<>();
    if (contentLabels.isPresent()) {
      for (int label : shared()) {
        List<Mask> content = new ArrayList<>(List.of(contentLabels.get().mask(label)));
        inside.ifPresent(content::add);
        regions.add(
            new Region(content, styleLabels.map(labels -> new Labels.Region(labels, label))));
      }
    } else {
      inside.ifPresent(mask -> regions.add(new Region(List.of(mask), Optional.empty())));
    }
    return regions;
  }

  private Set<Integer> shared() {
    Set<Integer> shared = contentLabels.orElseThrow().all();
    shared.retainAll(styleLabels.orElseThrow().all());
    return shared;
  }

  /**
   * Checks what does not fit together.
   *
   * @throws IllegalArgumentException if something does not; the message says what to do
   */
  void check() {
    if (inside.filter(Mask::isEmpty).isPresent()) {
      throw new IllegalArgumentException(
          "The mask is black everywhere, so that the style would go nowhere. Paint white where it is to go.");
    }
    if (styleInside.filter(Mask::isEmpty).isPresent()) {
      throw new IllegalArgumentException(
          "Nothing of the style is selected, so that no style would come. Select a part of it.");
    }
    if (contentLabels.isPresent() != styleLabels.isPresent()) {
      throw new IllegalArgumentException(
          "There are labels of the content or of the style alone. Give both, or none.");
    }
    if (contentLabels.isEmpty()) {
      return;
    }
    if (!styles.isEmpty()) {
      throw new IllegalArgumentException(
          "Labels choose parts of one style, and there are several. Leave out the labels or the further styles.");
    }
    int regions = shared().size();
    if (regions == 0 || regions > MOST_REGIONS) {
      throw new IllegalArgumentException(
          "The labels of content and style have %s values in common; there must be 1 to %s. Regions that belong together have the same value in both."
              .formatted(regions, MOST_REGIONS));
    }
  }

  /**
   * The images, by which runs are known.
   *
   * @return by their roles, such as style2 or mask
   */
  public Map<String, RgbImage> images() {
    Map<String, RgbImage> images = new LinkedHashMap<>();
    for (int i = 0; i < styles.size(); i++) {
      images.put("style" + (i + 2), styles.get(i));
    }
    inside.ifPresent(mask -> images.put("mask", mask.toRgb()));
    contentLabels.ifPresent(labels -> images.put("contentLabels", toRgb(labels)));
    styleLabels.ifPresent(labels -> images.put("styleLabels", toRgb(labels)));
    styleInside.ifPresent(mask -> images.put("styleInside", mask.toRgb()));
    return images;
  }

  private static RgbImage toRgb(Labels labels) {
    float[] planes = new float[3 * labels.values().length];
    for (int i = 0; i < labels.values().length; i++) {
      planes[i] = labels.values()[i];
    }
    return new RgbImage(labels.width(), labels.height(), planes);
  }
}
