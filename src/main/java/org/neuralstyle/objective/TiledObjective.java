package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.loss.ContentLoss;
import org.neuralstyle.loss.PixelLoss;
import org.neuralstyle.loss.Statistic;
import org.neuralstyle.loss.StyleLoss;
import org.neuralstyle.optimizer.Evaluation;
import org.neuralstyle.optimizer.Objective;
import org.neuralstyle.vgg.FeatureArray;
import org.neuralstyle.vgg.FeatureRows;
import org.neuralstyle.vgg.FeatureVisitor;
import org.neuralstyle.vgg.GradientVisitor;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Pass;
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
   * @param loss the loss
   * @param guide how much each position counts; empty if all count alike
   */
  public record StyleTerm(Layer layer, double weight, StyleLoss loss, Optional<Guide> guide)
      implements AutoCloseable {

    /**
     * A loss to which all positions count alike.
     *
     * @param layer where the features are taken
     * @param weight factor in the objective's style loss
     * @param loss the loss
     */
    public StyleTerm(Layer layer, double weight, StyleLoss loss) {
      this(layer, weight, loss, Optional.empty());
    }

    private StatisticSums.Term summed() {
      return new StatisticSums.Term(layer, loss.statistic(), guide);
    }

    @Override
    public void close() {
      loss.close();
      guide.ifPresent(Guide::close);
    }
  }

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
  private final NeighbourLosses neighbours;
  private final List<ContentTerm> content;
  private final FeatureTargets targets;
  private final List<PixelTerm> pixels;

  /**
   * An objective for images of one size.
   *
   * @param vgg the network; stays the caller's
   * @param grid the tiles
   * @param keepActivations true to keep all tiles' feature maps between the passes, false to
   *     compute them again
   * @param weights of the losses of features
   * @param style style losses, closed with the objective, may be empty
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
    this(
        vgg,
        grid,
        keepActivations,
        weights,
        style,
        new NeighbourLosses(vgg, grid, List.of()),
        content,
        targets,
        pixels);
  }

  /**
   * An objective for images of one size, whose style loss knows places instead of statistics.
   *
   * @param vgg the network; stays the caller's
   * @param grid the tiles
   * @param weights of the losses of features
   * @param neighbours the style loss, closed with the objective
   * @param content content losses, may be empty
   * @param targets the content's features, closed with the objective; {@code null} without content
   * @param pixels losses of the image's values, may be empty
   */
  public TiledObjective(
      Vgg19 vgg,
      TileGrid grid,
      Weights weights,
      NeighbourLosses neighbours,
      List<ContentTerm> content,
      FeatureTargets targets,
      List<PixelTerm> pixels) {
    this(vgg, grid, false, weights, List.of(), neighbours, content, targets, pixels);
  }

  private TiledObjective(
      Vgg19 vgg,
      TileGrid grid,
      boolean keepActivations,
      Weights weights,
      List<StyleTerm> style,
      NeighbourLosses neighbours,
      List<ContentTerm> content,
      FeatureTargets targets,
      List<PixelTerm> pixels) {
    this.vgg = vgg;
    this.grid = grid;
    this.keepActivations = keepActivations || grid.tiles().size() == 1;
    this.weights = weights;
    this.style = List.copyOf(style);
    this.neighbours = neighbours;
    this.content = List.copyOf(content);
    this.targets = targets;
    this.pixels = List.copyOf(pixels);
  }

  /**
   * The same objective with other weights, which takes the place of this one: it owns the losses
   * from now on.
   *
   * @param others of the losses of features
   * @return what is to be closed in place of this
   */
  public TiledObjective with(Weights others) {
    return new TiledObjective(
        vgg, grid, keepActivations, others, style, neighbours, content, targets, pixels);
  }

  /** Content, style and pixel losses alone, with these weights; all closed with this objective. */
  List<TiledObjective> parts(Weights ofContent, Weights ofStyle) {
    NeighbourLosses none = new NeighbourLosses(vgg, grid, List.of());
    return List.of(
        part(ofContent, List.of(), none, content, targets, List.of()),
        part(ofStyle, style, neighbours, List.of(), null, List.of()),
        part(ofStyle, List.of(), none, List.of(), null, pixels));
  }

  private TiledObjective part(
      Weights others,
      List<StyleTerm> ofStyle,
      NeighbourLosses near,
      List<ContentTerm> ofContent,
      FeatureTargets contentTargets,
      List<PixelTerm> ofPixels) {
    return new TiledObjective(
        vgg, grid, keepActivations, others, ofStyle, near, ofContent, contentTargets, ofPixels);
  }

  Weights weights() {
    return weights;
  }

  @Override
  public Evaluation<Losses> evaluate(NDArray image) {
    List<Pass> kept = new ArrayList<>();
    try (NDScope scope = new NDScope()) {
      NDArray gradient = image.zerosLike();
      StatisticSums sums = new StatisticSums(vgg, image.getManager(), image.getDataType(), terms());
      for (Tile tile : style.isEmpty() ? List.<Tile>of() : grid.tiles()) {
        if (keepActivations) {
          kept.add(forward(tile, image, sums.of(tile)));
        } else {
          vgg.visit(tile.window(), image, grid.deepest(), sums.of(tile));
        }
      }
      List<NDArray> styleValues = new ArrayList<>();
      List<NDArray> sensitivities = new ArrayList<>();
      for (int i = 0; i < style.size(); i++) {
        StyleTerm term = style.get(i);
        StyleLoss.Slope slope = term.loss().at(sums.sum(i), term.summed().positions(grid));
        styleValues.add(slope.value().mul(term.weight()));
        sensitivities.add(slope.sensitivity().muli(weights.style() * term.weight()));
      }
      NDArray contentValue = image.getManager().zeros(new Shape(), image.getDataType());
      NeighbourLosses.OfImage near = neighbours.of(image, weights.style());
      boolean featureless = style.isEmpty() && neighbours.isEmpty() && content.isEmpty();
      for (int i = 0; !featureless && i < grid.tiles().size(); i++) {
        Tile tile = grid.tiles().get(i);
        try (NeighbourLosses.OfTile seen = near.of(tile);
            Pass pass = kept.isEmpty() ? forward(tile, image, seen.vectors()) : kept.get(i)) {
          styleValues.addAll(seen.values());
          addGradient(tile, pass, sensitivities, seen, contentValue, gradient);
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
      kept.forEach(Pass::close);
    }
  }

  private List<StatisticSums.Term> terms() {
    return style.stream().map(StyleTerm::summed).toList();
  }

  private Pass forward(Tile tile, NDArray image, FeatureVisitor visitor) {
    return vgg.forward(tile.window(), image, grid.deepest(), visitor);
  }

  /** Back-propagates through one tile. */
  private void addGradient(
      Tile tile,
      Pass pass,
      List<NDArray> sensitivities,
      NeighbourLosses.OfTile seen,
      NDArray contentValue,
      NDArray gradient) {
    FeatureTargets.OfTile target = content.isEmpty() ? null : targets.of(tile);
    try (NDScope scope = new NDScope()) {
      NDArray ofWindow =
          pass.back(
              new GradientVisitor() {
                @Override
                public List<NDArray> visit(FeatureRows features, FeatureRows into) {
                  addStyle(tile, sensitivities, features, into);
                  seen.addTo(features, into);
                  return addContent(tile, target, features, into);
                }

                @Override
                public void take(List<NDArray> values) {
                  values.forEach(contentValue::addi);
                }
              });
      tile.window().of(gradient).addi(ofWindow);
    } finally {
      if (target != null) {
        targets.release(target);
      }
    }
  }

  private void addStyle(
      Tile tile, List<NDArray> sensitivities, FeatureRows rows, FeatureRows gradient) {
    for (int i = 0; i < style.size(); i++) {
      Layer layer = style.get(i).layer();
      if (layer.convolution() == rows.convolution()) {
        try (NDScope scope = new NDScope()) {
          Statistic statistic = style.get(i).loss().statistic();
          NDArray sensitivity = sensitivities.get(i);
          StatisticSums.Term term = style.get(i).summed();
          FeatureArray features = term.of(rows, tile);
          FeatureArray into = gradient.at(term.of(tile));
          into.addFrom(
              layer, features, after -> statistic.addGradient(features, sensitivity, after));
        }
      }
    }
  }

  /** Adds the gradients and returns the values. */
  private List<NDArray> addContent(
      Tile tile, FeatureTargets.OfTile target, FeatureRows rows, FeatureRows gradient) {
    List<NDArray> values = new ArrayList<>();
    for (ContentTerm term : content) {
      Layer layer = term.layer();
      if (layer.convolution() == rows.convolution()) {
        NDArray own = target.own(rows.top(), layer);
        long size = grid.positions(layer) * vgg.channels(layer.convolution());
        double weight = weights.content() * term.weight();
        FeatureArray features = rows.features(layer, tile.own(layer));
        gradient
            .at(tile.own(layer))
            .addFrom(
                layer,
                features,
                after ->
                    values.add(
                        ContentLoss.addTo(features, own, size, weight, after).mul(term.weight())));
      }
    }
    return values;
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
    style.forEach(StyleTerm::close);
    neighbours.close();
    pixels.forEach(term -> term.loss().close());
    if (targets != null) {
      targets.close();
    }
  }
}
