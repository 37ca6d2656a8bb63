package org.neuralstyle.imagej;

import org.neuralstyle.option.Operation;
import org.scijava.plugin.Parameter;

/** A command that makes one image with settings of its own. */
public abstract class SettingsCommand extends SynthesisCommand {

  @Parameter(persist = false, required = false)
  private String size;

  @Parameter(persist = false, required = false)
  private String tvWeight;

  @Parameter(persist = false, required = false)
  private String scales;

  @Parameter(persist = false, required = false)
  private String iterations;

  @Parameter(persist = false, required = false)
  private String optimizer;

  @Parameter(persist = false, required = false)
  private String pooling;

  @Parameter(persist = false, required = false)
  private String seed;

  @Parameter(persist = false, required = false)
  private String precision;

  @Parameter(persist = false, required = false)
  private String report;

  @Parameter(persist = false, required = false)
  private String checkpoint;

  SettingsCommand(Operation operation) {
    super(operation);
  }
}
