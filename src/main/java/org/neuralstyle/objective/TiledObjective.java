package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.neuralstyle.loss.ContentLoss;
import org.neuralstyle.loss.FeatureGradient;
import org.neuralstyle.loss.PixelLoss;
import org.neuralstyle.loss.StyleLoss;
import org.neuralstyle.tensor.TorchScript;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Vgg19;

/**
 * Content, style and pixel losses of an image, evaluated tile by tile.
 *
 * <p>A forward pass over the tiles sums the style losses' statistics. What follows from the sums
 * for each layer is then back-propagated through each tile, and the tiles' gradients are added up
 * in the image's. Up to rounding, value and gradient are those of the image in one piece.
 */
public final class TiledObjective implements Objective, AutoCloseable {

  /**
   * A style loss of a layer.
   *
   * @param layer where the features are taken
   * @param weight factor in the objective's style loss
   * @param loss the loss, closed with the objective
   */
  public record StyleTerm(Layer layer, double weight, StyleLoss loss) {}

  /**
   * A content loss of a layer.
   *
   * @param layer where the features are taken
   * @param weight factor in the objective's content loss
   */
  public record ContentTerm(Layer layer, double weight) {}

  /**
   * A loss of the image's values.
   *
   * @param weight factor in the total
   * @param loss the loss, closed with the objective
   */
  public record PixelTerm(double weight, PixelLoss loss) {}

  /**
   * The weights of the losses of features in the total.
   *
   * @param content factor of the content loss
   * @param style factor of the style loss
   */
  public record Weights(double content, double style) {}

  private final Vgg19 vgg;
  private final TileGrid grid;
  private final boolean keepActivations;
  private final Weights weights;
  private final List<StyleTerm> style;
  private final List<ContentTerm> content;
  private final FeatureTargets targets;
  private final List<PixelTerm> pixels;
  private final int depth;
  private final TorchScript script;

  /**
   * An objective for images of one size.
   *
   * @param vgg the network; stays the caller's
   * @param grid the tiles
   * @param keepActivations true to keep all tiles' feature maps between the passes, false to
   *     compute them again
   * @param weights of the losses of features
   * @param style style losses, may be empty
   * @param content content losses, may be empty
   * @param targets the content's features, closed with the objective; {@code null} without content
   * @param pixels losses of the image's values, may be empty
   */
  public TiledObjective(
      Vgg19 vgg,
      TileGrid grid,
      boolean keepActivations,
      Weights weights,
      List<StyleTerm> style,
      List<ContentTerm> content,
      FeatureTargets targets,
      List<PixelTerm> pixels) {
    this.vgg = vgg;
    this.grid = grid;
    this.keepActivations = keepActivations || grid.tiles().size() == 1;
    this.weights = weights;
    this.style = List.copyOf(style);
    this.content = List.copyOf(content);
    this.targets = targets;
    this.pixels = List.copyOf(pixels);
    this.script = FeatureGradient.script(vgg.manager());
    this.depth =
        Stream.concat(
                style.stream().map(StyleTerm::layer), content.stream().map(ContentTerm::layer))
            .mapToInt(Layer::convolution)
            .max()
            .orElse(0);
  }

  @Override
  public Evaluation evaluate(NDArray image) {
    try (NDScope scope = new NDScope()) {
      NDArray gradient = image.zerosLike();
      List<NDArray> contentValues = new ArrayList<>();
      NDArray[] statistics = new NDArray[style.size()];
      List<List<NDArray>> kept = new ArrayList<>();
      for (Tile tile : style.isEmpty() ? List.<Tile>of() : grid.tiles()) {
        List<NDArray> maps = addStatistics(image, tile, statistics);
        if (keepActivations) {
          kept.add(maps);
        }
      }
      NDArray[] sensitivities = new NDArray[style.size()];
      List<NDArray> styleValues = new ArrayList<>();
      for (int i = 0; i < style.size(); i++) {
        StyleTerm term = style.get(i);
        long positions = grid.positions(term.layer());
        styleValues.add(term.loss().value(statistics[i], positions).mul(term.weight()));
        sensitivities[i] =
            term.loss().sensitivity(statistics[i], positions).muli(weights.style() * term.weight());
      }
      for (int i = 0; depth > 0 && i < grid.tiles().size(); i++) {
        Tile tile = grid.tiles().get(i);
        List<NDArray> maps = kept.isEmpty() ? null : kept.get(i);
        addGradient(image, tile, maps, sensitivities, contentValues, gradient);
      }
      List<NDArray> pixelValues = new ArrayList<>();
      for (PixelTerm term : pixels) {
        pixelValues.add(term.loss().addTo(image, term.weight(), gradient));
      }
      Losses losses = losses(gradient, contentValues, styleValues, pixelValues);
      NDScope.unregister(gradient);
      return new Evaluation(losses, gradient);
    }
  }

  /** Adds a tile's statistics and returns its feature maps, still open if they are to be kept. */
  private List<NDArray> addStatistics(NDArray image, Tile tile, NDArray[] statistics) {
    List<NDArray> maps;
    List<NDArray> sums = new ArrayList<>();
    try (NDScope scope = new NDScope()) {
      maps = vgg.features(tile.window(image), depth);
      for (int i = 0; i < statistics.length; i++) {
        Layer layer = style.get(i).layer();
        NDArray statistic =
            style.get(i).loss().statistic(tile.ownPositions(map(maps, layer), layer.stride()));
        if (statistics[i] == null) {
          statistics[i] = statistic;
          sums.add(statistic);
        } else {
          statistics[i].addi(statistic);
        }
      }
      NDScope.unregister(sums.toArray(NDArray[]::new));
      if (keepActivations) {
        NDScope.unregister(maps.toArray(NDArray[]::new));
      }
    }
    sums.forEach(NDScope::register);
    if (keepActivations) {
      maps.forEach(NDScope::register);
    }
    return maps;
  }

  /** Back-propagates through one tile and closes its feature maps. */
  private void addGradient(
      NDArray image,
      Tile tile,
      List<NDArray> kept,
      NDArray[] sensitivities,
      List<NDArray> contentValues,
      NDArray gradient) {
    List<NDArray> values = new ArrayList<>();
    try (NDScope scope = new NDScope()) {
      List<NDArray> maps = kept == null ? vgg.features(tile.window(image), depth) : kept;
      NDArray tileGradient =
          vgg.gradient(
              maps,
              (convolution, into) -> {
                for (int i = 0; i < sensitivities.length; i++) {
                  Layer layer = style.get(i).layer();
                  if (layer.convolution() == convolution) {
                    addStyle(style.get(i).loss(), sensitivities[i], tile, layer, maps, into);
                  }
                }
                for (ContentTerm term : content) {
                  if (term.layer().convolution() == convolution) {
                    values.add(addContent(term, tile, maps, into));
                  }
                }
              });
      tile.window(gradient).addi(tileGradient);
      NDScope.unregister(values.toArray(NDArray[]::new));
    }
    values.forEach(NDScope::register);
    contentValues.addAll(values);
    if (kept != null) {
      kept.forEach(NDArray::close);
    }
  }

  /** The features of a layer: the output of its convolution, rectified where the layer is. */
  static NDArray map(List<NDArray> maps, Layer layer) {
    NDArray map = maps.get(layer.convolution() - 1);
    return layer.rectified() ? map.maximum(0) : map;
  }

  private void addStyle(
      StyleLoss loss,
      NDArray sensitivity,
      Tile tile,
      Layer layer,
      List<NDArray> maps,
      NDArray gradient) {
    try (NDScope scope = new NDScope()) {
      NDArray features = tile.ownPositions(map(maps, layer), layer.stride());
      FeatureGradient into = own(gradient, tile, layer);
      if (layer.rectified()) {
        into.addThroughRelu(features, after -> loss.addGradient(features, sensitivity, after));
      } else {
        loss.addGradient(features, sensitivity, into);
      }
    }
  }

  private FeatureGradient own(NDArray gradient, Tile tile, Layer layer) {
    return new FeatureGradient(script, tile.ownPositions(gradient, layer.stride()));
  }

  /** Adds the gradient and returns the value. */
  private NDArray addContent(ContentTerm term, Tile tile, List<NDArray> maps, NDArray gradient) {
    NDArray value;
    try (NDScope scope = new NDScope()) {
      Layer layer = term.layer();
      NDArray features = tile.ownPositions(map(maps, layer), layer.stride());
      FeatureGradient into = own(gradient, tile, layer);
      NDArray difference = features.sub(targets.ownPositions(tile, layer));
      long size = grid.positions(layer) * vgg.channels(layer.convolution());
      value = ContentLoss.value(difference, size).muli(term.weight());
      double weight = weights.content() * term.weight();
      if (layer.rectified()) {
        into.addThroughRelu(
            features, after -> ContentLoss.addGradient(difference, size, weight, after));
      } else {
        ContentLoss.addGradient(difference, size, weight, into);
      }
      NDScope.unregister(value);
    }
    NDScope.register(value);
    return value;
  }

  /** One transfer of all values from the device. */
  private Losses losses(
      NDArray like,
      List<NDArray> contentValues,
      List<NDArray> styleValues,
      List<NDArray> pixelValues) {
    NDArray none = like.getManager().zeros(new ai.djl.ndarray.types.Shape(), like.getDataType());
    NDList parts = new NDList(sum(none, contentValues), sum(none, styleValues));
    parts.addAll(pixelValues);
    NDArray all = NDArrays.stack(parts);
    double[] values = all.toType(ai.djl.ndarray.types.DataType.FLOAT64, false).toDoubleArray();
    double total = weights.content() * values[0] + weights.style() * values[1];
    double variation = 0;
    double temporal = 0;
    for (int i = 0; i < pixels.size(); i++) {
      double value = values[2 + i];
      total += pixels.get(i).weight() * value;
      switch (pixels.get(i).loss().kind()) {
        case TOTAL_VARIATION -> variation += value;
        case TEMPORAL -> temporal += value;
      }
    }
    return new Losses(values[0], values[1], variation, temporal, total);
  }

  private static NDArray sum(NDArray none, List<NDArray> values) {
    return values.isEmpty() ? none : NDArrays.stack(new NDList(values)).sum();
  }

  @Override
  public void close() {
    script.close();
    style.forEach(term -> term.loss().close());
    pixels.forEach(term -> term.loss().close());
    if (targets != null) {
      targets.close();
    }
  }
}
