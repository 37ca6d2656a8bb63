package org.neuralstyle.imagej;

import ij.ImagePlus;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.SweepOptions;
import org.neuralstyle.study.StyleWeightSweep;
import org.neuralstyle.study.Sweep;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Transfers a style with weights over decades. */
@Plugin(
    type = Command.class,
    label = "Style-Weight Sweep...",
    description = "Transfers a style with weights over decades.",
    visible = false)
public final class SweepStyleWeights extends SweepCommand {

  @Parameter(persist = false)
  private ImagePlus content;

  @Parameter(persist = false)
  private ImagePlus style;

  @Parameter(persist = false)
  private String styleWeights;

  @Parameter(persist = false, required = false)
  private String contentLayers;

  @Parameter(persist = false, required = false)
  private String styleLayers;

  /** SciJava creates its commands itself. */
  public SweepStyleWeights() {
    super(Operation.STYLE_WEIGHT_SWEEP);
  }

  @Override
  Sweep sweep() {
    return new StyleWeightSweep(
        source(content, "content"),
        source(style, "style"),
        value(SweepOptions.STYLE_WEIGHTS),
        settings().synthesis());
  }
}
