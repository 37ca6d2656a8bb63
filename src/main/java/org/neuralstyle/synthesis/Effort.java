package org.neuralstyle.synthesis;

import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Precision;

/**
 * What a scale takes, in relation to an evaluation of the image that the device is tried with.
 *
 * @param preparation what comes before the first evaluation: features of content and style, arrays
 *     that are made, and the choice of neighbours
 * @param evaluation an evaluation
 */
record Effort(double preparation, double evaluation) {

  /**
   * The share of a small image's evaluation that takes as long with any size: calls, kernels that
   * are transformed, Java that is not compiled yet; measured on two cores, from 192 to 1024 px.
   */
  private static final double FIXED = 0.26;

  /**
   * The time that an operation takes after the fifth convolution, where there are fewer features to
   * move for each, in relation to one before; measured at 256 and 512 px.
   */
  private static final double DEEP = 0.67;

  /** The same in bfloat16, on processors with instructions for matrices of it. */
  private static final double DEEP_BFLOAT16 = 0.25;

  private static final int SHALLOW = 5;

  /** An evaluation of hypercolumns in relation to one of statistics; measured at 256 px. */
  private static final double HYPERCOLUMNS = 1.2;

  /** The same where each layer has chosen its own. */
  private static final double LAYERS = 1.5;

  /** What each further region of labels adds to an evaluation; measured at 256 px. */
  private static final double REGION = 0.1;

  /** Evaluations that take as long as the features of content and style. */
  private static final double FEATURES = 1.5;

  /** The same of a style that is turned by quarters, and of an image that is seen twice. */
  private static final double TURNED_FEATURES = 2.5;

  /** A comparison of two numbers of vectors; measured with a trial of the first five layers. */
  private static final double COMPARISON = 0.5e-10;

  private static final double COMPARISON_BFLOAT16 = 1.6e-10;

  /** What the device was tried with. */
  record Unit(double pixels, Layer deepest, Precision precision) {}

  /**
   * The effort of a scale.
   *
   * @param phase what the style loss is
   * @param plan how its memory is used
   * @param deepest the deepest layer computed
   * @param comparisons of numbers of vectors, see {@link
   *     org.neuralstyle.objective.NeighbourSearch#comparisons}
   * @param unit of the result
   */
  static Effort of(Phase phase, MemoryPlan plan, Layer deepest, double comparisons, Unit unit) {
    // Of the way forward and back, the way forward is done again where maps are not kept.
    double passes = plan.keepActivations() ? 1 : 1.5;
    double depth = work(deepest, unit.precision()) / work(unit.deepest(), unit.precision());
    double loss =
        switch (phase) {
          case STATISTICS -> 1;
          case HYPERCOLUMNS -> HYPERCOLUMNS;
          case LAYERS -> LAYERS;
        };
    double evaluation = loss * depth * passes * (FIXED + (1 - FIXED) * plan.work() / unit.pixels());
    boolean half = unit.precision() == Precision.BFLOAT16;
    return new Effort(
        (comparisons > 0 ? TURNED_FEATURES : FEATURES) * evaluation
            + comparisons * (half ? COMPARISON_BFLOAT16 : COMPARISON),
        evaluation);
  }

  /** The same where so many regions have statistics of their own. */
  Effort with(int regions) {
    return new Effort(preparation, (1 + REGION * Math.max(0, regions - 1)) * evaluation);
  }

  /** In relation to that of other depths. */
  private static double work(Layer deepest, Precision precision) {
    Layer shallow = Layer.conv(Math.min(deepest.convolution(), SHALLOW));
    double deep = precision == Precision.BFLOAT16 ? DEEP_BFLOAT16 : DEEP;
    return operations(shallow) + deep * (operations(deepest) - operations(shallow));
  }

  /**
   * Floating point operations of the convolutions, one way, for each pixel of the image.
   *
   * @param deepest the deepest layer computed
   */
  static double operations(Layer deepest) {
    double sum = 0;
    for (int i = 1; i <= deepest.convolution(); i++) {
      Layer layer = Layer.conv(i);
      int inputs = i == 1 ? 3 : Layer.conv(i - 1).channels();
      sum += 2.0 * 9 * inputs * layer.channels() / layer.stride() / layer.stride();
    }
    return sum;
  }
}
