package org.neuralstyle.vgg;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.neuralstyle.tensor.Workers;

/**
 * A window's way through the network: forward block by block, each in bands of rows that stay in
 * the cache and go on side by side, and back again the same way. Owns the feature maps that the way
 * back needs.
 */
public final class Pass implements AutoCloseable {

  /** What a visit returned. */
  private record Visit(FeatureRows rows, List<NDArray> arrays) {}

  /** The feature maps of a band if they are kept, the next block's input, and its visits. */
  private record BandMaps(Band band, List<NDArray> maps, List<NDArray> pooled, List<Visit> visits)
      implements Workers.Result {

    Stream<NDArray> arrays() {
      return Stream.of(
              maps.stream(), pooled.stream(), visits.stream().flatMap(v -> v.arrays().stream()))
          .flatMap(arrays -> arrays);
    }

    @Override
    public void close() {
      arrays().forEach(NDArray::close);
    }
  }

  /** The gradient with respect to a band's rows of its block's input, and its visits' arrays. */
  private record BandGradient(Band band, NDArray gradient, List<NDArray> visited)
      implements Workers.Result {

    @Override
    public void close() {
      gradient.close();
      visited.forEach(NDArray::close);
    }
  }

  /** A block's input, {@code 1 x C x H x W}, and its bands. */
  private record Stage(NDArray input, List<BandMaps> bands) implements AutoCloseable {

    @Override
    public void close() {
      input.close();
      bands.forEach(BandMaps::close);
    }
  }

  private final Vgg19 vgg;
  private final Convolutions convolutions;
  private final Window window;
  private final int depth;
  private final List<Stage> stages = new ArrayList<>();

  /**
   * The way forward.
   *
   * @param vgg the network; stays the caller's
   * @param window the window
   * @param image the whole image, {@code 1 x 3 x H x W}
   * @param depth how many convolutions to compute
   * @param keep true to be able to go {@link #back}
   * @param visitor sees the features
   */
  Pass(Vgg19 vgg, Window window, NDArray image, int depth, boolean keep, FeatureVisitor visitor) {
    this.vgg = vgg;
    this.convolutions = vgg.convolutions();
    this.window = window;
    this.depth = depth;
    try {
      forward(image, keep, visitor);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private void forward(NDArray image, boolean keep, FeatureVisitor visitor) {
    NDArray input = owned(() -> convolutions.normalized(window.of(image)));
    for (int first = 1; first <= depth; ) {
      Stage stage = new Stage(input, new ArrayList<>());
      stages.add(stage);
      List<Band> bands = vgg.bands(first, depth, input, window);
      List<Supplier<BandMaps>> ways = new ArrayList<>();
      bands.forEach(band -> ways.add(() -> forward(stage, band, keep, visitor)));
      stage.bands().addAll(vgg.sideBySide(bands, ways));
      for (BandMaps band : stage.bands()) {
        band.visits().forEach(v -> visitor.take(v.rows(), v.arrays()));
        band.visits().clear();
      }
      first = bands.get(0).last() + 1;
      if (first <= depth) {
        input = joined(stage.bands());
      }
      if (!keep) {
        stages.remove(stage);
        stage.close();
      }
    }
  }

  private BandMaps forward(Stage stage, Band band, boolean keep, FeatureVisitor visitor) {
    try (NDScope scope = new NDScope()) {
      int first = band.first();
      NDArray rows = rows(stage.input(), band.top(first - 1), band.bottom(first - 1));
      List<NDArray> maps = convolutions.features(rows, band);
      List<Visit> visits = new ArrayList<>();
      for (int i = 0; i < maps.size(); i++) {
        FeatureRows features = rows(band, first + i, maps.get(i));
        visits.add(new Visit(features, visitor.visit(features)));
      }
      List<NDArray> pooled = new ArrayList<>();
      if (band.last() < depth) {
        pooled.add(convolutions.pooled(maps.get(maps.size() - 1)));
      }
      BandMaps result = new BandMaps(band, keep ? maps : List.of(), pooled, visits);
      result.arrays().forEach(NDScope::unregister);
      return result;
    }
  }

  /** The next block's input, and nobody's any more. */
  private static NDArray joined(List<BandMaps> bands) {
    NDArray joined =
        bands.size() == 1
            ? bands.get(0).pooled().get(0)
            : owned(
                () ->
                    NDArrays.concat(
                        new NDList(bands.stream().map(band -> band.pooled().get(0)).toList()), 2));
    for (BandMaps band : bands) {
      if (bands.size() > 1) {
        band.pooled().get(0).close();
      }
      band.pooled().clear();
    }
    return joined;
  }

  /** An array that belongs to no scope. */
  private static NDArray owned(Supplier<NDArray> computation) {
    try (NDScope scope = new NDScope()) {
      NDArray array = computation.get();
      NDScope.unregister(array);
      return array;
    }
  }

  /**
   * The way back, which can be gone once.
   *
   * @param visitor adds gradients with respect to features
   * @return the gradient with respect to the window, {@code 1 x 3 x h x w}, owned by the caller's
   *     scope
   */
  public NDArray back(GradientVisitor visitor) {
    NDArray gradient = null;
    while (!stages.isEmpty()) {
      NDArray above = gradient;
      try (Stage stage = stages.remove(stages.size() - 1)) {
        gradient = owned(() -> back(stage, above, visitor));
      } finally {
        if (above != null) {
          above.close();
        }
      }
    }
    NDScope.register(gradient);
    return convolutions.gradientOfNormalized(gradient);
  }

  /** From the gradient with respect to the next block's input to that of this one's. */
  private NDArray back(Stage stage, NDArray above, GradientVisitor visitor) {
    List<Supplier<BandGradient>> ways = new ArrayList<>();
    stage.bands().forEach(band -> ways.add(() -> back(band, above, visitor)));
    List<BandGradient> bands =
        vgg.sideBySide(stage.bands().stream().map(BandMaps::band).toList(), ways);
    bands.forEach(band -> NDScope.register(band.gradient()));
    bands.forEach(band -> band.visited().forEach(NDScope::register));
    bands.forEach(band -> visitor.take(band.visited()));
    if (bands.size() == 1) {
      return bands.get(0).gradient();
    }
    NDArray sum = convolutions.zeros(stage.input());
    for (BandGradient part : bands) {
      Band band = part.band();
      NDArray rows = rows(sum, band.top(band.first() - 1), band.bottom(band.first() - 1));
      convolutions.add(rows, part.gradient());
      part.gradient().close();
    }
    return sum;
  }

  private BandGradient back(BandMaps band, NDArray above, GradientVisitor visitor) {
    try (NDScope scope = new NDScope()) {
      Band own = band.band();
      List<NDArray> maps = band.maps();
      NDArray map = maps.get(maps.size() - 1);
      NDArray gradient =
          above == null
              ? convolutions.zeros(map)
              : convolutions.unpooled(rows(above, own.top() / 2, own.bottom() / 2), map);
      List<NDArray> visited = new ArrayList<>();
      NDArray ofInput =
          convolutions.gradient(
              maps,
              own,
              gradient,
              (convolution, into) -> {
                NDArray features = maps.get(convolution - own.first());
                visited.addAll(
                    visitor.visit(rows(own, convolution, features), rows(own, convolution, into)));
              });
      NDScope.unregister(ofInput);
      visited.forEach(NDScope::unregister);
      return new BandGradient(own, ofInput, visited);
    } finally {
      band.close();
    }
  }

  private FeatureRows rows(Band band, int convolution, NDArray map) {
    return new FeatureRows(vgg.featureScript(), window, band, convolution, map);
  }

  private static NDArray rows(NDArray map, int top, int bottom) {
    if (top == 0 && bottom == map.getShape().get(2)) {
      return map;
    }
    return map.get(new NDIndex().addAllDim(2).addSliceDim(top, bottom).addAllDim());
  }

  @Override
  public void close() {
    stages.forEach(Stage::close);
    stages.clear();
  }
}
