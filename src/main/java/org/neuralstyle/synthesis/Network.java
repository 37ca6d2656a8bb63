package org.neuralstyle.synthesis;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.neuralstyle.objective.StyleCache;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.tensor.ComputeDevice;
import org.neuralstyle.tensor.Workers;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Pooling;
import org.neuralstyle.vgg.Precision;
import org.neuralstyle.vgg.Vgg19;
import org.neuralstyle.weights.Vgg19Weights;

/**
 * VGG-19 with the weights of its first convolutions, in each pooling and precision that has been
 * asked for, and the statistics of styles in it.
 */
final class Network implements AutoCloseable {

  private record Variant(Pooling pooling, Precision precision) {}

  private final ComputeDevice device;
  private final Vgg19Weights weights;
  private final Optional<String> weightsFileSha256;

  /** Made by the first run that needs them, while others wait. */
  private final Map<Variant, Vgg19> variants = new ConcurrentHashMap<>();

  private final StyleCache styles = new StyleCache();

  /**
   * A network.
   *
   * @param device where it computes; stays the caller's
   * @param weights of as many convolutions as it is to have
   * @param weightsFileSha256 of the file they were read from, if it is one of the user's
   */
  Network(ComputeDevice device, Vgg19Weights weights, Optional<String> weightsFileSha256) {
    this.device = device;
    this.weights = weights;
    this.weightsFileSha256 = weightsFileSha256;
  }

  ComputeDevice device() {
    return device;
  }

  Vgg19Weights weights() {
    return weights;
  }

  boolean reaches(Layer layer) {
    return weights.layers().size() >= layer.convolution();
  }

  /** The network as a run needs it, whose precision has been chosen. */
  Vgg19 vgg(SynthesisSettings resolved) {
    return vgg(resolved.engine().pooling(), resolved.engine().precision().precision());
  }

  Vgg19 vgg(Pooling pooling, Precision precision) {
    return variants.computeIfAbsent(
        new Variant(pooling, precision),
        variant -> new Vgg19(device, weights.layers(), pooling, precision));
  }

  /** The statistics of styles in it. */
  StyleCache styles() {
    return styles;
  }

  /** What runs run with. */
  SynthesisResult.Environment environment() {
    String version = Network.class.getPackage().getImplementationVersion();
    return new SynthesisResult.Environment(
        version == null ? "development" : version,
        device.name(),
        Workers.threads(),
        weights.source(),
        weights.sha256(),
        weightsFileSha256,
        weights.trained());
  }

  @Override
  public void close() {
    styles.close();
    variants.values().forEach(Vgg19::close);
  }
}
