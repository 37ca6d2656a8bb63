package org.neuralstyle.settings;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.function.Consumer;
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
 * @param blending how it goes with its content
 */
@RecordBuilder
public record SynthesisSettings(
    LossSettings losses, Schedule schedule, Start start, Engine engine, Blending blending)
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
                .styleScale(1)
                .build())
        .start(StartBuilder.builder().initialization(Initialization.CONTENT).seed(0).build())
        .engine(
            EngineBuilder.builder()
                .method(Method.LBFGS)
                .pooling(Pooling.MAX)
                .normalized(false)
                .precision(PrecisionChoice.AUTO)
                .build())
        .blending(BlendingBuilder.builder().colour(ColorMode.STYLE).feather(0).build())
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

  /**
   * These settings with other ones of the blending.
   *
   * @param change sets what is to differ
   * @return new settings
   */
  public SynthesisSettings withBlending(Consumer<BlendingBuilder> change) {
    return withBlending(blending.with(change));
  }
}
