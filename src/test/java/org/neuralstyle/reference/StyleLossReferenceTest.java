package org.neuralstyle.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.loss.GramLoss;
import org.neuralstyle.loss.GramMatrix;
import org.neuralstyle.loss.GramMeanDeviationLoss;
import org.neuralstyle.loss.MixedLoss;
import org.neuralstyle.loss.Moments;
import org.neuralstyle.loss.Statistic;
import org.neuralstyle.loss.StyleLoss;
import org.neuralstyle.loss.WassersteinLoss;
import org.neuralstyle.objective.Edges;
import org.neuralstyle.objective.Guide;
import org.neuralstyle.objective.Losses;
import org.neuralstyle.objective.StyleTargets;
import org.neuralstyle.objective.TileGrid;
import org.neuralstyle.objective.TiledObjective;
import org.neuralstyle.optimizer.Evaluation;
import org.neuralstyle.tensor.ComputeDevice;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.tensor.Resampling;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.LayerSet;
import org.neuralstyle.vgg.Pooling;
import org.neuralstyle.vgg.Precision;
import org.neuralstyle.vgg.Vgg19;

/** Style losses, regions and several styles against numbers computed with PyTorch. */
class StyleLossReferenceTest {

  private static final List<Layer> LAYERS = LayerSet.FIRST_OF_BLOCKS.layers();
  private static final String CROP = "crop_before_relu";

  private static JsonObject numbers;
  private static ComputeDevice device;
  private static Vgg19 vgg;

  @BeforeAll
  static void open() throws Exception {
    assumeTrue(Files.isDirectory(Path.of("..", "shared", "reference2")), "no second reference");
    numbers = ReferenceData.numbers2();
    device = ComputeDevice.open(DeviceChoice.CPU);
    vgg = new Vgg19(device, ReferenceData.weights(13).layers(), Pooling.MAX, Precision.FLOAT32);
  }

  @AfterAll
  static void close() {
    if (device != null) {
      vgg.close();
      device.close();
    }
  }

  /** A style loss for a layer with a target. */
  private record Kind(Statistic statistic, Function<NDArray, StyleLoss> loss) {}

  private static final Kind GRAM = new Kind(new GramMatrix(), GramLoss::new);
  private static final Kind WITH_DEVIATION = new Kind(new Moments(), GramMeanDeviationLoss::new);
  private static final Kind WASSERSTEIN = new Kind(new Moments(), WassersteinLoss::new);

  private static RgbImage cropped(RgbImage image, int left, int top, int right, int bottom) {
    int width = right - left;
    int height = bottom - top;
    float[] planes = new float[3 * width * height];
    for (int i = 0; i < planes.length; i++) {
      int y = i / width % height + top;
      int channel = i / width / height;
      planes[i] = image.planes()[(channel * image.height() + y) * image.width() + i % width + left];
    }
    return new RgbImage(width, height, planes);
  }

  private static RgbImage content(String which) throws Exception {
    RgbImage whole = ReferenceData.image("content");
    return which.equals(CROP) ? cropped(whole, 20, 30, 117, 101) : whole;
  }

  private static RgbImage style(String which) throws Exception {
    RgbImage whole = ReferenceData.image("style");
    return which.equals(CROP) ? cropped(whole, 11, 7, 100, 90) : whole;
  }

  private static RgbImage second() throws Exception {
    return ReferenceData.file("reference2/style2.png");
  }

  private static NDArray tensor(RgbImage image) {
    return device.manager().create(image.planes(), new Shape(1, 3, image.height(), image.width()));
  }

  private static TileGrid grid(RgbImage image, int tileSize) {
    TileGrid grid =
        TileGrid.of(image.width(), image.height(), LAYERS.get(4), tileSize, vgg.grain());
    assertEquals(tileSize >= 1000, grid.tiles().size() == 1);
    return grid;
  }

  private static List<NDArray> targets(Kind kind, RgbImage style) {
    try (NDArray image = tensor(style)) {
      return StyleTargets.of(vgg, image, LAYERS, kind.statistic(), 1000, Edges.COUNTED);
    }
  }

  /** A term for each layer, with weights. */
  private static List<TiledObjective.StyleTerm> terms(
      Kind kind, RgbImage style, double... weights) {
    List<NDArray> targets = targets(kind, style);
    List<TiledObjective.StyleTerm> terms = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      double weight = weights.length == 1 ? weights[0] : weights[i];
      StyleLoss loss = kind.loss().apply(targets.get(i));
      terms.add(new TiledObjective.StyleTerm(LAYERS.get(i), weight, loss));
    }
    return terms;
  }

  private static TiledObjective objective(
      List<TiledObjective.StyleTerm> terms, RgbImage image, int tileSize) {
    return new TiledObjective(
        vgg,
        grid(image, tileSize),
        false,
        new TiledObjective.Weights(0, 1),
        terms,
        List.of(),
        null,
        List.of());
  }

  /** The reference divides the Gram matrix only by the positions, and multiplies all by 1000. */
  @ParameterizedTest
  @ValueSource(strings = {CROP, "whole_before_relu"})
  void gramMeanAndDeviationAreThoseOfPyTorch(String which) throws Exception {
    JsonObject expected = numbers.getAsJsonObject("1_gram_mean_std").getAsJsonObject(which);
    RgbImage image = content(which);
    try (TiledObjective objective =
        objective(terms(WITH_DEVIATION, style(which), 1000), image, 1000)) {
      assertAgrees(expected.get("total").getAsDouble(), expected, objective, image);
      if (which.equals(CROP)) {
        assertGradient("grad_odd_gram_mean_std.npy", objective, image);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {CROP, "whole_before_relu"})
  void wassersteinIsThatOfPyTorch(String which) throws Exception {
    JsonObject expected = numbers.getAsJsonObject("2_wasserstein2").getAsJsonObject(which);
    RgbImage image = content(which);
    double[] weights = {256 / 341.0, 64 / 341.0, 16 / 341.0, 4 / 341.0, 1 / 341.0};
    try (TiledObjective objective =
        objective(terms(WASSERSTEIN, style(which), weights), image, 1000)) {
      assertAgrees(expected.get("weighted_total").getAsDouble(), expected, objective, image);
      if (which.equals(CROP)) {
        assertGradient("grad_odd_wasserstein2.npy", objective, image);
      }
    }
  }

  /** The mask of the left half, with an edge of a quarter of the width or without, or its rest. */
  private static NDArray mask(RgbImage image, boolean soft, boolean left) {
    int width = image.width();
    float[] values = new float[width * image.height()];
    for (int i = 0; i < values.length; i++) {
      int x = i % width;
      double share =
          soft
              ? Math.max(0, Math.min(1, 0.5 - (x + 0.5 - width / 2.0) / (width / 4.0)))
              : x < width / 2 ? 1 : 0;
      values[i] = (float) (left ? share : 1 - share);
    }
    return device.manager().create(values, new Shape(image.height(), width));
  }

  /** Terms for both halves. */
  private static List<TiledObjective.StyleTerm> guided(
      Kind kind, RgbImage style, RgbImage image, boolean soft) {
    List<TiledObjective.StyleTerm> terms = new ArrayList<>();
    for (boolean left : new boolean[] {true, false}) {
      try (NDScope scope = new NDScope()) {
        List<Optional<NDArray>> targets =
            StyleTargets.of(
                vgg,
                tensor(style),
                Optional.of(mask(style, soft, left)),
                LAYERS,
                kind.statistic(),
                grid(style, 1000));
        NDArray own = mask(image, soft, left);
        for (int i = 0; i < LAYERS.size(); i++) {
          terms.add(
              new TiledObjective.StyleTerm(
                  LAYERS.get(i),
                  1,
                  kind.loss().apply(targets.get(i).orElseThrow()),
                  Optional.of(Guide.of(own, LAYERS.get(i), grid(image, 1000)))));
        }
      }
    }
    return terms;
  }

  @ParameterizedTest
  @CsvSource({
    CROP + ", false",
    CROP + ", true",
    "whole_before_relu, false",
    "whole_before_relu, true"
  })
  void guidedGramMatricesAreThoseOfPyTorch(String which, boolean soft) throws Exception {
    JsonObject expected =
        numbers
            .getAsJsonObject("3_guided_gram")
            .getAsJsonObject(which)
            .getAsJsonObject(soft ? "soft_mask" : "hard_mask");
    RgbImage image = content(which);
    try (TiledObjective objective =
        objective(guided(GRAM, style(which), image, soft), image, 1000)) {
      assertAgrees(expected.get("total").getAsDouble(), expected, objective, image);
      if (soft && which.equals(CROP)) {
        assertGradient("grad_odd_guided_soft.npy", objective, image);
      }
    }
  }

  /** For Gram matrices one target, for others a sum. */
  @ParameterizedTest
  @ValueSource(strings = {CROP, "whole_before_relu"})
  void severalStylesAreThoseOfPyTorch(String which) throws Exception {
    JsonObject expected = numbers.getAsJsonObject("4_several_styles").getAsJsonObject(which);
    RgbImage image = content(which);
    List<NDArray> first = targets(GRAM, style(which));
    List<NDArray> other = targets(GRAM, second());
    List<TiledObjective.StyleTerm> terms = new ArrayList<>();
    for (int i = 0; i < LAYERS.size(); i++) {
      NDArray mean = GramLoss.mean(List.of(first.get(i), other.get(i)), List.of(0.7, 0.3));
      terms.add(new TiledObjective.StyleTerm(LAYERS.get(i), 1, new GramLoss(mean)));
    }
    try (TiledObjective objective = objective(terms, image, 1000)) {
      assertAgrees(expected.get("mean_target_total").getAsDouble(), expected, objective, image);
    }
    JsonObject wasserstein = expected.getAsJsonObject("wasserstein2_has_no_such_identity");
    double sum = 0;
    for (Layer layer : LAYERS) {
      sum += wasserstein.getAsJsonObject(layer.name()).get("weighted_sum").getAsDouble();
    }
    List<NDArray> moments = targets(WASSERSTEIN, style(which));
    List<NDArray> others = targets(WASSERSTEIN, second());
    List<TiledObjective.StyleTerm> mixed = new ArrayList<>();
    for (int i = 0; i < LAYERS.size(); i++) {
      MixedLoss loss =
          new MixedLoss(
              List.of(
                  new MixedLoss.Part(0.7, new WassersteinLoss(moments.get(i))),
                  new MixedLoss.Part(0.3, new WassersteinLoss(others.get(i)))));
      mixed.add(new TiledObjective.StyleTerm(LAYERS.get(i), 1, loss));
    }
    try (TiledObjective objective = objective(mixed, image, 1000);
        NDArray at = tensor(image);
        Evaluation<Losses> evaluation = objective.evaluate(at)) {
      assertEquals(sum, evaluation.value().style(), 1e-4 * sum);
    }
  }

  /** Odd sizes, and a mask that ends inside of tiles. */
  @ParameterizedTest
  @ValueSource(strings = {"gram", "deviation", "wasserstein"})
  void gradientsOfTilesAreThoseOfTheWhole(String name) throws Exception {
    Kind kind =
        switch (name) {
          case "gram" -> GRAM;
          case "deviation" -> WITH_DEVIATION;
          default -> WASSERSTEIN;
        };
    try (Resampling resampling = new Resampling();
        NDScope scope = new NDScope()) {
      RgbImage image = resampling.resize(ReferenceData.image("content"), 301, 389);
      RgbImage style = ReferenceData.image("style");
      try (TiledObjective whole = objective(guided(kind, style, image, true), image, 1000);
          TiledObjective tiled = objective(guided(kind, style, image, true), image, 270);
          NDArray at = tensor(image);
          Evaluation<Losses> expected = whole.evaluate(at);
          Evaluation<Losses> actual = tiled.evaluate(at)) {
        NDArray difference = actual.gradient().sub(expected.gradient());
        float error = difference.norm().getFloat() / expected.gradient().norm().getFloat();
        System.out.println(name + " tiles against one piece: " + error);
        assertTrue(error <= 1e-5, "relative error " + error);
      }
    }
  }

  /** Single precision chooses other winners of pooling windows in whole images. */
  private static void assertAgrees(
      double value, JsonObject expected, TiledObjective objective, RgbImage image)
      throws IOException {
    JsonObject gradient =
        Optional.ofNullable(expected.getAsJsonObject("gradient_of_total"))
            .or(() -> Optional.ofNullable(expected.getAsJsonObject("gradient_of_weighted_total")))
            .orElseGet(() -> expected.getAsJsonObject("gradient"));
    double tolerance = image.width() < 100 ? 1e-3 : 1e-2;
    try (NDScope scope = new NDScope();
        Evaluation<Losses> evaluation = objective.evaluate(tensor(image))) {
      assertEquals(value, evaluation.value().style(), 1e-4 * value);
      ReferenceData.assertGradient(gradient, evaluation.gradient(), tolerance);
    }
  }

  private static void assertGradient(String file, TiledObjective objective, RgbImage image)
      throws Exception {
    try (NDScope scope = new NDScope();
        Evaluation<Losses> evaluation = objective.evaluate(tensor(image))) {
      ReferenceData.assertGradient(file, evaluation.gradient());
    }
  }
}
