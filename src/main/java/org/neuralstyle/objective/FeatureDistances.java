package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.loss.GramMatrix;
import org.neuralstyle.loss.Statistic;
import org.neuralstyle.vgg.FeatureRows;
import org.neuralstyle.vgg.FeatureVisitor;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Vgg19;

/**
 * The style and content losses between images, without gradients. Each image goes through the
 * network once, however many there are.
 *
 * <p>Gram matrices are small and kept for all images. Features are large: where content distances
 * need them, that is for images of one size, these go through the network side by side, tile by
 * tile, and only one tile's features of each are held at once. Tiles become smaller where these
 * would take more than a given memory, down to {@value #SMALLEST_TILE} px, with which the features
 * of an image take no more than some megabytes.
 */
public final class FeatureDistances {

  /** Smaller ones would be all halo. */
  private static final int SMALLEST_TILE = 128;

  /**
   * Symmetric matrices with zeros in the diagonal, and mean squares, by which the law of cosines
   * gives the angles.
   *
   * @param style mean squared differences of the Gram matrices, each divided by the number of its
   *     feature map's values
   * @param content mean squared differences of the features; not a number between images of
   *     different sizes
   * @param styleSquares mean squares of the Gram matrices
   * @param contentSquares mean squares of the features
   */
  public record Matrices(
      double[][] style, double[][] content, double[] styleSquares, double[] contentSquares) {

    /**
     * The cosine of the angle between two images' Gram matrices as vectors.
     *
     * @param i index of an image
     * @param j index of another
     * @return -1 .. 1 but for rounding; not a number where all features are 0
     */
    public double styleCosine(int i, int j) {
      return cosine(style[i][j], styleSquares[i], styleSquares[j]);
    }

    /**
     * The cosine of the angle between two images' features as vectors.
     *
     * @param i index of an image
     * @param j index of another
     * @return as {@link #styleCosine}; not a number for images of different sizes
     */
    public double contentCosine(int i, int j) {
      return cosine(content[i][j], contentSquares[i], contentSquares[j]);
    }

    private static double cosine(double difference, double square, double other) {
      return (square + other - difference) / (2 * Math.sqrt(square * other));
    }
  }

  private static final Statistic GRAM = new GramMatrix();

  private final Vgg19 vgg;
  private final List<Layer> layers;
  private final Layer deepest;
  private final int tileSize;
  private final long memory;

  /**
   * Distances in a network.
   *
   * @param vgg the network, not in bfloat16; stays the caller's
   * @param layers where features are taken, at least one
   * @param tileSize largest side of a tile's window in pixels
   * @param memory bytes that features may take where smaller tiles help
   */
  public FeatureDistances(Vgg19 vgg, List<Layer> layers, int tileSize, long memory) {
    this.vgg = vgg;
    this.layers = List.copyOf(layers);
    this.deepest = layers.stream().max(Comparator.comparingInt(Layer::convolution)).orElseThrow();
    this.tileSize = tileSize;
    this.memory = memory;
  }

  /**
   * The distances between all pairs.
   *
   * @param images of any sizes that the layers allow
   * @param tensor makes {@code 1 x 3 x H x W} of an image, which is closed here
   * @param begun is told the index of an image before it, or a tile of it, goes through the network
   * @return for each layer
   */
  public List<Matrices> between(
      List<RgbImage> images, Function<RgbImage, NDArray> tensor, IntConsumer begun) {
    List<Matrices> result = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      result.add(zeros(images));
    }
    Map<List<Integer>, List<Integer>> sizes = new LinkedHashMap<>();
    for (int i = 0; i < images.size(); i++) {
      List<Integer> size = List.of(images.get(i).width(), images.get(i).height());
      sizes.computeIfAbsent(size, none -> new ArrayList<>()).add(i);
    }
    try (NDScope scope = new NDScope()) {
      NDArray[][] grams = new NDArray[images.size()][];
      for (List<Integer> alike : sizes.values()) {
        measure(images, alike, tensor, begun, grams, result);
      }
      for (int l = 0; l < layers.size(); l++) {
        double[][] style = result.get(l).style();
        for (int i = 0; i < grams.length; i++) {
          try (NDScope inner = new NDScope()) {
            result.get(l).styleSquares()[i] = value(grams[i][l].square().mean());
            // The diagonal holds each channel's square, already divided by the number of values.
            result.get(l).contentSquares()[i] = value(grams[i][l].diagonal().sum());
          }
          for (int j = 0; j < i; j++) {
            try (NDScope inner = new NDScope()) {
              NDArray mean = grams[j][l].sub(grams[i][l]).square().mean();
              style[i][j] = style[j][i] = value(mean);
            }
          }
        }
      }
    }
    return result;
  }

  private static Matrices zeros(List<RgbImage> images) {
    int n = images.size();
    double[][] content = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        RgbImage a = images.get(i);
        RgbImage b = images.get(j);
        content[i][j] = a.width() == b.width() && a.height() == b.height() ? 0 : Double.NaN;
      }
    }
    return new Matrices(new double[n][n], content, new double[n], new double[n]);
  }

  /** Gram matrices, in the caller's scope, and content distances of images of one size. */
  private void measure(
      List<RgbImage> images,
      List<Integer> alike,
      Function<RgbImage, NDArray> tensor,
      IntConsumer begun,
      NDArray[][] grams,
      List<Matrices> result) {
    RgbImage any = images.get(alike.get(0));
    TileGrid grid = grid(any.width(), any.height(), alike.size());
    List<StatisticSums> sums = alike.stream().map(i -> sums()).toList();
    try (NDScope scope = new NDScope()) {
      List<NDArray> tensors = alike.stream().map(i -> tensor.apply(images.get(i))).toList();
      for (Tile tile : grid.tiles()) {
        List<TileFeatures> features = new ArrayList<>();
        try {
          for (int k = 0; k < alike.size(); k++) {
            begun.accept(alike.get(k));
            features.add(new TileFeatures(tile, sums.get(k).of(tile), alike.size() > 1));
            vgg.visit(tile.window(), tensors.get(k), deepest, features.get(k));
          }
          addContent(grid, alike, features, result);
        } finally {
          features.forEach(TileFeatures::close);
        }
      }
    }
    for (int k = 0; k < alike.size(); k++) {
      NDArray[] of = new NDArray[layers.size()];
      for (int l = 0; l < of.length; l++) {
        double positions = (double) grid.statisticPositions(layers.get(l));
        of[l] = GRAM.normalized(sums.get(k).sum(l), positions);
      }
      grams[alike.get(k)] = of;
    }
  }

  private StatisticSums sums() {
    return new StatisticSums(
        vgg,
        vgg.manager(),
        vgg.precision().imageType(),
        layers.stream().map(layer -> new StatisticSums.Term(layer, GRAM)).toList());
  }

  private TileGrid grid(int width, int height, int images) {
    double pixels = (double) width * height;
    double bytes = 0;
    for (Layer layer : layers) {
      bytes +=
          (double) vgg.channels(layer.convolution())
              * vgg.precision().bytes()
              / layer.stride()
              / layer.stride();
    }
    int side = tileSize;
    while (images > 1
        && side > SMALLEST_TILE
        && images * bytes * Math.min(pixels, (double) side * side) > memory) {
      side -= side / 8;
    }
    return TileGrid.of(
        width, height, deepest, side, pixels <= (double) side * side ? vgg.grain() : 1);
  }

  private void addContent(
      TileGrid grid, List<Integer> alike, List<TileFeatures> features, List<Matrices> result) {
    for (int a = 0; a < alike.size(); a++) {
      for (int b = 0; b < a; b++) {
        List<Part> some = features.get(a).parts;
        List<Part> others = features.get(b).parts;
        for (int m = 0; m < some.size(); m++) {
          int l = some.get(m).layer();
          double size =
              (double) grid.positions(layers.get(l)) * vgg.channels(layers.get(l).convolution());
          double[][] content = result.get(l).content();
          try (NDScope scope = new NDScope()) {
            NDArray squares = some.get(m).values().sub(others.get(m).values()).square();
            content[alike.get(a)][alike.get(b)] += value(squares.sum()) / size;
          }
          content[alike.get(b)][alike.get(a)] = content[alike.get(a)][alike.get(b)];
        }
      }
    }
  }

  private static double value(NDArray scalar) {
    return scalar.toType(DataType.FLOAT64, false).getDouble();
  }

  /** Features of a part of a tile: the index of their layer, and {@code R x Q x C}. */
  private record Part(int layer, NDArray values) {}

  /** Passes features on to sums, and keeps them if they are needed, in an order like all others. */
  private final class TileFeatures implements FeatureVisitor, AutoCloseable {

    private final Tile tile;
    private final FeatureVisitor sums;
    private final boolean keep;
    private final List<Part> parts = new ArrayList<>();

    TileFeatures(Tile tile, FeatureVisitor sums, boolean keep) {
      this.tile = tile;
      this.sums = sums;
      this.keep = keep;
    }

    @Override
    public int depth() {
      return sums.depth();
    }

    private int[] of(FeatureRows rows) {
      return IntStream.range(0, layers.size())
          .filter(l -> keep && layers.get(l).convolution() == rows.convolution())
          .toArray();
    }

    @Override
    public List<NDArray> visit(FeatureRows rows) {
      List<NDArray> arrays = new ArrayList<>();
      for (int l : of(rows)) {
        Layer layer = layers.get(l);
        arrays.add(rows.features(layer, tile.own(layer)).values().duplicate());
      }
      arrays.addAll(sums.visit(rows));
      return arrays;
    }

    @Override
    public void take(FeatureRows rows, List<NDArray> arrays) {
      int[] of = of(rows);
      for (int i = 0; i < of.length; i++) {
        parts.add(new Part(of[i], arrays.get(i)));
      }
      sums.take(rows, arrays.subList(of.length, arrays.size()));
    }

    @Override
    public void close() {
      parts.forEach(part -> part.values().close());
    }
  }
}
