package org.neuralstyle.synthesis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.objective.Losses;
import org.neuralstyle.optimizer.Outcome;
import org.neuralstyle.settings.ColorMode;
import org.neuralstyle.settings.StyleLossKind;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.tensor.ComputeDevice;
import org.neuralstyle.tensor.NativeHeap;
import org.neuralstyle.tensor.Resampling;
import org.neuralstyle.vgg.Vgg19;

/** A run through all scales, or what is left of one that was kept. */
final class SynthesisRun {

  private final Inputs inputs;
  private final SynthesisSettings settings;
  private final Optional<Checkpoint> checkpoint;
  private final Optional<KeptRun> kept;
  private final RunListener listener;
  private final Scales scales;
  private final History history;

  /**
   * A run.
   *
   * @param inputs that fit the settings
   * @param settings whose precision has been chosen
   * @param checkpoint where the run is kept; empty to keep nothing
   * @param kept what it goes on from; empty to begin
   * @param listener is told of the progress
   */
  SynthesisRun(
      Inputs inputs,
      SynthesisSettings settings,
      Optional<Checkpoint> checkpoint,
      Optional<KeptRun> kept,
      RunListener listener) {
    this.inputs = inputs;
    this.settings = settings;
    this.checkpoint = checkpoint;
    this.kept = kept;
    this.listener = listener;
    this.scales = Scales.of(inputs, settings);
    this.history =
        new History(
            scales.all(), kept.map(run -> run.header().evaluations()).orElse(List.of()), listener);
  }

  /**
   * Runs.
   *
   * @param network at least as deep as the settings' layers; stays the caller's
   * @param planner of its device
   * @param resampling stays the caller's
   * @param probe is told how far the run is
   * @return the result
   * @throws IOException if the kept run cannot be read
   */
  SynthesisResult in(Network network, Planner planner, Resampling resampling, Probe probe)
      throws IOException {
    tellOf(network, planner);
    List<MemoryPlan> plans = new ArrayList<>(plans(network, planner));
    Vgg19 vgg = network.vgg(settings);
    history.expect(planner.efforts(inputs, settings, plans, vgg), planner.secondsPerEffort(vgg));
    Keeper keeper = new Keeper(checkpoint, header(network), history);
    Inputs seen = settings.blending().colour() == ColorMode.MATCHED ? inputs.matched() : inputs;
    Pyramid pyramid = new Pyramid(seen, settings, resampling);
    ScaleObjectives objectives =
        new ScaleObjectives(network, seen, settings, pyramid, probe, history::checkStopped);
    Finish finish = new Finish(inputs, settings, resampling);
    history.finishedBy(finish::of);
    int first = kept.map(run -> run.header().scale()).orElse(0);
    RgbImage image = null;
    Losses losses = null;
    Ending ending = null;
    for (int i = first; i < scales.all().size(); i++) {
      Scale scale = scales.all().get(i);
      history.begin(scale);
      ScaleRun run =
          new ScaleRun(network.device(), objectives, settings, scale, plans, history, keeper);
      RgbImage begin = begin(pyramid, image, scale);
      keeper.begin(begin);
      objectives.begin(begin);
      try (Outcome<Losses> outcome =
          image == null && kept.isPresent() ? run.from(kept.get()) : run.from(begin)) {
        image = ComputeDevice.image(outcome.image()).cropped(scale.margin());
        losses = outcome.value();
        ending = history.ending(outcome.ending());
      } catch (History.Stopped e) {
        // Stopped before this scale's first evaluation: the picture is that of the one before.
        if (image == null) {
          KeptRun before = kept.orElseThrow(() -> e);
          image = before.image().cropped(scale.margin());
          losses = before.header().losses();
        } else {
          history.begin(scales.all().get(i - 1));
        }
        ending = history.ending(Outcome.Ending.STOPPED);
      }
      if (ending.isEarly()) {
        break;
      }
    }
    // Once a run: it looks through all that is free.
    NativeHeap.trim();
    if (ending.reason() == Ending.Reason.DIVERGED) {
      history.warn(
          "The run ended early: " + ending + ". Try a smaller style weight or another seed.");
    }
    Scale finest = scales.finest();
    RgbImage painted = resampling.resize(image, finest.width(), finest.height());
    return new SynthesisResult(
        finish.of(painted),
        painted,
        settings,
        losses,
        history.evaluations(),
        ending,
        network.environment(),
        keeper.seconds(),
        history.warnings(),
        Optional.empty());
  }

  /** What a scale begins at, or began at if it was kept. */
  private RgbImage begin(Pyramid pyramid, RgbImage coarser, Scale scale) {
    if (coarser != null) {
      return pyramid.start(coarser, scale);
    }
    return kept.map(KeptRun::begin).orElseGet(() -> pyramid.start(scale));
  }

  private void tellOf(Network network, Planner planner) {
    if (!network.weights().trained()) {
      history.warn(
          "The network is untrained (random weights): it paints colours and strokes, but knows no objects. For the trained one connect to the internet once and choose the weights 'auto', or give a file of them.");
    }
    network.device().warning().ifPresent(history::warn);
    planner.warning(settings).ifPresent(history::warn);
    listener.status(
        "VGG-19 weights: %s; device: %s; precision: %s"
            .formatted(
                network.weights().source(),
                network.device().name(),
                settings.engine().precision()));
  }

  /** How memory is used at each scale. */
  private List<MemoryPlan> plans(Network network, Planner planner) {
    List<MemoryPlan> fresh = planner.memory(scales, settings, network.vgg(settings));
    if (kept.isEmpty()) {
      Forecast forecast = planner.forecast(inputs, settings, fresh, network.vgg(settings));
      listener.expected(forecast);
      long available = network.device().memory();
      if (forecast.bytes() > available) {
        listener.shortOfMemory(forecast, available);
      }
      return fresh;
    }
    KeptRun before = kept.get();
    before.checkWeights(weightsSha256(network));
    before.checkScales(scales.all());
    List<MemoryPlan> plans =
        new Continuation(before, settings, network.environment()).plans(fresh, history);
    listener.status(
        "Going on from %s after %s evaluations"
            .formatted(before.file(), history.evaluations().size()));
    return plans;
  }

  /** What is known of the run at its beginning. */
  private KeptRun.Header header(Network network) {
    SynthesisResult.Environment environment = network.environment();
    return new KeptRun.Header(
        environment.version(),
        KeptRun.text(settings),
        checkpoint.isPresent() ? inputs.hashes() : Map.of(),
        weightsSha256(network),
        environment.device(),
        environment.threads(),
        scales.all(),
        List.of(),
        0,
        0,
        List.of(),
        null,
        kept.map(run -> run.header().seconds()).orElse(0.0),
        List.of(),
        settings.losses().styleBy() == StyleLossKind.NEIGHBOURS);
  }

  private String weightsSha256(Network network) {
    return network.weights().sha256(scales.deepest().convolution());
  }
}
