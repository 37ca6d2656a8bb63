package org.neuralstyle.benchmark;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.objective.Losses;
import org.neuralstyle.optimizer.Evaluation;
import org.neuralstyle.optimizer.Objective;
import org.neuralstyle.weights.ConvolutionWeights;

/**
 * The default objective of style transfer as the usual tutorial writes it: plain eager operations
 * on the image in one piece, differentiated by the engine. The baseline of the benchmark.
 */
final class ClassicObjective implements Objective<Losses>, AutoCloseable {

  /** Memory of an evaluation, both ways, for each pixel of the image; about. */
  static final double BYTES_PER_PIXEL = 5000;

  private static final int CONTENT = 4;

  private final NDManager manager;
  private final double styleWeight;
  private final NDArray mean;
  private final NDArray std;
  private final List<NDArray> kernels = new ArrayList<>();
  private final List<NDArray> biases = new ArrayList<>();
  private final List<NDArray> grams = new ArrayList<>();
  private final NDArray content;

  /**
   * Computes the targets.
   *
   * @param parent on the device to run on
   * @param weights conv1_1 .. conv3_1
   * @param contentImage the content
   * @param styleImage the style, of the size at which its statistics are taken
   * @param styleWeight factor of the style loss
   */
  ClassicObjective(
      NDManager parent,
      List<ConvolutionWeights> weights,
      RgbImage contentImage,
      RgbImage styleImage,
      double styleWeight) {
    this.manager = parent.newSubManager();
    this.styleWeight = styleWeight;
    mean = manager.create(new float[] {0.485f, 0.456f, 0.406f}, new Shape(1, 3, 1, 1));
    std = manager.create(new float[] {0.229f, 0.224f, 0.225f}, new Shape(1, 3, 1, 1));
    for (ConvolutionWeights layer : weights) {
      Shape shape = new Shape(layer.outChannels(), layer.inChannels(), 3, 3);
      kernels.add(manager.create(layer.kernel(), shape));
      biases.add(manager.create(layer.bias()));
    }
    try (NDScope scope = new NDScope()) {
      content = features(tensor(contentImage)).get(CONTENT - 1);
      for (NDArray map : features(tensor(styleImage))) {
        grams.add(gram(map));
      }
      NDScope.unregister(content);
      grams.forEach(NDScope::unregister);
    }
  }

  private NDArray tensor(RgbImage image) {
    return manager.create(image.planes(), new Shape(1, 3, image.height(), image.width()));
  }

  private List<NDArray> features(NDArray image) {
    List<NDArray> maps = new ArrayList<>();
    NDArray h = image.sub(mean).div(std);
    Shape one = new Shape(1, 1);
    for (int i = 0; i < kernels.size(); i++) {
      if (i == 2 || i == 4) {
        h = Pool.maxPool2d(h, new Shape(2, 2), new Shape(2, 2), new Shape(0, 0), false);
      }
      NDArray map =
          Conv2d.conv2d(h, kernels.get(i), biases.get(i), one, one, one, 1).singletonOrThrow();
      maps.add(map);
      h = Activation.relu(map);
    }
    return maps;
  }

  private static NDArray gram(NDArray map) {
    long channels = map.getShape().get(1);
    NDArray matrix = map.reshape(channels, -1);
    return matrix.matMul(matrix.transpose()).div(map.size());
  }

  @Override
  public Evaluation<Losses> evaluate(NDArray image) {
    try (NDScope scope = new NDScope();
        GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray x = image.duplicate();
      x.setRequiresGradient(true);
      List<NDArray> maps = features(x);
      NDArray contentLoss = maps.get(CONTENT - 1).sub(content).square().mean();
      NDArray styleLoss = null;
      for (int i = 0; i < maps.size(); i++) {
        NDArray loss = gram(maps.get(i)).sub(grams.get(i)).square().mean();
        styleLoss = styleLoss == null ? loss : styleLoss.add(loss);
      }
      NDArray total = contentLoss.add(styleLoss.mul(styleWeight));
      collector.backward(total);
      NDArray gradient = x.getGradient().duplicate();
      NDScope.unregister(gradient);
      Losses losses = new Losses(value(contentLoss), value(styleLoss), 0, 0, value(total));
      return new Evaluation<>(losses, gradient);
    }
  }

  /** DJL's mean may come in double precision. */
  private static double value(NDArray scalar) {
    return scalar.toType(DataType.FLOAT64, false).getDouble();
  }

  @Override
  public void close() {
    content.close();
    grams.forEach(NDArray::close);
    manager.close();
  }
}
