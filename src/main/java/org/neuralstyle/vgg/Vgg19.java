package org.neuralstyle.vgg;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.neuralstyle.tensor.ComputeDevice;
import org.neuralstyle.tensor.TorchScript;
import org.neuralstyle.tensor.Workers;
import org.neuralstyle.weights.ConvolutionWeights;

/**
 * The convolutional part of VGG-19 (Simonyan and Zisserman, 2014) on one device, with frozen
 * weights: the feature maps of an image, and the gradient of a loss on them with respect to the
 * image.
 *
 * <p>Inputs are {@code 1 x 3 x H x W}, RGB in 0..1; they are normalised here with the mean and
 * standard deviation of ImageNet. Tensors are returned to the caller's {@link NDScope}.
 */
public final class Vgg19 implements AutoCloseable {

  private static final double[] MEAN = {0.485, 0.456, 0.406};
  private static final double[] STD = {0.229, 0.224, 0.225};

  /**
   * Bytes of a feature map's band on a core. With less, more is computed twice and kernels are
   * transformed more often; with more, more memory is in use. Evaluations in float32 with 8, 16, 32
   * and 64 MiB took 0.52, 0.51, 0.50 and 0.50 s at 512 px, 2.1, 2.0, 1.9 and 1.8 s at 1024 px.
   */
  private static final long BAND_BYTES = 32L << 20;

  /** Bytes of a transformed kernel: 8 x 8 values in float32. */
  private static final long TRANSFORMED = 8 * 8 * 4;

  private static final long LEAST_ROWS = 8;

  private final NDManager manager;
  private final TorchScript script;
  private final boolean average;
  private final Precision precision;
  private final long bandBytes;
  private final Optional<Workers> workers;

  /** Whether channels lie one after the other, as {@link Winograd}'s convolutions need them. */
  private final boolean planar;

  private final NDArray mean;
  private final NDArray std;
  private final List<NDArray> kernels = new ArrayList<>();
  private final List<NDArray> adjoints = new ArrayList<>();
  private final List<NDArray> biases = new ArrayList<>();

  /**
   * Copies the weights to a device.
   *
   * @param device the device on which the network is to run
   * @param weights the convolutions, from the first; as many as the deepest layer needs
   * @param pooling how the resolution is halved
   * @param precision of the feature maps
   */
  public Vgg19(
      ComputeDevice device,
      List<ConvolutionWeights> weights,
      Pooling pooling,
      Precision precision) {
    this(
        device.manager(),
        device.workers(),
        weights,
        pooling,
        precision,
        device.isCpu() ? BAND_BYTES : Long.MAX_VALUE);
  }

  /**
   * Copies the weights to a device.
   *
   * @param parent the manager on whose device the network is to run
   * @param workers to compute bands with
   * @param weights the convolutions, from the first; as many as the deepest layer needs
   * @param pooling how the resolution is halved
   * @param precision of the feature maps
   * @param bandBytes of a feature map that are computed at once, see {@link Band}
   */
  Vgg19(
      NDManager parent,
      Optional<Workers> workers,
      List<ConvolutionWeights> weights,
      Pooling pooling,
      Precision precision,
      long bandBytes) {
    this.workers = workers;
    this.precision = precision;
    this.bandBytes = bandBytes;
    DataType type = precision.imageType();
    manager = parent.newSubManager();
    average = pooling == Pooling.AVERAGE;
    planar = precision == Precision.FLOAT32 && Winograd.isAvailable(parent);
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

  /**
   * The manager on whose device the network runs.
   *
   * @return open until the network is closed
   */
  public NDManager manager() {
    return manager;
  }

  /**
   * How exactly feature maps are computed.
   *
   * @return as given to the constructor
   */
  public Precision precision() {
    return precision;
  }

  /**
   * Bytes of a feature map that are computed at once, by all threads; smaller maps are computed
   * whole.
   *
   * @return very large where there is no cache to stay in
   */
  public long bandBytes() {
    return bandBytes == Long.MAX_VALUE ? bandBytes : bandBytes * threads();
  }

  /**
   * Bytes that convolutions need beside feature maps, on all threads.
   *
   * @return 0 where they need few
   */
  public long workspaceBytes() {
    long most = 0;
    for (int i = 2; i <= depth(); i++) {
      most = Math.max(most, (long) channels(i - 1) * channels(i));
    }
    return planar ? most * TRANSFORMED * threads() : 0;
  }

  /** How many bands are computed at once if the calling thread has them computed. */
  private int threads() {
    return workers.isPresent() ? Workers.threads() : 1;
  }

  /**
   * The number of convolutions the network was given.
   *
   * @return 1 .. 16
   */
  public int depth() {
    return kernels.size();
  }

  /**
   * The number of channels of a convolution's output.
   *
   * @param convolution 1 .. {@link #depth()}
   * @return the number of channels
   */
  public int channels(int convolution) {
    return (int) biases.get(convolution - 1).size();
  }

  /**
   * The outputs of the convolutions before ReLU, in one piece.
   *
   * @param image {@code 1 x 3 x H x W} in 0..1, on the network's device, of the type of its
   *     precision's images
   * @param depth how many convolutions to compute
   * @return {@code 1 x C x H/s x W/s} for convolutions 1 .. depth, s the layer's stride; of the
   *     image's type
   */
  public List<NDArray> features(NDArray image, int depth) {
    List<NDArray> maps = new ArrayList<>();
    NDArray input = normalized(image);
    for (int first = 1; first <= depth; first = maps.size() + 1) {
      if (first > 1) {
        input = pooled(maps.get(first - 2));
      }
      int height = (int) input.getShape().get(2);
      int width = (int) input.getShape().get(3);
      boolean winograd = planar && Workers.threads() == 1 && Winograd.pays(width, height);
      int grain = winograd ? Winograd.ROWS : 1;
      maps.addAll(features(input, new Band(first, last(first, depth), 0, height, height, grain)));
    }
    if (precision == Precision.BFLOAT16) {
      maps.replaceAll(map -> script.call("converted", map, image));
    }
    return maps;
  }

  /** The last convolution, up to a depth, of a convolution's block. */
  private static int last(int convolution, int depth) {
    return Math.min(depth, Layer.conv(convolution).endOfBlock());
  }

  /**
   * What the first block reads.
   *
   * @param image {@code 1 x 3 x H x W} in 0..1
   * @return the same with the mean and standard deviation of ImageNet taken out
   */
  public NDArray normalized(NDArray image) {
    return script.call("normalized", image, mean, std, planar);
  }

  /**
   * The adjoint of {@link #normalized}.
   *
   * @param gradient with respect to the normalised image, {@code 1 x 3 x H x W}
   * @return with respect to the image
   */
  public NDArray gradientOfNormalized(NDArray gradient) {
    return gradient.div(std);
  }

  /**
   * Rows and columns that the fastest convolutions compute together. Where windows of an image
   * begin at multiples of them in all feature maps, features are to the last bit those of the image
   * in one piece.
   *
   * @return {@link Winograd#ROWS}, or 1 if convolutions are direct
   */
  public int grain() {
    return planar && (workers.isPresent() || Workers.threads() == 1) ? Winograd.ROWS : 1;
  }

  /**
   * Divides a block of a window of an image into bands that fit the cache.
   *
   * @param first number of the block's first convolution
   * @param depth how many convolutions of the network are to be computed
   * @param input the block's input in the window, {@code 1 x C x h x w}
   * @param image the whole image, {@code 1 x 3 x H x W}, whose size decides for all its windows how
   *     convolutions are computed
   * @param grain {@link #grain()}, or 1 for direct convolutions
   * @return from top to bottom
   */
  public List<Band> bands(int first, int depth, NDArray input, NDArray image, int grain) {
    int height = (int) input.getShape().get(2);
    int last = last(first, depth);
    int stride = Layer.conv(first).stride();
    boolean pays =
        Winograd.pays(image.getShape().get(3) / stride, image.getShape().get(2) / stride);
    Band whole = new Band(first, last, 0, height, height, pays ? grain : 1);
    double bytes = (double) input.getShape().get(3) * channels(first) * precision.bytes() * height;
    int threads = threads();
    // As many as threads, or a multiple, so that none waits; but of lower bands too much would be
    // computed twice.
    double rounds = Math.ceil(bytes / bandBytes / threads);
    double most = Math.max(1, height / (LEAST_ROWS * (last - first + 1)));
    return Band.split(whole, (int) Math.min(most, rounds * threads));
  }

  /**
   * Computes bands of a block at once where the device has threads for it, otherwise one after the
   * other.
   *
   * @param bands the bands
   * @param ways what to do for each, on a thread on which libtorch computes by itself
   * @param <T> what comes of a band
   * @return what came of them, in their order
   */
  public <T extends Workers.Result> List<T> sideBySide(
      List<Band> bands, List<? extends Supplier<T>> ways) {
    // A single band has all threads on the caller's, but for Winograd's convolutions.
    if (threads() > 1 && (bands.size() > 1 || bands.get(0).winograd())) {
      return workers.get().sideBySide(ways);
    }
    List<T> results = new ArrayList<>();
    try {
      ways.forEach(way -> results.add(way.get()));
    } catch (RuntimeException | Error e) {
      results.forEach(Workers.Result::close);
      throw e;
    }
    return results;
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
  public List<NDArray> features(NDArray input, Band band) {
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
  public NDArray pooled(NDArray map) {
    return script.call("pooled", map, average);
  }

  /**
   * The adjoint of {@link #pooled}.
   *
   * @param gradient with respect to what it returned
   * @param map what it was given
   * @return the gradient with respect to that
   */
  public NDArray unpooled(NDArray gradient, NDArray map) {
    return script.call("unpooled", gradient, map, average);
  }

  /**
   * No gradient yet.
   *
   * @param map the feature map or block input it is to belong to
   * @return zeros of its shape and type
   */
  public NDArray zeros(NDArray map) {
    return script.call("zeros", map);
  }

  /**
   * Adds gradients.
   *
   * @param sum from {@link #zeros}, or some of its rows; changed
   * @param gradient of the same shape
   */
  public void add(NDArray sum, NDArray gradient) {
    script.call("add", sum, gradient).close();
  }

  /** Adds a loss's own gradients to those that come from deeper layers. */
  @FunctionalInterface
  public interface FeatureGradient {

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
  public NDArray gradient(
      List<NDArray> features, Band band, NDArray gradient, FeatureGradient loss) {
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
    manager.close();
  }
}
