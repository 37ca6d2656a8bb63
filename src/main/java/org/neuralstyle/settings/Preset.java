package org.neuralstyle.settings;

import java.util.Optional;
import java.util.function.Consumer;
import org.neuralstyle.vgg.LayerSet;
import org.neuralstyle.vgg.WeightedLayer;

/** Settings of a transfer that go together, by name. */
public enum Preset {
  /** The findings that the project builds on: layers and weights as they are by default. */
  STUDY(losses -> {}, schedule -> {}),
  /**
   * The layers of Gatys, Ecker and Bethge (2016), whose weights 1/C^2 (Gatys et al., 2017) are in
   * the Gram matrices already.
   */
  GATYS(deep(0.5), schedule -> {}),
  /**
   * The same layers with means and deviations, which bring the style's colours to skies as well, in
   * fewer evaluations: deep layers take longer than those of the study.
   */
  PAINTERLY(
      deep(0.5).andThen(losses -> losses.styleBy(StyleLossKind.GRAM_MEAN_STD)),
      schedule -> schedule.iterations(120)),
  /** A picture within seconds. Few evaluations bring the style sooner than the content. */
  DRAFT(
      losses -> losses.styleBy(StyleLossKind.GRAM_MEAN_STD).strength(Optional.of(0.25)),
      schedule -> schedule.iterations(60)),
  /** Each place takes after the place of the style that is nearest (Kolkin et al., 2022). */
  NEIGHBOURS(nearest(0.5), schedule -> schedule.iterations(150));

  /** What dialogs and the sample begin with. */
  public static final Preset SUGGESTED = PAINTERLY;

  private final Consumer<LossSettingsBuilder> losses;
  private final Consumer<ScheduleBuilder> schedule;

  Preset(Consumer<LossSettingsBuilder> losses, Consumer<ScheduleBuilder> schedule) {
    this.losses = losses;
    this.schedule = schedule;
  }

  private static Consumer<LossSettingsBuilder> deep(double strength) {
    return losses ->
        losses
            .contentLayers(WeightedLayer.parse("conv4_2"))
            .styleLayers(WeightedLayer.of(LayerSet.FIRST_OF_BLOCKS.layers()))
            .strength(Optional.of(strength));
  }

  /** The content is kept by the choice of neighbours alone. */
  private static Consumer<LossSettingsBuilder> nearest(double strength) {
    return losses ->
        losses
            .styleBy(StyleLossKind.NEIGHBOURS)
            .styleLayers(
                WeightedLayer.parse(
                    "relu1_1,relu1_2,relu2_1,relu2_2,relu3_1,relu3_2,relu3_3,relu4_1,relu4_2,relu4_3"))
            .contentWeight(0)
            .styleWeight(1)
            .strength(Optional.of(strength));
  }

  /**
   * Settings with what the preset says; all else is left as it is.
   *
   * @param settings of a transfer
   * @return new settings
   */
  public SynthesisSettings on(SynthesisSettings settings) {
    return settings.withLosses(losses).withSchedule(schedule);
  }
}
