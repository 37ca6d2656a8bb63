package org.neuralstyle.vgg;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.neuralstyle.tensor.Workers;
import org.neuralstyle.weights.ConvolutionWeights;

/** VGG-19's topology with few channels and random weights. */
public final class SmallNetwork {

  private static final int[] CHANNELS = {3, 4, 4, 6, 6, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8};

  private SmallNetwork() {}

  /**
   * The network in double precision.
   *
   * @param manager the manager
   * @param depth number of convolutions
   * @param seed of the random weights
   * @param pooling how the resolution is halved
   * @param bandBytes of a feature map that are computed at once
   * @return a network
   */
  public static Vgg19 inBands(
      NDManager manager, int depth, long seed, Pooling pooling, long bandBytes) {
    return inBands(manager, Optional.empty(), depth, seed, pooling, Precision.FLOAT64, bandBytes);
  }

  /**
   * The network in any precision.
   *
   * @param manager the manager
   * @param workers that compute bands
   * @param depth number of convolutions
   * @param seed of the random weights
   * @param pooling how the resolution is halved
   * @param precision of the feature maps
   * @param bandBytes of a feature map that are computed at once
   * @return a network
   */
  public static Vgg19 inBands(
      NDManager manager,
      Optional<Workers> workers,
      int depth,
      long seed,
      Pooling pooling,
      Precision precision,
      long bandBytes) {
    return new Vgg19(manager, workers, weights(depth, seed), pooling, precision, bandBytes);
  }

  /**
   * Random weights that keep the activations' variance (He et al., 2015).
   *
   * @param depth number of convolutions
   * @param seed of the random numbers
   * @return the weights
   */
  public static List<ConvolutionWeights> weights(int depth, long seed) {
    Random random = new Random(seed);
    List<ConvolutionWeights> weights = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      int in = CHANNELS[i];
      int out = CHANNELS[i + 1];
      float[] kernel = new float[out * in * 9];
      for (int j = 0; j < kernel.length; j++) {
        kernel[j] = (float) (random.nextGaussian() * Math.sqrt(2.0 / (9 * in)));
      }
      float[] bias = new float[out];
      for (int j = 0; j < out; j++) {
        bias[j] = (float) (0.1 * random.nextGaussian());
      }
      weights.add(new ConvolutionWeights(in, out, kernel, bias));
    }
    return weights;
  }
}
