package org.neuralstyle.imagej;

import ij.ImagePlus;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.SweepOptions;
import org.neuralstyle.study.LayerSweep;
import org.neuralstyle.study.Sweep;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Reconstructs an image from one layer after the other. */
@Plugin(
    type = Command.class,
    label = "Layer Sweep (Reconstruction)...",
    description = "Reconstructs an image from one layer after the other, to show what each keeps.",
    visible = false)
public final class SweepLayers extends SweepCommand {

  @Parameter(persist = false)
  private ImagePlus content;

  @Parameter(persist = false)
  private String layers;

  /** SciJava creates its commands itself. */
  public SweepLayers() {
    super(Operation.LAYER_SWEEP);
  }

  @Override
  Sweep sweep() {
    return new LayerSweep(
        source(content, "content"), value(SweepOptions.SWEPT_LAYERS), settings().synthesis());
  }
}
