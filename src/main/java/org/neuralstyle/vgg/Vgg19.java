package org.neuralstyle.vgg;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
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
 * <p>Images are {@code 1 x 3 x H x W}, RGB in 0..1, on the network's device and of the type of its
 * precision's images; they are normalised here with the mean and standard deviation of ImageNet.
 * Tensors are returned to the caller's {@link NDScope}.
 */
public final class Vgg19 implements AutoCloseable {

  /**
   * Bytes of a feature map's band on a core. With less, more is computed twice and kernels are
   * transformed more often; with more, more memory is in use.
   */
  private static final long BAND_BYTES = 32L << 20;

  private static final int LEAST_ROWS = 8;

  private final NDManager manager;
  private final Precision precision;
  private final long bandBytes;
  private final Optional<Workers> workers;
  private final Convolutions convolutions;
  private final TorchScript featureScript;

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
    manager = parent.newSubManager();
    convolutions = new Convolutions(manager, weights, pooling, precision);
    featureScript = FeatureArray.script(manager);
  }

  /**
   * Whether a device computes float32 in a faster way than by direct convolutions, which gains more
   * in deep layers than in the first ones.
   *
   * @param manager on the device
   * @return false on GPUs, and on processors for which libtorch has no such way
   */
  public static boolean isFastInFloat32(NDManager manager) {
    return Winograd.isAvailable(manager);
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
   * The number of convolutions the network was given.
   *
   * @return 1 .. 16
   */
  public int depth() {
    return convolutions.depth();
  }

  /**
   * The number of channels of a convolution's output.
   *
   * @param convolution 1 .. {@link #depth()}
   * @return the number of channels
   */
  public int channels(int convolution) {
    return convolutions.channels(convolution);
  }

  /**
   * Whether a network with Winograd's convolutions takes them.
   *
   * @param positions of a feature map, its width times its height
   * @return false where direct ones are faster
   */
  public static boolean takesWinograd(long positions) {
    return Winograd.pays(positions);
  }

  /**
   * Rows and columns of a feature map that are computed together. Where windows of an image begin
   * at multiples of them in all feature maps, features are to the last bit those of the image in
   * one piece.
   *
   * @return at least 1
   */
  public int grain() {
    boolean winograd = convolutions.planar() && (workers.isPresent() || Workers.threads() == 1);
    return winograd ? Winograd.ROWS : 1;
  }

  /**
   * The memory that passes take.
   *
   * @return for the calling thread's number of threads
   */
  public PassMemory memory() {
    int most = 0;
    for (int i = 2; i <= depth(); i++) {
      most = Math.max(most, channels(i - 1) * channels(i));
    }
    return new PassMemory(
        precision,
        bandBytes == Long.MAX_VALUE ? bandBytes : bandBytes * threads(),
        convolutions.planar() ? most * Winograd.TRANSFORMED * threads() : 0);
  }

  /** How many bands are computed at once if the calling thread has them computed. */
  private int threads() {
    return workers.isPresent() ? Workers.threads() : 1;
  }

  /**
   * The outputs of the convolutions before ReLU, in one piece.
   *
   * @param image {@code 1 x 3 x H x W}
   * @param depth how many convolutions to compute
   * @return {@code 1 x C x H/s x W/s} for convolutions 1 .. depth, s the layer's stride; of the
   *     image's type
   */
  public List<NDArray> features(NDArray image, int depth) {
    List<NDArray> maps = new ArrayList<>();
    NDArray input = convolutions.normalized(image);
    for (int first = 1; first <= depth; first = maps.size() + 1) {
      if (first > 1) {
        input = convolutions.pooled(maps.get(first - 2));
      }
      int height = (int) input.getShape().get(2);
      int width = (int) input.getShape().get(3);
      boolean winograd =
          convolutions.planar() && Workers.threads() == 1 && Winograd.pays((long) width * height);
      int grain = winograd ? Winograd.ROWS : 1;
      Band whole = new Band(first, last(first, depth), 0, height, height, grain);
      maps.addAll(convolutions.features(input, whole));
    }
    maps.replaceAll(map -> convolutions.converted(map, image));
    return maps;
  }

  /**
   * Goes forward through the network without a way back, as far as a visitor looks.
   *
   * @param window what to compute
   * @param image the whole image
   * @param deepest the deepest layer of the passes that are to come in the same rows
   * @param visitor sees the features
   */
  public void visit(Window window, NDArray image, Layer deepest, FeatureVisitor visitor) {
    int depth = last(Math.max(1, visitor.depth()), deepest.convolution());
    new Pass(this, window, image, depth, false, visitor).close();
  }

  /**
   * Goes forward through the network and keeps what the way back needs.
   *
   * @param window what to compute
   * @param image the whole image
   * @param deepest how far to go
   * @param visitor sees the features
   * @return the pass, to be closed by the caller
   */
  public Pass forward(Window window, NDArray image, Layer deepest, FeatureVisitor visitor) {
    return new Pass(this, window, image, deepest.convolution(), true, visitor);
  }

  Convolutions convolutions() {
    return convolutions;
  }

  /** The functions of {@link FeatureArray}. */
  TorchScript featureScript() {
    return featureScript;
  }

  /** The last convolution, up to a depth, of a convolution's block. */
  private static int last(int convolution, int depth) {
    return Math.min(depth, Layer.conv(convolution).endOfBlock());
  }

  /**
   * Divides a block of a window into bands that fit the cache.
   *
   * @param first number of the block's first convolution
   * @param depth how many convolutions of the network are to be computed
   * @param input the block's input in the window, {@code 1 x C x h x w}
   * @param window whose whole image decides how convolutions are computed
   * @return from top to bottom
   */
  List<Band> bands(int first, int depth, NDArray input, Window window) {
    int height = (int) input.getShape().get(2);
    int last = last(first, depth);
    int stride = Layer.conv(first).stride();
    boolean pays =
        Winograd.pays((long) (window.imageWidth() / stride) * (window.imageHeight() / stride));
    Band whole = new Band(first, last, 0, height, height, pays ? window.grain() : 1);
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
   * @return what came of them, in their order
   */
  <T extends Workers.Result> List<T> sideBySide(
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

  @Override
  public void close() {
    featureScript.close();
    convolutions.close();
    manager.close();
  }
}
