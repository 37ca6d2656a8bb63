package org.neuralstyle.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Pooling;
import org.neuralstyle.vgg.WeightedLayer;

/**
 * All sweeps on one content and one style, with the defaults.
 *
 * @param layers every layer's reconstruction
 * @param layerSets textures from sets of layers
 * @param grid content layers x style sets
 * @param styleWeights style weights over decades
 * @param reconstructionSeeds reconstructions from conv1_1 from different seeds
 * @param textureSeeds textures from different seeds
 * @param initialization from noise and from the content
 * @param gallery both images in the style of both
 */
public record FullStudy(
    LayerSweep layers,
    LayerSetSweep layerSets,
    LayerGrid grid,
    StyleWeightSweep styleWeights,
    Seeds reconstructionSeeds,
    Seeds textureSeeds,
    InitializationComparison initialization,
    Gallery gallery) {

  /** Stands for as many evaluations as bring out the findings at a size, in bearable time. */
  public static final int ITERATIONS_BY_SIZE = 0;

  /** The name of the transfer from the content among the {@link Results#distances}. */
  public static final String TRANSFER = "transfer";

  private static final int SEEDS = 4;

  /**
   * Deeper than the style layers; a transfer that brings these nearer does more than it is told.
   */
  private static final List<Layer> NOT_MINIMISED =
      List.of(Layer.parse("conv4_1"), Layer.parse("conv5_1"));

  /** With more of the style the content layers hardly tell. */
  private static final double GRID_WEIGHT = 1e3;

  /** Of so many the time is known to about 1 %, with other programs at work too. */
  private static final int REPETITIONS = 9;

  /**
   * What the sweeps came to.
   *
   * @param study the sweeps
   * @param results for each of {@link #sweeps} those of its runs
   * @param distances between the sources and two of the results, empty if the study was stopped
   * @param seconds wall time of all
   */
  public record Results(
      FullStudy study,
      List<List<RunResult>> results,
      Optional<Distances> distances,
      double seconds) {

    /**
     * The results of one sweep.
     *
     * @param sweep one of the study's
     * @return in the order of its runs
     */
    public List<RunResult> of(Sweep sweep) {
      return results.get(study.sweeps().indexOf(sweep));
    }
  }

  /**
   * The study of two images.
   *
   * @param content the content
   * @param style the style
   * @param size longer side of the results in pixels
   * @param iterations evaluations of each run, or {@link #ITERATIONS_BY_SIZE}: 100 from 128 px on,
   *     60 below
   * @return the study
   */
  public static FullStudy of(Source content, Source style, int size, int iterations) {
    int evaluations =
        iterations == ITERATIONS_BY_SIZE
            ? (size > 0 && size < Sweep.DEFAULT_SIZE ? 60 : Sweep.DEFAULT_ITERATIONS)
            : iterations;
    Source fitted = content.fitted(size);
    Source example = style.equals(content) ? fitted : style.fitted(size);
    SynthesisSettings reconstruction =
        sized(SynthesisSettings.reconstruction(Layer.conv(1)), size, evaluations);
    SynthesisSettings texture = sized(SynthesisSettings.texture(), size, evaluations);
    SynthesisSettings transfer = sized(SynthesisSettings.transfer(), size, evaluations);
    return new FullStudy(
        new LayerSweep(fitted, LayerSweep.allLayers(), reconstruction),
        new LayerSetSweep(example, LayerSetSweep.namedSets(), texture),
        new LayerGrid(
            fitted,
            example,
            LayerGrid.DEFAULT_CONTENT_LAYERS,
            LayerGrid.DEFAULT_STYLE_SETS,
            transfer
                .withStart(start -> start.initialization(Initialization.NOISE))
                .withLosses(losses -> losses.styleWeight(GRID_WEIGHT))),
        new StyleWeightSweep(fitted, example, StyleWeightSweep.DEFAULT_WEIGHTS, transfer),
        new Seeds(Optional.of(fitted), Optional.empty(), SEEDS, reconstruction),
        new Seeds(Optional.empty(), Optional.of(example), SEEDS, texture),
        new InitializationComparison(fitted, example, REPETITIONS, transfer),
        new Gallery(List.of(fitted, example), List.of(example, fitted), transfer));
  }

  private static SynthesisSettings sized(SynthesisSettings settings, int size, int iterations) {
    return settings.withSchedule(schedule -> schedule.size(size).iterations(iterations));
  }

  /**
   * The sweeps.
   *
   * @return in the order in which they are done
   */
  public List<Sweep> sweeps() {
    return List.of(
        layers,
        layerSets,
        grid,
        styleWeights,
        reconstructionSeeds,
        textureSeeds,
        initialization,
        gallery);
  }

  /**
   * Does all sweeps, and measures distances between the sources, a transfer and a texture.
   *
   * @param neuralStyle the network
   * @param folder where finished runs are kept and found again; empty to keep none
   * @param listener is told of the progress, and may stop it
   * @return what was finished
   * @throws IllegalArgumentException before any run, if an image is too small
   * @throws IOException if the weights cannot be had, or the folder not be written to
   * @throws InterruptedException if the thread is interrupted while the weights are fetched
   */
  public Results run(NeuralStyle neuralStyle, Optional<Path> folder, SweepListener listener)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    List<List<RunResult>> results = new SweepRunner(neuralStyle, folder, listener).run(sweeps());
    Optional<Distances> distances =
        listener.isStopped()
            ? Optional.empty()
            : Optional.of(distances(neuralStyle, results, listener));
    return new Results(this, results, distances, (System.nanoTime() - begin) / 1e9);
  }

  private Distances distances(
      NeuralStyle neuralStyle, List<List<RunResult>> results, SweepListener listener)
      throws IOException, InterruptedException {
    List<Source> images = new ArrayList<>(List.of(layers.content(), layerSets.style()));
    InitializationComparison.first(
            results.get(sweeps().indexOf(initialization)), Initialization.CONTENT)
        .flatMap(RunResult::image)
        .ifPresent(image -> images.add(new Source(TRANSFER, image)));
    results.get(sweeps().indexOf(textureSeeds)).stream()
        .flatMap(result -> result.image().stream())
        .findFirst()
        .ifPresent(image -> images.add(new Source("texture", image)));
    return Distances.measure(
        neuralStyle,
        images,
        Stream.concat(
                grid.settings().losses().styleLayers().stream().map(WeightedLayer::layer),
                NOT_MINIMISED.stream())
            .distinct()
            .toList(),
        Pooling.MAX,
        listener);
  }
}
