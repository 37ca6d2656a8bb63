package org.neuralstyle.weights;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/** The weights of the first convolutions of VGG-19, and where they come from. */
public final class Vgg19Weights {

  private static final long UNTRAINED_SEED = 0;

  private final List<ConvolutionWeights> layers;
  private final String source;
  private final Optional<Path> file;
  private final boolean trained;

  /** Of the first, of the first two, and so on. */
  private final List<String> sha256;

  private Vgg19Weights(
      List<ConvolutionWeights> layers, String source, Optional<Path> file, boolean trained) {
    this.layers = List.copyOf(layers);
    this.source = source;
    this.file = file;
    this.trained = trained;
    this.sha256 = hashes(layers);
  }

  /** Trained weights that came from an address. */
  static Vgg19Weights ofAddress(List<ConvolutionWeights> layers, String address) {
    return new Vgg19Weights(layers, address, Optional.empty(), true);
  }

  /** Trained weights that came from a file. */
  static Vgg19Weights ofFile(List<ConvolutionWeights> layers, Path file) {
    return new Vgg19Weights(layers, file.toString(), Optional.of(file), true);
  }

  /**
   * An untrained VGG-19: normally distributed kernels of variance 2 / (9 inChannels), which keeps
   * the second moment of the features from layer to layer (He et al. 2015), and no biases. Random
   * features are good enough to reconstruct and to make textures (Ustyuzhaninov et al. 2017, He et
   * al. 2016). The values are the same on every machine.
   *
   * @param convolutions how many convolutions, 1 .. 16
   * @return the weights; {@link #trained()} is false
   * @throws IllegalArgumentException if VGG-19 has not so many
   */
  public static Vgg19Weights untrained(int convolutions) {
    List<ConvolutionWeights> layers =
        Vgg19Convolution.first(convolutions).parallelStream()
            .map(Vgg19Weights::untrainedLayer)
            .toList();
    return new Vgg19Weights(layers, "untrained, seed " + UNTRAINED_SEED, Optional.empty(), false);
  }

  private static ConvolutionWeights untrainedLayer(Vgg19Convolution convolution) {
    Random random =
        new UnsharedRandom(UNTRAINED_SEED * Vgg19Convolution.ALL.size() + convolution.number());
    int fanIn = 9 * convolution.inChannels();
    double deviation = Math.sqrt(2.0 / fanIn);
    float[] kernel = new float[fanIn * convolution.outChannels()];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = (float) (deviation * random.nextGaussian());
    }
    return new ConvolutionWeights(
        convolution.inChannels(),
        convolution.outChannels(),
        kernel,
        new float[convolution.outChannels()]);
  }

  /**
   * The numbers of {@link Random}, whose specification fixes the bits of its generator and of
   * nextGaussian, without the care for other threads that takes most of its time.
   */
  private static final class UnsharedRandom extends Random {

    private static final long serialVersionUID = 1;
    private static final long MULTIPLIER = 0x5DEECE66DL;
    private static final long MASK = (1L << 48) - 1;

    private long state;

    UnsharedRandom(long seed) {
      state = (seed ^ MULTIPLIER) & MASK;
    }

    @Override
    protected int next(int bits) {
      state = (state * MULTIPLIER + 11) & MASK;
      return (int) (state >>> (48 - bits));
    }
  }

  /**
   * The convolutions, from the first on.
   *
   * @return an unmodifiable list of 1 .. 16 convolutions
   */
  public List<ConvolutionWeights> layers() {
    return layers;
  }

  /**
   * Where the weights come from.
   *
   * @return the path of a file, the address of a download (also when it was read from the cache),
   *     or {@code untrained, seed 0}
   */
  public String source() {
    return source;
  }

  /**
   * The SHA-256 of these weights: of the values of each convolution in turn, its kernel and then
   * its bias, as little-endian float32. It identifies what the network computes with, whatever the
   * file, its precision or its order; it depends on how many convolutions were asked for, and it is
   * not the SHA-256 of a file, for which see {@link #fileSha256()}.
   *
   * @return 64 hexadecimal digits
   */
  public String sha256() {
    return sha256(layers.size());
  }

  /**
   * The SHA-256 of the first of these weights, as if no more had been asked for.
   *
   * @param convolutions how many, not more than there are
   * @return 64 hexadecimal digits
   */
  public String sha256(int convolutions) {
    return sha256.get(convolutions - 1);
  }

  /**
   * The SHA-256 of the whole file that the weights were read from, as {@code sha256sum} prints it.
   * The file is read anew by each call.
   *
   * @return 64 hexadecimal digits, or nothing if the weights do not come from a file of the user's:
   *     of a download, only parts are fetched
   * @throws IOException if the file cannot be read any more
   */
  public Optional<String> fileSha256() throws IOException {
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file.get())) {
      return Optional.of(DigestUtils.sha256Hex(new BufferedInputStream(in, 1 << 20)));
    }
  }

  /**
   * Whether the weights were trained.
   *
   * @return false for the untrained network
   */
  public boolean trained() {
    return trained;
  }

  private static List<String> hashes(List<ConvolutionWeights> layers) {
    MessageDigest digest = DigestUtils.getSha256Digest();
    List<String> hashes = new ArrayList<>();
    try {
      for (ConvolutionWeights layer : layers) {
        digest.update(littleEndian(layer.kernel()));
        digest.update(littleEndian(layer.bias()));
        hashes.add(Hex.encodeHexString(((MessageDigest) digest.clone()).digest()));
      }
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("This Java's SHA-256 cannot be copied.", e);
    }
    return List.copyOf(hashes);
  }

  /** Values as the bytes of little-endian float32. */
  static byte[] littleEndian(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }
}
