package org.neuralstyle.imagej;

import org.neuralstyle.option.Operation;
import org.scijava.plugin.Parameter;

/** A command that makes one image with settings of its own. */
public abstract class SettingsCommand extends SynthesisCommand {

  @Parameter(persist = false)
  private int size;

  @Parameter(persist = false)
  private double tvWeight;

  @Parameter(persist = false)
  private int scales;

  @Parameter(persist = false)
  private int iterations;

  @Parameter(persist = false)
  private String optimizer;

  @Parameter(persist = false)
  private String pooling;

  @Parameter(persist = false)
  private long seed;

  @Parameter(persist = false)
  private String precision;

  @Parameter(persist = false, required = false)
  private String report;

  @Parameter(persist = false, required = false)
  private String checkpoint;

  SettingsCommand(Operation operation) {
    super(operation);
  }
}
