package org.neuralstyle.synthesis;

import org.neuralstyle.image.Mask;
import org.neuralstyle.image.Recoloring;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.settings.ColorMode;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.tensor.Resampling;

/** What becomes of what was painted: the content's colours, and outside of a region the content. */
public final class Finish {

  private final Inputs inputs;
  private final SynthesisSettings settings;
  private final Resampling resampling;
  private final int width;

  /**
   * The finish of a run.
   *
   * @param inputs of the run
   * @param settings of the run
   * @param resampling stays the caller's
   */
  public Finish(Inputs inputs, SynthesisSettings settings, Resampling resampling) {
    this.inputs = inputs;
    this.settings = settings;
    this.resampling = resampling;
    this.width = Scales.of(inputs, settings).finest().width();
  }

  /**
   * Finishes an image.
   *
   * @param painted at the result's size or that of any scale
   * @return an image of the same size; itself where there is nothing to do
   */
  public RgbImage of(RgbImage painted) {
    boolean colours = settings.blending().colour() == ColorMode.CONTENT;
    if (!colours && inputs.guidance().inside().isEmpty()) {
      return painted;
    }
    RgbImage content = fitted(inputs.content().orElseThrow(), painted);
    RgbImage coloured = colours ? Recoloring.withLumaOf(painted, content) : painted;
    if (inputs.guidance().inside().isEmpty()) {
      return coloured;
    }
    Mask mask = Mask.of(fitted(inputs.guidance().inside().get().toRgb(), painted));
    int feather =
        (int) Math.round((double) settings.blending().feather() * painted.width() / width);
    return Recoloring.blended(coloured, content, mask.feathered(feather));
  }

  private RgbImage fitted(RgbImage image, RgbImage like) {
    return resampling.resize(image, like.width(), like.height());
  }
}
