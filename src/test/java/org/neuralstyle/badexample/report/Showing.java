package org.neuralstyle.badexample.report;

import ij.ImagePlus;
import org.scijava.Context;

/** Breaks rules of {@link org.neuralstyle.ArchitectureTest}: opens a window, knows SciJava. */
final class Showing {
  Context context;

  void show(ImagePlus imp) {
    imp.show();
  }
}
