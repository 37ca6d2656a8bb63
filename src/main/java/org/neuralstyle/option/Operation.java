package org.neuralstyle.option;

import java.util.EnumSet;
import java.util.Set;
import org.neuralstyle.settings.LossSettings;
import org.neuralstyle.settings.StackSettings;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.vgg.Layer;

/** What can be done, with the settings that each has by default. */
public enum Operation {
  /** One image in the style of another. */
  TRANSFER(SynthesisSettings.transfer()),
  /** A texture. */
  TEXTURE(SynthesisSettings.texture()),
  /** An image from its features. */
  RECONSTRUCT(SynthesisSettings.reconstruction(LossSettings.DEFAULT_CONTENT_LAYER)),
  /** The program's own pair of images. */
  SAMPLE(SynthesisSettings.transfer().withSchedule(schedule -> schedule.size(256))),
  /** A film or a stack. */
  STACK(StackSettings.frame()),
  /** Reconstructions from one layer after the other. */
  LAYER_SWEEP(small(SynthesisSettings.reconstruction(Layer.conv(1)))),
  /** Textures of sets of layers. */
  LAYER_SET_SWEEP(small(SynthesisSettings.texture())),
  /** Transfers with every content layer and every set of style layers. */
  LAYER_GRID(small(SynthesisSettings.transfer())),
  /** Transfers with style weights over decades. */
  STYLE_WEIGHT_SWEEP(small(SynthesisSettings.transfer())),
  /** The same from several seeds. */
  SEEDS(small(SynthesisSettings.transfer())),
  /** Transfers from noise and from the content. */
  INITIALIZATION(small(SynthesisSettings.transfer())),
  /** Every style on every content. */
  GALLERY(small(SynthesisSettings.transfer())),
  /** All sweeps. */
  STUDY(small(SynthesisSettings.transfer())),
  /** Distances between images. */
  DISTANCE(SynthesisSettings.transfer()),
  /** Scores of results. */
  SCORE(SynthesisSettings.transfer()),
  /** Settings, pairs and sizes on a page. */
  PAGE(SynthesisSettings.transfer()),
  /** A run that was done before. */
  RUN_AGAIN(SynthesisSettings.transfer()),
  /** More of a run that was done before. */
  CONTINUE(SynthesisSettings.transfer());

  /** The longer side of results that are compared, in pixels. */
  public static final int SWEEP_SIZE = 128;

  /** Evaluations of each run of a sweep. */
  public static final int SWEEP_ITERATIONS = 100;

  static final Set<Operation> SINGLE = EnumSet.of(TRANSFER, TEXTURE, RECONSTRUCT);
  static final Set<Operation> EARLIER = EnumSet.of(RUN_AGAIN, CONTINUE);
  static final Set<Operation> SWEEPS = EnumSet.range(LAYER_SWEEP, GALLERY);

  private final StackSettings defaults;

  Operation(SynthesisSettings defaults) {
    this.defaults = StackSettings.of(defaults);
  }

  static Set<Operation> union(Set<Operation> one, Set<Operation> other) {
    EnumSet<Operation> all = EnumSet.copyOf(one);
    all.addAll(other);
    return all;
  }

  private static SynthesisSettings small(SynthesisSettings settings) {
    return settings.withSchedule(
        schedule -> schedule.size(SWEEP_SIZE).iterations(SWEEP_ITERATIONS));
  }

  /**
   * The settings by default.
   *
   * @return those of a stack; an operation on single images has the {@code synthesis} of it
   */
  public StackSettings defaults() {
    return defaults;
  }
}
