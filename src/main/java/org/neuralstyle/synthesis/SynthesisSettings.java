package org.neuralstyle.synthesis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.LayerSet;
import org.neuralstyle.vgg.Pooling;
import org.neuralstyle.vgg.WeightedLayer;

/**
 * All settings of a run. The factory methods hold the defaults of the three operations; the {@code
 * with} methods change one setting each.
 *
 * @param contentLayers layers of the content loss, empty for a texture
 * @param styleLayers layers of the style loss, empty for a reconstruction
 * @param contentWeight factor of the content loss, finite, at least 0
 * @param styleWeight factor of the style loss, finite, at least 0
 * @param tvWeight factor of the total variation, finite, at least 0
 * @param initialization what the run starts from
 * @param size the longer side of the result in pixels, 0 for the input's own
 * @param scales how many sizes to go through, each half the next; 1 for the classic algorithm, 0
 *     for as many as the size suggests, which is one for a start from an image
 * @param iterations evaluations of the objective with one scale, at least 1; with more, transfers
 *     take a third of them at the finest, half at the one before and two thirds at all others;
 *     textures 20 % fewer at each finer one
 * @param method the optimiser
 * @param pooling how the network halves the resolution
 * @param seed of the noise
 * @param precision of the network's feature maps; a result's settings tell the one it was made in
 */
public record SynthesisSettings(
    List<WeightedLayer> contentLayers,
    List<WeightedLayer> styleLayers,
    double contentWeight,
    double styleWeight,
    double tvWeight,
    Initialization initialization,
    int size,
    int scales,
    int iterations,
    Method method,
    Pooling pooling,
    long seed,
    PrecisionChoice precision) {

  /** The content layer by default, conv2_2. */
  public static final Layer DEFAULT_CONTENT_LAYER = Layer.conv(4);

  /** The style layers by default, conv1_1 .. conv3_1. */
  public static final LayerSet DEFAULT_STYLE_LAYERS = LayerSet.FIRST_FIVE;

  /** The content weight by default. */
  public static final double DEFAULT_CONTENT_WEIGHT = 1;

  /** The style weight by default. */
  public static final double DEFAULT_STYLE_WEIGHT = 1e7;

  /** Evaluations by default. */
  public static final int DEFAULT_ITERATIONS = 300;

  private static final int MAXIMUM_SIZE = 1 << 15;
  private static final int MAXIMUM_SCALES = 12;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one makes no sense; the message names it and what is
   *     allowed
   */
  public SynthesisSettings {
    contentLayers = List.copyOf(contentLayers);
    styleLayers = List.copyOf(styleLayers);
    if (contentLayers.isEmpty() && styleLayers.isEmpty()) {
      throw new IllegalArgumentException(
          "Neither content layers nor style layers are given; name at least one layer.");
    }
    checkWeight("content weight", contentWeight);
    checkWeight("style weight", styleWeight);
    checkWeight("total variation weight", tvWeight);
    checkRange("size", size, 0, MAXIMUM_SIZE, " px, where 0 keeps the input's own");
    checkRange("number of scales", scales, 0, MAXIMUM_SCALES, ", where 0 chooses by the size");
    checkRange("number of iterations", iterations, 1, 1_000_000, "");
  }

  private static void checkWeight(String name, double weight) {
    if (!(weight >= 0) || !Double.isFinite(weight)) {
      throw new IllegalArgumentException(
          "The " + name + " must be a number of 0 or more, not " + weight + ".");
    }
  }

  private static void checkRange(String name, int value, int from, int to, String remark) {
    if (value < from || value > to) {
      throw new IllegalArgumentException(
          "The %s must be from %d to %d%s, not %d.".formatted(name, from, to, remark, value));
    }
  }

  /**
   * The defaults of style transfer.
   *
   * @return content layer conv2_2, style layers conv1_1 .. conv3_1, from the content
   */
  public static SynthesisSettings transfer() {
    return new SynthesisSettings(
        WeightedLayer.of(List.of(DEFAULT_CONTENT_LAYER)),
        WeightedLayer.of(DEFAULT_STYLE_LAYERS.layers()),
        DEFAULT_CONTENT_WEIGHT,
        DEFAULT_STYLE_WEIGHT,
        0,
        Initialization.CONTENT,
        0,
        0,
        DEFAULT_ITERATIONS,
        Method.LBFGS,
        Pooling.MAX,
        0,
        PrecisionChoice.AUTO);
  }

  /**
   * The defaults of texture synthesis.
   *
   * @return style layers conv1_1 .. conv3_1, from noise
   */
  public static SynthesisSettings texture() {
    return transfer().withContentLayers(List.of()).withInitialization(Initialization.NOISE);
  }

  /**
   * The defaults of reconstruction.
   *
   * @param layer the layer to reconstruct from
   * @return one content layer, one scale, from noise
   */
  public static SynthesisSettings reconstruction(Layer layer) {
    return transfer()
        .withContentLayers(WeightedLayer.of(List.of(layer)))
        .withStyleLayers(List.of())
        .withScales(1)
        .withInitialization(Initialization.NOISE);
  }

  /** Whether a style is brought onto a content, so that the two losses compete. */
  boolean isTransfer() {
    return !contentLayers.isEmpty() && !styleLayers.isEmpty();
  }

  /**
   * These settings with another contentLayers.
   *
   * @param value the new value
   * @return new settings
   */
  public SynthesisSettings withContentLayers(List<WeightedLayer> value) {
    return new SynthesisSettings(
        value,
        styleLayers,
        contentWeight,
        styleWeight,
        tvWeight,
        initialization,
        size,
        scales,
        iterations,
        method,
        pooling,
        seed,
        precision);
  }

  /**
   * These settings with another styleLayers.
   *
   * @param value the new value
   * @return new settings
   */
  public SynthesisSettings withStyleLayers(List<WeightedLayer> value) {
    return new SynthesisSettings(
        contentLayers,
        value,
        contentWeight,
        styleWeight,
        tvWeight,
        initialization,
        size,
        scales,
        iterations,
        method,
        pooling,
        seed,
        precision);
  }

  /**
   * These settings with another contentWeight.
   *
   * @param value the new value
   * @return new settings
   */
  public SynthesisSettings withContentWeight(double value) {
    return new SynthesisSettings(
        contentLayers,
        styleLayers,
        value,
        styleWeight,
        tvWeight,
        initialization,
        size,
        scales,
        iterations,
        method,
        pooling,
        seed,
        precision);
  }

  /**
   * These settings with another styleWeight.
   *
   * @param value the new value
   * @return new settings
   */
  public SynthesisSettings withStyleWeight(double value) {
    return new SynthesisSettings(
        contentLayers,
        styleLayers,
        contentWeight,
        value,
        tvWeight,
        initialization,
        size,
        scales,
        iterations,
        method,
        pooling,
        seed,
        precision);
  }

  /**
   * These settings with another tvWeight.
   *
   * @param value the new value
   * @return new settings
   */
  public SynthesisSettings withTvWeight(double value) {
    return new SynthesisSettings(
        contentLayers,
        styleLayers,
        contentWeight,
        styleWeight,
        value,
        initialization,
        size,
        scales,
        iterations,
        method,
        pooling,
        seed,
        precision);
  }

  /**
   * These settings with another initialization.
   *
   * @param value the new value
   * @return new settings
   */
  public SynthesisSettings withInitialization(Initialization value) {
    return new SynthesisSettings(
        contentLayers,
        styleLayers,
        contentWeight,
        styleWeight,
        tvWeight,
        value,
        size,
        scales,
        iterations,
        method,
        pooling,
        seed,
        precision);
  }

  /**
   * These settings with another size.
   *
   * @param value the new value
   * @return new settings
   */
  public SynthesisSettings withSize(int value) {
    return new SynthesisSettings(
        contentLayers,
        styleLayers,
        contentWeight,
        styleWeight,
        tvWeight,
        initialization,
        value,
        scales,
        iterations,
        method,
        pooling,
        seed,
        precision);
  }

  /**
   * These settings with another scales.
   *
   * @param value the new value
   * @return new settings
   */
  public SynthesisSettings withScales(int value) {
    return new SynthesisSettings(
        contentLayers,
        styleLayers,
        contentWeight,
        styleWeight,
        tvWeight,
        initialization,
        size,
        value,
        iterations,
        method,
        pooling,
        seed,
        precision);
  }

  /**
   * These settings with another iterations.
   *
   * @param value the new value
   * @return new settings
   */
  public SynthesisSettings withIterations(int value) {
    return new SynthesisSettings(
        contentLayers,
        styleLayers,
        contentWeight,
        styleWeight,
        tvWeight,
        initialization,
        size,
        scales,
        value,
        method,
        pooling,
        seed,
        precision);
  }

  /**
   * These settings with another method.
   *
   * @param value the new value
   * @return new settings
   */
  public SynthesisSettings withMethod(Method value) {
    return new SynthesisSettings(
        contentLayers,
        styleLayers,
        contentWeight,
        styleWeight,
        tvWeight,
        initialization,
        size,
        scales,
        iterations,
        value,
        pooling,
        seed,
        precision);
  }

  /**
   * These settings with another pooling.
   *
   * @param value the new value
   * @return new settings
   */
  public SynthesisSettings withPooling(Pooling value) {
    return new SynthesisSettings(
        contentLayers,
        styleLayers,
        contentWeight,
        styleWeight,
        tvWeight,
        initialization,
        size,
        scales,
        iterations,
        method,
        value,
        seed,
        precision);
  }

  /**
   * These settings with another seed.
   *
   * @param value the new value
   * @return new settings
   */
  public SynthesisSettings withSeed(long value) {
    return new SynthesisSettings(
        contentLayers,
        styleLayers,
        contentWeight,
        styleWeight,
        tvWeight,
        initialization,
        size,
        scales,
        iterations,
        method,
        pooling,
        value,
        precision);
  }

  /**
   * These settings with another precision.
   *
   * @param value the new value
   * @return new settings
   */
  public SynthesisSettings withPrecision(PrecisionChoice value) {
    return new SynthesisSettings(
        contentLayers,
        styleLayers,
        contentWeight,
        styleWeight,
        tvWeight,
        initialization,
        size,
        scales,
        iterations,
        method,
        pooling,
        seed,
        value);
  }

  /**
   * The settings as text, for reports and image properties; the keys are those of macros and, with
   * dashes, of the command line.
   *
   * @return names and values in order
   */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("contentLayers", WeightedLayer.format(contentLayers));
    map.put("styleLayers", WeightedLayer.format(styleLayers));
    map.put("contentWeight", contentWeight);
    map.put("styleWeight", styleWeight);
    map.put("tvWeight", tvWeight);
    map.put("init", initialization.name().toLowerCase(Locale.ROOT));
    map.put("size", size);
    map.put("scales", scales);
    map.put("iterations", iterations);
    map.put("optimizer", method.name().toLowerCase(Locale.ROOT));
    map.put("pooling", pooling.name().toLowerCase(Locale.ROOT));
    map.put("seed", seed);
    map.put("precision", precision.toString());
    return map;
  }

  /**
   * Reads what {@link #toMap()} writes.
   *
   * @param map names and values as text; other names are left alone, and without a precision it is
   *     that of the versions that had no choice, float32
   * @return the settings
   * @throws IllegalArgumentException if a setting is missing or makes no sense; the message names
   *     it
   */
  public static SynthesisSettings ofMap(Map<String, String> map) {
    return new SynthesisSettings(
        layers(text(map, "contentLayers")),
        layers(text(map, "styleLayers")),
        number(map, "contentWeight"),
        number(map, "styleWeight"),
        number(map, "tvWeight"),
        constant(Initialization.class, map, "init"),
        Math.toIntExact(whole(map, "size")),
        Math.toIntExact(whole(map, "scales")),
        Math.toIntExact(whole(map, "iterations")),
        constant(Method.class, map, "optimizer"),
        constant(Pooling.class, map, "pooling"),
        whole(map, "seed"),
        map.containsKey("precision")
            ? constant(PrecisionChoice.class, map, "precision")
            : PrecisionChoice.FLOAT32);
  }

  private static List<WeightedLayer> layers(String text) {
    return text.isEmpty() ? List.of() : WeightedLayer.parse(text);
  }

  private static String text(Map<String, String> map, String name) {
    String text = map.get(name);
    if (text == null) {
      throw new IllegalArgumentException("The setting \"" + name + "\" is missing.");
    }
    return text.strip();
  }

  private static double number(Map<String, String> map, String name) {
    try {
      return Double.parseDouble(text(map, name));
    } catch (NumberFormatException e) {
      throw notAllowed(map, name, e);
    }
  }

  private static long whole(Map<String, String> map, String name) {
    try {
      return Long.parseLong(text(map, name));
    } catch (NumberFormatException e) {
      throw notAllowed(map, name, e);
    }
  }

  private static <E extends Enum<E>> E constant(
      Class<E> type, Map<String, String> map, String name) {
    String text = text(map, name);
    try {
      return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The setting \"%s\" cannot be \"%s\"; it must be one of %s."
              .formatted(
                  name,
                  text,
                  Stream.of(type.getEnumConstants())
                      .map(value -> value.name().toLowerCase(Locale.ROOT))
                      .collect(Collectors.joining(", "))),
          e);
    }
  }

  private static IllegalArgumentException notAllowed(
      Map<String, String> map, String name, Exception cause) {
    return new IllegalArgumentException(
        "The setting \"%s\" cannot be \"%s\".".formatted(name, map.get(name)), cause);
  }
}
