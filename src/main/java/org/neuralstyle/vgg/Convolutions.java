package org.neuralstyle.vgg;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.neuralstyle.tensor.TorchScript;
import org.neuralstyle.weights.ConvolutionWeights;

/**
 * The operations of VGG-19 on one device, each with its adjoint: normalisation, the convolutions of
 * a block in a band of rows, and pooling. Arrays are returned to the caller's {@link NDScope}.
 */
final class Convolutions implements AutoCloseable {

  private static final double[] MEAN = {0.485, 0.456, 0.406};
  private static final double[] STD = {0.229, 0.224, 0.225};

  private final NDManager manager;
  private final TorchScript script;
  private final boolean average;
  private final Precision precision;

  /** Whether channels lie one after the other, as {@link Winograd}'s convolutions need them. */
  private final boolean planar;

  private final NDArray mean;
  private final NDArray std;
  private final List<NDArray> kernels = new ArrayList<>();
  private final List<NDArray> adjoints = new ArrayList<>();
  private final List<NDArray> biases = new ArrayList<>();

  /**
   * Copies the weights.
   *
   * @param manager on whose device to compute; stays the caller's
   * @param weights the convolutions, from the first
   * @param pooling how the resolution is halved
   * @param precision of the feature maps
   */
  Convolutions(
      NDManager manager, List<ConvolutionWeights> weights, Pooling pooling, Precision precision) {
    this.manager = manager;
    this.precision = precision;
    DataType type = precision.imageType();
    average = pooling == Pooling.AVERAGE;
    planar = precision == Precision.FLOAT32 && Winograd.isAvailable(manager);
    script = TorchScript.load(Vgg19.class, "Vgg19.torchscript", manager);
    try (NDScope scope = new NDScope()) {
      mean = keep(manager.create(MEAN, new Shape(1, 3, 1, 1)).toType(type, false));
      std = keep(manager.create(STD, new Shape(1, 3, 1, 1)).toType(type, false));
      for (ConvolutionWeights layer : weights) {
        Shape shape = new Shape(layer.outChannels(), layer.inChannels(), 3, 3);
        NDArray kernel = manager.create(layer.kernel(), shape).toType(type, false);
        NDArray bias = manager.create(layer.bias()).toType(type, false);
        boolean first = biases.isEmpty();
        // Pixels have finer steps than bfloat16.
        NDArray prepared = script.call("prepared", kernel, planar);
        kernels.add(keep(first ? prepared : inPrecision(prepared)));
        NDArray adjoint =
            first && !planar
                ? script.call("adjoint_of_blocks", kernel)
                : script.call("adjoint", kernel, planar);
        adjoints.add(keep(inPrecision(adjoint)));
        biases.add(keep(first ? bias : inPrecision(bias)));
      }
    }
  }

  private NDArray inPrecision(NDArray weights) {
    return precision == Precision.BFLOAT16 ? script.call("bfloat16", weights) : weights;
  }

  /** Hands an array from the current scope to the network's manager. */
  private NDArray keep(NDArray array) {
    NDScope.unregister(array);
    array.attach(manager);
    return array;
  }

  /** Whether there are convolutions by {@link Winograd}'s algorithm. */
  boolean planar() {
    return planar;
  }

  int depth() {
    return kernels.size();
  }

  int channels(int convolution) {
    return (int) biases.get(convolution - 1).size();
  }

  /** A feature map in the type of an image. */
  NDArray converted(NDArray map, NDArray image) {
    return precision == Precision.BFLOAT16 ? script.call("converted", map, image) : map;
  }

  /**
   * What the first block reads.
   *
   * @param image {@code 1 x 3 x H x W} in 0..1
   * @return the same with the mean and standard deviation of ImageNet taken out
   */
  NDArray normalized(NDArray image) {
    return script.call("normalized", image, mean, std, planar);
  }

  /**
   * The adjoint of {@link #normalized}.
   *
   * @param gradient with respect to the normalised image, {@code 1 x 3 x H x W}
   * @return with respect to the image
   */
  NDArray gradientOfNormalized(NDArray gradient) {
    return gradient.div(std);
  }

  /**
   * The outputs of a block's convolutions before ReLU.
   *
   * @param input the band's rows of the block's input, {@code 1 x C x R x W}: the normalised image
   *     or what {@link #pooled} returned
   * @param band the rows and convolutions
   * @return for each convolution its rows in the band; as {@link Precision#BFLOAT16} says, not for
   *     arithmetic by DJL
   */
  List<NDArray> features(NDArray input, Band band) {
    int n = band.last() - band.first() + 1;
    long[] starts = new long[n];
    long[] lengths = new long[n];
    long[] paddings = new long[n];
    long[] offsets = new long[n];
    long[] heights = new long[n];
    for (int i = 0; i < n; i++) {
      int convolution = band.first() + i;
      int read = band.readTop(convolution);
      starts[i] = (long) read - band.top(convolution - 1);
      lengths[i] = (long) band.readBottom(convolution) - read;
      paddings[i] = band.padding(convolution);
      offsets[i] = band.top(convolution) - (read + 1 - paddings[i]);
      heights[i] = band.rows(convolution);
    }
    return script.callForList(
        "features",
        input,
        kernels.subList(band.first() - 1, band.last()),
        biases.subList(band.first() - 1, band.last()),
        starts,
        lengths,
        paddings,
        offsets,
        heights,
        precision == Precision.BFLOAT16,
        band.winograd());
  }

  /**
   * Rectifies and halves the resolution; an odd last row or column is dropped.
   *
   * @param map output of a block's last convolution, {@code 1 x C x R x W}
   * @return {@code 1 x C x R/2 x W/2}
   */
  NDArray pooled(NDArray map) {
    return script.call("pooled", map, average);
  }

  /**
   * The adjoint of {@link #pooled}.
   *
   * @param gradient with respect to what it returned
   * @param map what it was given
   * @return the gradient with respect to that
   */
  NDArray unpooled(NDArray gradient, NDArray map) {
    return script.call("unpooled", gradient, map, average);
  }

  /**
   * No gradient yet.
   *
   * @param map the feature map or block input it is to belong to
   * @return zeros of its shape and type
   */
  NDArray zeros(NDArray map) {
    return script.call("zeros", map);
  }

  /**
   * Adds gradients.
   *
   * @param sum from {@link #zeros}, or some of its rows; changed
   * @param gradient of the same shape
   */
  void add(NDArray sum, NDArray gradient) {
    script.call("add", sum, gradient).close();
  }

  /** Adds a loss's own gradients to those that come from deeper layers. */
  @FunctionalInterface
  interface FeatureGradient {

    /**
     * Adds the derivative of the loss with respect to the output of a convolution.
     *
     * @param convolution its number; called from the deepest to the first
     * @param gradient of the convolution's rows in the band, {@code 1 x C x R x W}, changed in
     *     place
     */
    void addTo(int convolution, NDArray gradient);
  }

  /**
   * The gradient of a loss with respect to a block's input, by back-propagation.
   *
   * @param features what {@link #features(NDArray, Band)} returned
   * @param band the rows and convolutions
   * @param gradient with respect to the last convolution's output, as far as it comes from deeper
   *     layers; changed
   * @param loss its gradients with respect to the features
   * @return of the band's rows of the input, where it reaches beyond the band's own rows only what
   *     comes from those
   */
  NDArray gradient(List<NDArray> features, Band band, NDArray gradient, FeatureGradient loss) {
    NDArray current = gradient;
    for (int i = band.last(); i >= band.first(); i--) {
      loss.addTo(i, current);
      long above = (long) band.top(i) - band.top(i - 1);
      long below = (long) band.bottom(i - 1) - band.bottom(i);
      NDArray adjoint = adjoints.get(i - 1);
      NDArray next;
      if (i == band.first()) {
        String back = i == 1 && !planar ? "back_to_image" : "back";
        next = script.call(back, current, adjoint, above, below, band.winograd());
      } else {
        NDArray map = features.get(i - 1 - band.first());
        next =
            script.call("back_through_relu", current, adjoint, above, below, band.winograd(), map);
      }
      current.close();
      current = next;
    }
    return current;
  }

  @Override
  public void close() {
    script.close();
  }
}
