package org.neuralstyle.option;

/** Where people choose options. */
public enum FrontEnd {
  /** Dialogs, macros and scripts of ImageJ and Fiji. */
  IMAGEJ,
  /** The program. */
  COMMAND_LINE
}
