package org.neuralstyle.imagej;

import ij.ImagePlus;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.SweepOptions;
import org.neuralstyle.study.LayerGrid;
import org.neuralstyle.study.Sweep;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Transfers a style with every content layer and every set of style layers. */
@Plugin(
    type = Command.class,
    label = "Layer Grid (Transfer)...",
    description = "Transfers a style with every content layer and every set of style layers.",
    visible = false)
public final class SweepGrid extends SweepCommand {

  @Parameter(persist = false)
  private ImagePlus content;

  @Parameter(persist = false)
  private ImagePlus style;

  @Parameter(persist = false, required = false)
  private String contentLayers;

  @Parameter(persist = false)
  private String sets;

  @Parameter(persist = false, required = false)
  private String styleWeight;

  /** SciJava creates its commands itself. */
  public SweepGrid() {
    super(Operation.LAYER_GRID);
  }

  @Override
  Sweep sweep() {
    return new LayerGrid(
        source(content, "content"),
        source(style, "style"),
        value(SweepOptions.GRID_LAYERS),
        value(SweepOptions.GRID_SETS),
        settings().synthesis());
  }
}
