package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.neuralstyle.loss.ContentLoss;
import org.neuralstyle.loss.FeatureArray;
import org.neuralstyle.loss.PixelLoss;
import org.neuralstyle.loss.StyleLoss;
import org.neuralstyle.optimizer.Evaluation;
import org.neuralstyle.optimizer.Objective;
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
public final class TiledObjective implements Objective<Losses>, AutoCloseable {

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
    this.script = FeatureArray.script(vgg.manager());
    this.depth =
        Stream.concat(
                style.stream().map(StyleTerm::layer), content.stream().map(ContentTerm::layer))
            .mapToInt(Layer::convolution)
            .max()
            .orElse(0);
  }

  @Override
  public Evaluation<Losses> evaluate(NDArray image) {
    List<TilePass> kept = new ArrayList<>();
    try (NDScope scope = new NDScope()) {
      NDArray gradient = image.zerosLike();
      NDArray[] statistics = new NDArray[style.size()];
      for (int i = 0; i < statistics.length; i++) {
        int channels = vgg.channels(style.get(i).layer().convolution());
        statistics[i] =
            image.getManager().zeros(new Shape(channels, channels), image.getDataType());
      }
      if (!style.isEmpty()) {
        StatisticSums sums = sums(statistics);
        for (Tile tile : grid.tiles()) {
          TilePass pass = new TilePass(vgg, tile, image, depth, keepActivations, sums);
          if (keepActivations) {
            kept.add(pass);
          }
        }
      }
      NDArray[] sensitivities = new NDArray[style.size()];
      List<NDArray> styleValues = new ArrayList<>();
      for (int i = 0; i < style.size(); i++) {
        StyleTerm term = style.get(i);
        long positions = grid.statisticPositions(term.layer());
        styleValues.add(term.loss().value(statistics[i], positions).mul(term.weight()));
        sensitivities[i] =
            term.loss().sensitivity(statistics[i], positions).muli(weights.style() * term.weight());
      }
      NDArray contentValue = image.getManager().zeros(new Shape(), image.getDataType());
      for (int i = 0; depth > 0 && i < grid.tiles().size(); i++) {
        Tile tile = grid.tiles().get(i);
        try (TilePass pass =
            kept.isEmpty() ? new TilePass(vgg, tile, image, depth, true, sums()) : kept.get(i)) {
          addGradient(tile, pass, sensitivities, contentValue, gradient);
        }
      }
      List<NDArray> pixelValues = new ArrayList<>();
      for (PixelTerm term : pixels) {
        pixelValues.add(term.loss().addTo(image, term.weight(), gradient));
      }
      Losses losses = losses(gradient, contentValue, styleValues, pixelValues);
      NDScope.unregister(gradient);
      return new Evaluation<>(losses, gradient);
    } finally {
      kept.forEach(TilePass::close);
    }
  }

  /** Adds the style losses' statistics to sums, none to none. */
  private StatisticSums sums(NDArray... statistics) {
    List<StatisticSums.Statistic> list = new ArrayList<>();
    for (int i = 0; i < statistics.length; i++) {
      StyleTerm term = style.get(i);
      list.add(new StatisticSums.Statistic(term.layer(), term.loss()::statistic, statistics[i]));
    }
    return new StatisticSums(script, list);
  }

  /** Back-propagates through one tile. */
  private void addGradient(
      Tile tile, TilePass pass, NDArray[] sensitivities, NDArray contentValue, NDArray gradient) {
    FeatureTargets.OfTile target = content.isEmpty() ? null : targets.of(tile);
    try (NDScope scope = new NDScope()) {
      NDArray tileGradient =
          pass.back(
              new TilePass.GradientVisitor() {
                @Override
                public List<NDArray> visit(
                    TilePass.Part part, int convolution, NDArray map, NDArray into) {
                  for (int i = 0; i < sensitivities.length; i++) {
                    if (style.get(i).layer().convolution() == convolution) {
                      addStyle(style.get(i), sensitivities[i], part, map, into);
                    }
                  }
                  List<NDArray> values = new ArrayList<>();
                  for (ContentTerm term : content) {
                    if (term.layer().convolution() == convolution) {
                      FeatureArray own = target.own(part, term.layer());
                      values.add(addContent(term, own, part, map, into));
                    }
                  }
                  return values;
                }

                @Override
                public void take(List<NDArray> values) {
                  values.forEach(contentValue::addi);
                }
              });
      tile.window(gradient).addi(tileGradient);
    } finally {
      if (target != null) {
        targets.release(target);
      }
    }
  }

  /** The own features of a layer in a band, rectified where the layer is. */
  static FeatureArray features(TorchScript script, TilePass.Part part, Layer layer, NDArray map) {
    FeatureArray features = new FeatureArray(script, part.own(map, layer.convolution()));
    return layer.rectified() ? features.rectified() : features;
  }

  /** Those of them that enter the statistics of a style. */
  static FeatureArray statisticFeatures(
      TorchScript script, TilePass.Part part, Layer layer, NDArray map) {
    FeatureArray features = new FeatureArray(script, part.ofStatistics(map, layer.convolution()));
    return layer.rectified() ? features.rectified() : features;
  }

  private void addStyle(
      StyleTerm term, NDArray sensitivity, TilePass.Part part, NDArray map, NDArray gradient) {
    try (NDScope scope = new NDScope()) {
      Layer layer = term.layer();
      FeatureArray features = statisticFeatures(script, part, layer, map);
      FeatureArray into =
          new FeatureArray(script, part.ofStatistics(gradient, layer.convolution()));
      if (layer.rectified()) {
        into.addThroughRelu(
            features, after -> term.loss().addGradient(features, sensitivity, after));
      } else {
        term.loss().addGradient(features, sensitivity, into);
      }
    }
  }

  /** Adds the gradient and returns the value. */
  private NDArray addContent(
      ContentTerm term, FeatureArray target, TilePass.Part part, NDArray map, NDArray gradient) {
    Layer layer = term.layer();
    FeatureArray features = features(script, part, layer, map);
    FeatureArray into = new FeatureArray(script, part.own(gradient, layer.convolution()));
    long size = grid.positions(layer) * vgg.channels(layer.convolution());
    double weight = weights.content() * term.weight();
    if (!layer.rectified()) {
      return ContentLoss.addTo(features, target, size, weight, into).mul(term.weight());
    }
    NDArray[] value = new NDArray[1];
    into.addThroughRelu(
        features, after -> value[0] = ContentLoss.addTo(features, target, size, weight, after));
    return value[0].mul(term.weight());
  }

  /** One transfer of all values from the device. */
  private Losses losses(
      NDArray gradient,
      NDArray contentValue,
      List<NDArray> styleValues,
      List<NDArray> pixelValues) {
    NDArray none = gradient.getManager().zeros(new Shape(), gradient.getDataType());
    NDList parts = new NDList(contentValue, sum(none, styleValues));
    parts.addAll(pixelValues);
    parts.add(gradient.sum());
    NDArray all = NDArrays.stack(parts);
    double[] values = all.toType(ai.djl.ndarray.types.DataType.FLOAT64, false).toDoubleArray();
    double total = weights.content() * values[0] + weights.style() * values[1];
    if (!Double.isFinite(values[values.length - 1])) {
      // The value may still be finite where a derivative has left the range of float32.
      total = Double.POSITIVE_INFINITY;
    }
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
