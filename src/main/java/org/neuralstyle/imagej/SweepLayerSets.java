package org.neuralstyle.imagej;

import ij.ImagePlus;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.SweepOptions;
import org.neuralstyle.study.LayerSetSweep;
import org.neuralstyle.study.Sweep;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Makes textures from different sets of layers. */
@Plugin(
    type = Command.class,
    label = "Layer-Set Sweep (Texture)...",
    description = "Makes textures from different sets of layers.",
    visible = false)
public final class SweepLayerSets extends SweepCommand {

  @Parameter(persist = false)
  private ImagePlus style;

  @Parameter(persist = false)
  private String sets;

  /** SciJava creates its commands itself. */
  public SweepLayerSets() {
    super(Operation.LAYER_SET_SWEEP);
  }

  @Override
  Sweep sweep() {
    return new LayerSetSweep(
        source(style, "style"), value(SweepOptions.LAYER_SETS), settings().synthesis());
  }
}
