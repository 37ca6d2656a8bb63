package org.neuralstyle.synthesis;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.tensor.ComputeDevice;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.tensor.Resampling;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Pooling;
import org.neuralstyle.weights.WeightsChoice;
import org.neuralstyle.weights.WeightsLoader;
import org.neuralstyle.weights.WeightsSettings;

/**
 * Reconstruction, texture synthesis and style transfer on one device with one set of weights, after
 * Gatys, Ecker and Bethge (2015, 2016). Runs of one instance may go on at once, on threads of their
 * own; one that needs more of the network than there is waits until the others have ended.
 */
public final class NeuralStyle implements Foreteller, AutoCloseable {

  private final ComputeDevice device;
  private final Networks networks;
  private final Planner planner;
  private final Resampling resampling = new Resampling();
  private final Probe probe;

  /**
   * Opens a device. Weights are read, and if need be fetched, by the first run that needs them.
   *
   * @param weights which weights to use
   * @param device where to compute
   */
  public NeuralStyle(WeightsChoice weights, DeviceChoice device) {
    this(weights, device, WeightsSettings.defaults());
  }

  /**
   * Opens a device, with other places for weights than the usual ones.
   *
   * @param weights which weights to use
   * @param device where to compute
   * @param weightsSettings where weights are looked for
   */
  public NeuralStyle(WeightsChoice weights, DeviceChoice device, WeightsSettings weightsSettings) {
    this(weights, device, weightsSettings, Probe.NONE);
  }

  /** With something that is told how far runs are. */
  NeuralStyle(
      WeightsChoice weights, DeviceChoice device, WeightsSettings weightsSettings, Probe probe) {
    WeightsLoader loader = new WeightsLoader(weightsSettings);
    this.device = ComputeDevice.open(device);
    this.networks = new Networks(this.device, (n, l) -> loader.load(weights, n, l));
    this.planner = new Planner(this.device);
    this.probe = probe;
  }

  /**
   * A content in a style.
   *
   * @param content the content, at least 8 x 8 px
   * @param style the style, at least 8 x 8 px, of any other size
   * @param settings with content and style layers
   * @param listener is told of the progress
   * @return the result
   * @throws IOException if the weights cannot be had
   * @throws InterruptedException if the thread is interrupted while they are fetched
   */
  public SynthesisResult transfer(
      RgbImage content, RgbImage style, SynthesisSettings settings, RunListener listener)
      throws IOException, InterruptedException {
    return run(Inputs.of(content, style), settings, listener);
  }

  /**
   * Any of the operations: a transfer with content and style layers, a texture without content
   * layers, a reconstruction without style layers.
   *
   * @param inputs the images that the settings need
   * @param wanted which losses to minimise, and how
   * @param listener is told of the progress
   * @return the result, whose settings are {@link #resolved}
   * @throws IllegalArgumentException if an image is missing or too small, or the device does not
   *     compute in the precision; the message says which
   * @throws IOException if the weights cannot be had
   * @throws InterruptedException if the thread is interrupted while they are fetched
   */
  public SynthesisResult run(Inputs inputs, SynthesisSettings wanted, RunListener listener)
      throws IOException, InterruptedException {
    return run(inputs, wanted, Optional.empty(), listener);
  }

  /**
   * The same, kept in a file, from which it goes on if it was begun before.
   *
   * @param inputs the images that the settings need
   * @param wanted which losses to minimise, and how; of a run that was begun before, the same, with
   *     as many iterations or more
   * @param checkpoint where the run is kept; empty to keep nothing
   * @param listener is told of the progress
   * @return the result, as of a run that was never interrupted
   * @throws IllegalArgumentException as above, or if the checkpoint is of another run
   * @throws IOException as above, or if the checkpoint cannot be read or written
   * @throws InterruptedException as above
   */
  public SynthesisResult run(
      Inputs inputs,
      SynthesisSettings wanted,
      Optional<Checkpoint> checkpoint,
      RunListener listener)
      throws IOException, InterruptedException {
    inputs.check(wanted);
    Optional<KeptRun> kept = checkpoint.isPresent() ? checkpoint.get().read() : Optional.empty();
    SynthesisSettings settings = resolved(kept.map(k -> k.settings(inputs, wanted)).orElse(wanted));
    SynthesisRun run = new SynthesisRun(inputs, settings, checkpoint, kept, listener);
    return networks.with(
        Scales.deepest(settings), listener, network -> run.in(network, planner, resampling, probe));
  }

  @Override
  public Forecast forecast(Inputs inputs, SynthesisSettings settings)
      throws IOException, InterruptedException {
    return planner.forecast(inputs, settings, networks);
  }

  /**
   * Settings with the precision that a run of them has here: {@code auto} is what the processor's
   * instructions are fastest with, of those that are exact enough.
   *
   * @param settings of a run
   * @return the same with float32 or bfloat16
   * @throws IllegalArgumentException if the device does not compute in the precision asked for; the
   *     message says what to choose
   */
  public SynthesisSettings resolved(SynthesisSettings settings) {
    return planner.resolved(settings);
  }

  /**
   * Reads, and if need be fetches, the weights that runs will need.
   *
   * @param deepest the deepest layer of the runs
   * @param listener is told of the progress
   * @return what the runs will run with
   * @throws IOException if the weights cannot be had
   * @throws InterruptedException if the thread is interrupted while they are fetched
   */
  public SynthesisResult.Environment prepare(Layer deepest, RunListener listener)
      throws IOException, InterruptedException {
    return networks.with(deepest, listener, Network::environment);
  }

  /**
   * Whether runs of this size are done sooner at once, each with fewer threads.
   *
   * @param inputs the images that the settings need
   * @param settings of the run
   * @return true on the CPU up to 128 x 128 px at the finest scale; GPUs are not faster for it
   * @throws IllegalArgumentException if an image is missing or too small; the message says which
   */
  public boolean gainsFromCompany(Inputs inputs, SynthesisSettings settings) {
    inputs.check(settings);
    return planner.gainsFromCompany(Scales.of(inputs, settings).finest());
  }

  /**
   * How far images are from each other in features and their statistics, in float32.
   *
   * @param images at least two, each at least 8 x 8 px and at least the deepest layer's stride
   * @param layers where features are taken, in ascending order
   * @param pooling how the network halves the resolution
   * @param listener is told of the progress, and may stop it
   * @return for each layer all pairs
   * @throws IllegalArgumentException if an image is too small; the message says how small
   * @throws java.util.concurrent.CancellationException if the listener stopped it
   * @throws IOException if the weights cannot be had
   * @throws InterruptedException if the thread is interrupted while they are fetched
   */
  public List<LayerDistances> distances(
      List<RgbImage> images, List<Layer> layers, Pooling pooling, RunListener listener)
      throws IOException, InterruptedException {
    PairwiseDistances distances = new PairwiseDistances(images, layers, pooling);
    return networks.with(
        distances.deepest(), listener, network -> distances.in(network, planner, listener));
  }

  Networks networks() {
    return networks;
  }

  @Override
  public void close() {
    networks.close();
    resampling.close();
    device.close();
  }
}
