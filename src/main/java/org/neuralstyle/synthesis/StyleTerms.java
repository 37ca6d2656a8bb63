package org.neuralstyle.synthesis;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.neuralstyle.image.Labels;
import org.neuralstyle.image.Mask;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.loss.GramLoss;
import org.neuralstyle.loss.GramMatrix;
import org.neuralstyle.loss.GramMeanDeviationLoss;
import org.neuralstyle.loss.MixedLoss;
import org.neuralstyle.loss.Moments;
import org.neuralstyle.loss.Statistic;
import org.neuralstyle.loss.StyleLoss;
import org.neuralstyle.loss.WassersteinLoss;
import org.neuralstyle.objective.Guide;
import org.neuralstyle.objective.StyleCache;
import org.neuralstyle.objective.StyleTargets;
import org.neuralstyle.objective.TileGrid;
import org.neuralstyle.objective.TiledObjective;
import org.neuralstyle.settings.StyleLossKind;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.tensor.ComputeDevice;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Vgg19;
import org.neuralstyle.vgg.WeightedLayer;

/** Makes the style losses of a scale: for each region and layer one, of all styles. */
final class StyleTerms {

  private final Network network;
  private final ComputeDevice device;
  private final Vgg19 vgg;
  private final Inputs inputs;
  private final SynthesisSettings settings;
  private final Pyramid pyramid;
  private final StyleLossKind kind;
  private final Statistic statistic;
  private final List<Layer> layers;

  /** The losses of a run. */
  StyleTerms(Network network, Inputs inputs, SynthesisSettings settings, Pyramid pyramid) {
    this.network = network;
    this.device = network.device();
    this.vgg = network.vgg(settings);
    this.inputs = inputs;
    this.settings = settings;
    this.pyramid = pyramid;
    this.kind = settings.losses().styleBy();
    this.statistic = kind == StyleLossKind.GRAM ? new GramMatrix() : new Moments();
    this.layers = settings.losses().styleLayers().stream().map(WeightedLayer::layer).toList();
  }

  /** The terms at a scale, owned by the caller; none without style layers. */
  List<TiledObjective.StyleTerm> at(Scale scale, TileGrid grid, int tileSize) {
    if (layers.isEmpty()) {
      return List.of();
    }
    List<TiledObjective.StyleTerm> terms = new ArrayList<>();
    try {
      for (Part part : parts(scale)) {
        add(terms, scale, grid, tileSize, part);
      }
      return terms;
    } catch (RuntimeException | Error e) {
      terms.forEach(TiledObjective.StyleTerm::close);
      throw e;
    }
  }

  /**
   * What takes its style by itself.
   *
   * @param content empty for everything
   * @param style empty for the whole style
   * @param share factor of its losses
   */
  private record Part(Optional<Mask> content, Optional<Labels.Region> style, double share) {

    /** The part of it that is fresh, which counts as much as its area does. */
    Part fresh(Mask mask) {
      Mask own = content.map(mask::times).orElse(mask);
      return new Part(Optional.of(own), style, own.mean());
    }
  }

  private List<Part> parts(Scale scale) {
    List<Guidance.Region> regions = inputs.guidance().regions();
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < regions.size(); i++) {
      parts.add(new Part(Optional.of(pyramid.region(i, scale)), regions.get(i).style(), 1));
    }
    if (parts.isEmpty()) {
      parts.add(new Part(Optional.empty(), Optional.empty(), 1));
    }
    List<Part> fresh =
        pyramid.fresh(scale).stream()
            .flatMap(mask -> parts.stream().map(part -> part.fresh(mask)))
            .toList();
    parts.addAll(fresh);
    return parts;
  }

  /** {@code H x W}. */
  private NDArray tensor(Mask mask) {
    return device.manager().create(mask.values(), new Shape(mask.height(), mask.width()));
  }

  /** Adds a term for each layer at which there is something of the part in content and style. */
  private void add(
      List<TiledObjective.StyleTerm> terms, Scale scale, TileGrid grid, int tileSize, Part part) {
    List<List<Optional<NDArray>>> styles =
        IntStream.range(0, inputs.styles().size())
            .mapToObj(i -> targets(i, scale, tileSize, part.style()))
            .toList();
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      int index = i;
      Optional<Guide> guide = part.content().map(mask -> guide(mask, layer, grid));
      List<NDArray> targets = styles.stream().flatMap(style -> style.get(index).stream()).toList();
      List<Double> shares = shares(styles.stream().map(s -> s.get(index).isPresent()).toList());
      if (shares.isEmpty() || guide.filter(own -> own.positions() == 0).isPresent()) {
        guide.ifPresent(Guide::close);
        targets.forEach(NDArray::close);
      } else {
        double weight = settings.losses().styleLayers().get(i).weight() * part.share();
        terms.add(new TiledObjective.StyleTerm(layer, weight, loss(targets, shares), guide));
      }
    }
  }

  private Guide guide(Mask mask, Layer layer, TileGrid grid) {
    try (NDArray tensor = tensor(mask)) {
      return Guide.of(tensor, layer, grid);
    }
  }

  private List<Optional<NDArray>> targets(
      int index, Scale scale, int tileSize, Optional<Labels.Region> part) {
    RgbImage style = inputs.styles().get(index);
    Optional<Mask> inside = inputs.guidance().styleInside().filter(mask -> index == 0);
    Pyramid.Size size = pyramid.styleSize(style, scale);
    TileGrid grid =
        StyleTargets.grid(vgg, size.width(), size.height(), layers, tileSize, scale.edges());
    StyleCache.Key key =
        new StyleCache.Key(
            style,
            grid,
            layers,
            settings.engine().pooling(),
            vgg.precision(),
            statistic,
            part,
            inside);
    return network
        .styles()
        .get(
            key,
            () -> {
              try (NDScope scope = new NDScope()) {
                NDArray image = device.tensor(pyramid.style(style, scale));
                Optional<NDArray> mask =
                    Stream.concat(
                            part.map(own -> pyramid.region(own, size)).stream(),
                            inside.map(own -> pyramid.resized(own, size)).stream())
                        .reduce(Mask::times)
                        .map(this::tensor);
                return StyleTargets.of(vgg, image, mask, layers, statistic, grid);
              }
            });
  }

  /**
   * The shares, 1 in sum, of the styles in which there is something of a part; none if there is
   * nothing, or only in styles that do not count.
   */
  private List<Double> shares(List<Boolean> present) {
    List<Double> all = settings.losses().shares(present.size());
    List<Double> shares =
        IntStream.range(0, all.size()).filter(present::get).mapToObj(all::get).toList();
    double sum = shares.stream().mapToDouble(share -> share).sum();
    return sum > 0 ? shares.stream().map(share -> share / sum).toList() : List.of();
  }

  /** For Gram matrices, one target says the same as all. */
  private StyleLoss loss(List<NDArray> targets, List<Double> shares) {
    if (kind == StyleLossKind.GRAM) {
      return new GramLoss(targets.size() == 1 ? targets.get(0) : GramLoss.mean(targets, shares));
    }
    List<MixedLoss.Part> parts = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      NDArray target = targets.get(i);
      parts.add(
          new MixedLoss.Part(
              shares.get(i),
              kind == StyleLossKind.W2
                  ? new WassersteinLoss(target)
                  : new GramMeanDeviationLoss(target)));
    }
    return parts.size() == 1 ? parts.get(0).loss() : new MixedLoss(parts);
  }
}
