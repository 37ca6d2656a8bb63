package org.neuralstyle.imagej;

import ij.ImagePlus;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.SweepOptions;
import org.neuralstyle.study.InitializationComparison;
import org.neuralstyle.study.Sweep;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Transfers a style from noise and from the content. */
@Plugin(
    type = Command.class,
    label = "Initialisation...",
    description =
        "Transfers a style from noise and from the content, and compares losses and times.",
    visible = false)
public final class CompareInitialization extends SweepCommand {

  @Parameter(persist = false)
  private ImagePlus content;

  @Parameter(persist = false)
  private ImagePlus style;

  @Parameter(persist = false, required = false)
  private String contentLayers;

  @Parameter(persist = false, required = false)
  private String styleLayers;

  @Parameter(persist = false, required = false)
  private String styleWeight;

  @Parameter(persist = false)
  private int repetitions;

  /** SciJava creates its commands itself. */
  public CompareInitialization() {
    super(Operation.INITIALIZATION);
  }

  @Override
  Sweep sweep() {
    return new InitializationComparison(
        source(content, "content"),
        source(style, "style"),
        value(SweepOptions.REPETITIONS),
        settings().synthesis());
  }
}
