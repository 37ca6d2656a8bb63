package org.neuralstyle.badexample.image;

import ai.djl.ndarray.NDArray;
import ij.ImagePlus;
import org.neuralstyle.badexample.cli.Leaking;

/** Breaks rules of {@link org.neuralstyle.ArchitectureTest}: reaches to the right, ij and DJL. */
final class Reaching {
  static int count;

  Leaking right;
  ImagePlus window;
  NDArray tensor;
}
