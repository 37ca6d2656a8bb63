package org.neuralstyle.settings;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Pooling;
import org.neuralstyle.vgg.WeightedLayer;

/**
 * All settings of a run. The factory methods hold the defaults of the three operations.
 *
 * @param losses what it makes small
 * @param schedule the sizes it goes through
 * @param start where it begins
 * @param engine how it is computed
 */
@RecordBuilder
public record SynthesisSettings(LossSettings losses, Schedule schedule, Start start, Engine engine)
    implements SynthesisSettingsBuilder.With {

  /**
   * The defaults of style transfer.
   *
   * @return content layer conv2_2, style layers conv1_1 .. conv3_1, from the content
   */
  public static SynthesisSettings transfer() {
    return SynthesisSettingsBuilder.builder()
        .losses(LossSettings.transfer())
        .schedule(
            ScheduleBuilder.builder()
                .size(0)
                .scales(0)
                .iterations(Schedule.DEFAULT_ITERATIONS)
                .build())
        .start(StartBuilder.builder().initialization(Initialization.CONTENT).seed(0).build())
        .engine(
            EngineBuilder.builder()
                .method(Method.LBFGS)
                .pooling(Pooling.MAX)
                .precision(PrecisionChoice.AUTO)
                .build())
        .build();
  }

  /**
   * The defaults of texture synthesis.
   *
   * @return style layers conv1_1 .. conv3_1, from noise
   */
  public static SynthesisSettings texture() {
    return transfer()
        .withLosses(losses -> losses.contentLayers(List.of()))
        .withStart(start -> start.initialization(Initialization.NOISE));
  }

  /**
   * The defaults of reconstruction.
   *
   * @param layer the layer to reconstruct from
   * @return one content layer, one scale, from noise
   */
  public static SynthesisSettings reconstruction(Layer layer) {
    return transfer()
        .withLosses(
            losses -> losses.contentLayers(WeightedLayer.of(List.of(layer))).styleLayers(List.of()))
        .withSchedule(schedule -> schedule.scales(1))
        .withStart(start -> start.initialization(Initialization.NOISE));
  }

  /**
   * These settings with other ones of the losses.
   *
   * @param change sets what is to differ
   * @return new settings
   */
  public SynthesisSettings withLosses(Consumer<LossSettingsBuilder> change) {
    return withLosses(losses.with(change));
  }

  /**
   * These settings with other ones of the schedule.
   *
   * @param change sets what is to differ
   * @return new settings
   */
  public SynthesisSettings withSchedule(Consumer<ScheduleBuilder> change) {
    return withSchedule(schedule.with(change));
  }

  /**
   * These settings with other ones of the start.
   *
   * @param change sets what is to differ
   * @return new settings
   */
  public SynthesisSettings withStart(Consumer<StartBuilder> change) {
    return withStart(start.with(change));
  }

  /**
   * These settings with other ones of the engine.
   *
   * @param change sets what is to differ
   * @return new settings
   */
  public SynthesisSettings withEngine(Consumer<EngineBuilder> change) {
    return withEngine(engine.with(change));
  }

  public List<WeightedLayer> contentLayers() {
    return losses.contentLayers();
  }

  public List<WeightedLayer> styleLayers() {
    return losses.styleLayers();
  }

  public double contentWeight() {
    return losses.contentWeight();
  }

  public double styleWeight() {
    return losses.styleWeight();
  }

  public double tvWeight() {
    return losses.tvWeight();
  }

  public int size() {
    return schedule.size();
  }

  public int scales() {
    return schedule.scales();
  }

  public int iterations() {
    return schedule.iterations();
  }

  public Initialization initialization() {
    return start.initialization();
  }

  public long seed() {
    return start.seed();
  }

  public Method method() {
    return engine.method();
  }

  public Pooling pooling() {
    return engine.pooling();
  }

  public PrecisionChoice precision() {
    return engine.precision();
  }

  public boolean isTransfer() {
    return losses.isTransfer();
  }

  /**
   * The settings as text, for reports and image properties; the keys are those of macros and, with
   * dashes, of the command line.
   *
   * @return names and values in order
   */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("contentLayers", WeightedLayer.format(losses.contentLayers()));
    map.put("styleLayers", WeightedLayer.format(losses.styleLayers()));
    map.put("contentWeight", losses.contentWeight());
    map.put("styleWeight", losses.styleWeight());
    map.put("tvWeight", losses.tvWeight());
    map.put("init", start.initialization().name().toLowerCase(Locale.ROOT));
    map.put("size", schedule.size());
    map.put("scales", schedule.scales());
    map.put("iterations", schedule.iterations());
    map.put("optimizer", engine.method().name().toLowerCase(Locale.ROOT));
    map.put("pooling", engine.pooling().name().toLowerCase(Locale.ROOT));
    map.put("seed", start.seed());
    map.put("precision", engine.precision().toString());
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
    return SynthesisSettingsBuilder.builder()
        .losses(
            LossSettingsBuilder.builder()
                .contentLayers(layers(text(map, "contentLayers")))
                .styleLayers(layers(text(map, "styleLayers")))
                .contentWeight(number(map, "contentWeight"))
                .styleWeight(number(map, "styleWeight"))
                .tvWeight(number(map, "tvWeight"))
                .build())
        .schedule(
            ScheduleBuilder.builder()
                .size(Math.toIntExact(whole(map, "size")))
                .scales(Math.toIntExact(whole(map, "scales")))
                .iterations(Math.toIntExact(whole(map, "iterations")))
                .build())
        .start(
            StartBuilder.builder()
                .initialization(constant(Initialization.class, map, "init"))
                .seed(whole(map, "seed"))
                .build())
        .engine(
            EngineBuilder.builder()
                .method(constant(Method.class, map, "optimizer"))
                .pooling(constant(Pooling.class, map, "pooling"))
                .precision(
                    map.containsKey("precision")
                        ? constant(PrecisionChoice.class, map, "precision")
                        : PrecisionChoice.FLOAT32)
                .build())
        .build();
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
