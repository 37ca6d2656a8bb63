package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.LongStream;
import org.neuralstyle.tensor.TorchScript;
import org.neuralstyle.vgg.FeatureRows;
import org.neuralstyle.vgg.FeatureVisitor;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Positions;
import org.neuralstyle.vgg.Vgg19;

/**
 * Whether the patches of a result are those of a style, and how many of them it uses: the local
 * patterns of Wang, Zhao, Chen, Zuo, Li, Xing and Lu (2021), with patches of 3 x 3 positions of a
 * feature map without padding, at one layer.
 *
 * <p>All patches are compared, row by row of the style's, of maps up to {@value #LONGEST} positions
 * long. Of longer maps every second, third ... row and column of patches is taken, in both images,
 * so that neither memory nor time grow with the image beyond that.
 */
public final class LocalPatterns implements AutoCloseable {

  private static final int LONGEST = 128;
  private static final int PATCH = 3;

  /**
   * What came of a comparison.
   *
   * @param similarity mean over the result's patches of the cosine with the style's nearest patch
   * @param used how many different patches of the style are the nearest to some of the result's
   * @param distinct the same with the style in place of the result
   */
  public record Match(double similarity, long used, long distinct) {

    /**
     * How much of the style's variety the result has.
     *
     * @return used patches in relation to distinct ones
     */
    public double diversity() {
      return (double) used / distinct;
    }
  }

  /** Nearest patches: the cosine, and the numbers of the style's patches. */
  private record Nearest(double similarity, long different) {}

  /**
   * The positions that patches to compare lie on.
   *
   * @param map {@code 1 x C x H x W}
   * @param step positions from one patch to the next
   */
  private record Patches(NDArray map, int step) {

    int rows() {
      return (int) (map.getShape().get(2) - PATCH) / step + 1;
    }

    int columns() {
      return (int) (map.getShape().get(3) - PATCH) / step + 1;
    }
  }

  private final Vgg19 vgg;
  private final Layer layer;
  private final int tileSize;
  private final Runnable listener;
  private final TorchScript script;

  /**
   * Comparisons at a layer.
   *
   * @param vgg the network, in float32; stays the caller's
   * @param layer where features are taken
   * @param tileSize largest side of a tile's window in pixels
   * @param listener is called now and then, and may throw an exception to end a comparison
   */
  public LocalPatterns(Vgg19 vgg, Layer layer, int tileSize, Runnable listener) {
    this.vgg = vgg;
    this.layer = layer;
    this.tileSize = tileSize;
    this.listener = listener;
    script = TorchScript.load(LocalPatterns.class, "LocalPatterns.torchscript", vgg.manager());
  }

  /**
   * Compares two images, which need {@value #PATCH} positions at the layer on each side.
   *
   * @param result {@code 1 x 3 x H x W}
   * @param style {@code 1 x 3 x h x w}
   * @return the comparison
   */
  public Match between(NDArray result, NDArray style) {
    try (NDScope scope = new NDScope()) {
      Patches ofResult = patches(result);
      Patches ofStyle = patches(style);
      Nearest nearest = nearest(ofResult, ofStyle);
      return new Match(
          nearest.similarity(), nearest.different(), nearest(ofStyle, ofStyle).different());
    }
  }

  private Nearest nearest(Patches some, Patches style) {
    try (NDScope scope = new NDScope()) {
      NDManager manager = vgg.manager();
      Shape shape = new Shape(1, 1, some.rows(), some.columns());
      NDArray best = manager.full(shape, Float.NEGATIVE_INFINITY);
      NDArray number = manager.zeros(shape, DataType.INT64);
      for (int row = 0; row < style.rows(); row++) {
        listener.run();
        try (NDScope ofRow = new NDScope()) {
          long top = (long) row * style.step();
          NDArray kernels = script.call("kernels", style.map(), top, (long) style.step());
          long first = (long) row * style.columns();
          script.call("compare", some.map(), kernels, (long) some.step(), first, best, number);
        }
      }
      NDArray cosine = best.div(script.call("lengths", some.map(), (long) some.step()));
      return new Nearest(
          cosine.toType(DataType.FLOAT64, false).mean().getDouble(),
          LongStream.of(number.toLongArray()).distinct().count());
    }
  }

  /** The patches of an image, of which only the positions in use are held. */
  private Patches patches(NDArray image) {
    int height = (int) image.getShape().get(2);
    int width = (int) image.getShape().get(3);
    Kept kept = new Kept(height / layer.stride(), width / layer.stride());
    boolean whole = (long) width * height <= (long) tileSize * tileSize;
    for (Tile tile : TileGrid.of(width, height, layer, tileSize, whole ? vgg.grain() : 1).tiles()) {
      listener.run();
      kept.begin(tile);
      vgg.visit(tile.window(), image, layer, kept);
    }
    return kept.patches();
  }

  /**
   * The positions of a map that patches lie on. Where these do not touch, what is between them is
   * left out, and they come to lie side by side.
   */
  private final class Kept implements FeatureVisitor {

    private final int step;
    private final int channels = vgg.channels(layer.convolution());
    private final int rows;
    private final int columns;
    private final float[] values;
    private Positions own;
    private int row;

    Kept(int height, int width) {
      step = (Math.max(width, height) + LONGEST - 1) / LONGEST;
      rows = places(height);
      columns = places(width);
      values = new float[Math.multiplyExact(rows * columns, channels)];
    }

    private int places(int positions) {
      return step <= PATCH ? positions : ((positions - PATCH) / step + 1) * PATCH;
    }

    /** The place of a row or column among others, or -1 if no patch lies on it. */
    private int place(int position, int places) {
      if (step <= PATCH) {
        return position;
      }
      int place = position / step * PATCH + position % step;
      return position % step < PATCH && place < places ? place : -1;
    }

    void begin(Tile tile) {
      own = tile.own(layer);
      row = own.top();
    }

    @Override
    public int depth() {
      return layer.convolution();
    }

    @Override
    public List<NDArray> visit(FeatureRows features) {
      return features.convolution() == layer.convolution()
          ? List.of(features.features(layer, own).values().duplicate())
          : List.of();
    }

    @Override
    public void take(FeatureRows features, List<NDArray> arrays) {
      for (NDArray array : arrays) {
        try (array) {
          int count = (int) array.getShape().get(0);
          if (count > 0) {
            copy(array.toFloatArray(), count);
          }
          row += count;
        }
      }
    }

    private void copy(float[] from, int count) {
      int length = own.right() - own.left();
      for (int i = 0; i < count; i++) {
        int y = place(row + i, rows);
        for (int j = 0; y >= 0 && j < length; j++) {
          int x = place(own.left() + j, columns);
          if (x >= 0) {
            System.arraycopy(
                from, (i * length + j) * channels, values, (y * columns + x) * channels, channels);
          }
        }
      }
    }

    Patches patches() {
      NDArray map =
          vgg.manager()
              .create(values, new Shape(1, rows, columns, channels))
              .transpose(0, 3, 1, 2)
              .duplicate();
      return new Patches(map, Math.min(step, PATCH));
    }
  }

  @Override
  public void close() {
    script.close();
  }
}
