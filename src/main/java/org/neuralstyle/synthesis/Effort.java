package org.neuralstyle.synthesis;

import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Precision;
import org.neuralstyle.vgg.Vgg19;

/**
 * What a scale takes, in relation to an evaluation of the image that the device is tried with.
 *
 * @param preparation what comes before the first evaluation: features of content and style, arrays
 *     that are made, and the choice of neighbours
 * @param evaluation an evaluation
 */
record Effort(double preparation, double evaluation) {

  /**
   * Pixels, in relation to those of the trial, in the time that is the same with any size: calls,
   * Java that is not compiled yet; measured on two cores with direct convolutions, from 192 to 1024
   * px.
   */
  private static final double FIXED_PIXELS = 0.35;

  /**
   * Operations in the time of the same with Winograd's convolutions; this and what follows measured
   * in runs from 128 to 2048 px, where they fit within the noise.
   */
  private static final double FIXED_OPERATIONS = 4e9;

  /** Positions in the time that Winograd's convolutions take for their kernels. */
  private static final double KERNELS = 400;

  /** What a direct convolution takes in relation to Winograd's without its kernels. */
  private static final double DIRECT = 2;

  /**
   * The time that an operation takes after the fifth convolution, where there are fewer features to
   * move for each, in relation to one before; measured at 256 and 512 px.
   */
  private static final double DEEP = 0.67;

  /** The same with Winograd's convolutions. */
  private static final double DEEP_WINOGRAD = 0.52;

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

  /** Evaluations that take as long as finding the weights that a strength means. */
  private static final double STRENGTH = 2.3;

  /** A comparison of two numbers of vectors; measured with a trial of the first five layers. */
  private static final double COMPARISON = 0.5e-10;

  private static final double COMPARISON_BFLOAT16 = 1.6e-10;

  /**
   * What the device was tried with.
   *
   * @param winograd whether the network has Winograd's convolutions
   */
  record Unit(double pixels, Layer deepest, Precision precision, boolean winograd) {}

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
    double work = work(deepest, plan.work(), unit) / work(unit.deepest(), unit.pixels(), unit);
    double loss =
        switch (phase) {
          case STATISTICS -> 1;
          case HYPERCOLUMNS -> HYPERCOLUMNS;
          case LAYERS -> LAYERS;
        };
    double evaluation = loss * passes * work;
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

  /** The same where a strength is asked for. */
  Effort withStrength() {
    return new Effort(preparation + STRENGTH * evaluation, evaluation);
  }

  /** In relation to that of other depths and sizes. */
  private static double work(Layer deepest, double pixels, Unit unit) {
    double work = unit.winograd() ? FIXED_OPERATIONS : 0;
    for (int i = 1; i <= deepest.convolution(); i++) {
      Layer layer = Layer.conv(i);
      double each = (i > SHALLOW ? deep(unit) : 1) * operations(layer);
      work +=
          each
              * (unit.winograd() ? winograd(layer, pixels) : FIXED_PIXELS * unit.pixels() + pixels);
    }
    return work;
  }

  private static double deep(Unit unit) {
    return unit.winograd()
        ? DEEP_WINOGRAD
        : unit.precision() == Precision.BFLOAT16 ? DEEP_BFLOAT16 : DEEP;
  }

  /** Pixels that would take as long if there were no kernels to transform. */
  private static double winograd(Layer layer, double pixels) {
    int area = layer.stride() * layer.stride();
    return Vgg19.takesWinograd((long) pixels / area) ? pixels + KERNELS * area : DIRECT * pixels;
  }

  /** Floating point operations of a convolution, one way, for each pixel of the image. */
  static double operations(Layer layer) {
    int number = layer.convolution();
    int inputs = number == 1 ? 3 : Layer.conv(number - 1).channels();
    return 2.0 * 9 * inputs * layer.channels() / layer.stride() / layer.stride();
  }
}
