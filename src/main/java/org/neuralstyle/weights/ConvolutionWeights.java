package org.neuralstyle.weights;

/**
 * The weights of one 3 x 3 convolution. The arrays are not copied; nobody changes them.
 *
 * @param inChannels channels of its input
 * @param outChannels channels of its output
 * @param kernel {@code outChannels x inChannels x 3 x 3} values, the last axis fastest (OIHW)
 * @param bias {@code outChannels} values
 */
public record ConvolutionWeights(int inChannels, int outChannels, float[] kernel, float[] bias) {

  /**
   * Checks that the arrays have the sizes that the channels ask for.
   *
   * @throws IllegalArgumentException if they have not
   */
  public ConvolutionWeights {
    if (inChannels < 1 || outChannels < 1) {
      throw new IllegalArgumentException(
          "A convolution needs at least one channel, not " + inChannels + " to " + outChannels);
    }
    if (kernel.length != 9 * inChannels * outChannels || bias.length != outChannels) {
      throw new IllegalArgumentException(
          String.format(
              "A 3 x 3 convolution of %s to %s channels has %s kernel values and %s biases,"
                  + " not %s and %s",
              inChannels,
              outChannels,
              9 * inChannels * outChannels,
              outChannels,
              kernel.length,
              bias.length));
    }
  }
}
