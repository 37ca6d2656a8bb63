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

  private final NDManager manager;
  private final TorchScript script;
  private final boolean average;
  private final NDArray mean;
  private final NDArray std;
  private final List<NDArray> kernels = new ArrayList<>();
  private final List<NDArray> adjoints = new ArrayList<>();
  private final List<NDArray> biases = new ArrayList<>();

  /**
   * Copies the weights to a device.
   *
   * @param parent the manager on whose device the network is to run
   * @param weights the convolutions, from the first; as many as the deepest layer needs
   * @param pooling how the resolution is halved
   * @param type FLOAT32, or FLOAT64 where exactness matters more than speed
   */
  public Vgg19(NDManager parent, List<ConvolutionWeights> weights, Pooling pooling, DataType type) {
    manager = parent.newSubManager();
    average = pooling == Pooling.AVERAGE;
    script = TorchScript.load(Vgg19.class, "Vgg19.torchscript", manager);
    try (NDScope scope = new NDScope()) {
      mean = keep(manager.create(MEAN, new Shape(1, 3, 1, 1)).toType(type, false));
      std = keep(manager.create(STD, new Shape(1, 3, 1, 1)).toType(type, false));
      for (ConvolutionWeights layer : weights) {
        Shape shape = new Shape(layer.outChannels(), layer.inChannels(), 3, 3);
        NDArray kernel = manager.create(layer.kernel(), shape).toType(type, false);
        kernels.add(keep(script.call("prepared", kernel)));
        adjoints.add(keep(script.call("adjoint", kernel)));
        biases.add(keep(manager.create(layer.bias()).toType(type, false)));
      }
    }
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
   * The outputs of the convolutions before ReLU.
   *
   * @param image {@code 1 x 3 x H x W} in 0..1, on the network's device, of its type
   * @param depth how many convolutions to compute
   * @return {@code 1 x C x H/s x W/s} for convolutions 1 .. depth, s the layer's stride
   */
  public List<NDArray> features(NDArray image, int depth) {
    return script.callForList(
        "features", image, mean, std, kernels.subList(0, depth), biases.subList(0, depth), average);
  }

  /** Adds a loss's own gradients to those that come from deeper layers. */
  @FunctionalInterface
  public interface FeatureGradient {

    /**
     * Adds the derivative of the loss with respect to the output of a convolution.
     *
     * @param convolution 1 .. depth; called from the deepest to the first
     * @param gradient {@code 1 x C x H/s x W/s}, changed in place
     */
    void addTo(int convolution, NDArray gradient);
  }

  /**
   * The gradient of a loss with respect to the image, by back-propagation.
   *
   * @param features what {@link #features} returned for the image
   * @param loss its gradients with respect to the features
   * @return {@code 1 x 3 x H x W}
   */
  public NDArray gradient(List<NDArray> features, FeatureGradient loss) {
    int deepest = features.size() - 1;
    NDArray gradient = features.get(deepest).zerosLike();
    loss.addTo(deepest + 1, gradient);
    for (int i = deepest; i > 0; i--) {
      NDArray map = features.get(i - 1);
      NDArray next = script.call("back", (long) i, gradient, adjoints.get(i), map, average);
      gradient.close();
      gradient = next;
      loss.addTo(i, gradient);
    }
    return script.call("back_to_image", gradient, adjoints.get(0), std);
  }

  @Override
  public void close() {
    script.close();
    manager.close();
  }
}
