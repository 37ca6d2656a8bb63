package org.neuralstyle.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.loss.GramLoss;
import org.neuralstyle.loss.GramMatrix;
import org.neuralstyle.objective.Edges;
import org.neuralstyle.objective.FeatureTargets;
import org.neuralstyle.objective.Losses;
import org.neuralstyle.objective.NormalizedObjective;
import org.neuralstyle.objective.StyleTargets;
import org.neuralstyle.objective.TileGrid;
import org.neuralstyle.objective.TiledObjective;
import org.neuralstyle.optimizer.Evaluation;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.synthesis.Inputs;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.synthesis.RunListener;
import org.neuralstyle.synthesis.SynthesisResult;
import org.neuralstyle.tensor.ComputeDevice;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.tensor.Resampling;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.LayerSet;
import org.neuralstyle.vgg.Pooling;
import org.neuralstyle.vgg.Precision;
import org.neuralstyle.vgg.Vgg19;

/** Features, Gram matrices, losses, gradients and loss curves against PyTorch's. */
class ReferenceTest {

  /** The place of 100 evaluations in PyTorch's curves. */
  private static final int THIRD = 7;

  private static JsonObject numbers;
  private static ComputeDevice device;
  private static NDManager manager;
  private static Vgg19 vgg;

  @BeforeAll
  static void open() throws Exception {
    ReferenceData.assumePresent();
    numbers = ReferenceData.numbers();
    device = ComputeDevice.open(DeviceChoice.CPU);
    manager = device.manager();
    vgg = new Vgg19(device, ReferenceData.weights(16).layers(), Pooling.MAX, Precision.FLOAT32);
  }

  @AfterAll
  static void close() {
    if (device != null) {
      vgg.close();
      device.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"content", "style", "noise"})
  void featuresAndGramMatricesAgree(String name) throws Exception {
    try (NDScope scope = new NDScope()) {
      NDArray image = tensor(ReferenceData.image(name));
      List<NDArray> maps = vgg.features(image, 16);
      List<NDArray> grams =
          StyleTargets.of(vgg, image, LayerSet.ALL.layers(), new GramMatrix(), 1000, Edges.COUNTED);
      grams.forEach(NDScope::register);
      for (Map.Entry<String, JsonElement> entry : numbers.getAsJsonObject(name).entrySet()) {
        Layer layer = Layer.parse(entry.getKey());
        JsonObject expected = entry.getValue().getAsJsonObject();
        NDArray map = maps.get(layer.convolution() - 1);
        JsonArray shape = expected.getAsJsonArray("shape");
        for (int i = 0; i < 4; i++) {
          assertEquals(shape.get(i).getAsLong(), map.getShape().get(i), layer.name());
        }
        double std = expected.get("std").getAsDouble();
        double mean = map.mean().getFloat();
        assertNear(layer + " mean", expected.get("mean").getAsDouble(), mean, 1e-4 * std);
        double deviation = map.sub(mean).norm().getFloat() / Math.sqrt(map.size() - 1.0);
        assertNear(layer + " std", std, deviation, 1e-4 * std);
        JsonArray first = expected.getAsJsonArray("first");
        for (int i = 0; i < first.size(); i++) {
          double value = map.getFloat(0, 0, 0, i);
          assertNear(layer + " value " + i, first.get(i).getAsDouble(), value, 1e-4 * std);
        }
        NDArray gram = grams.get(layer.convolution() - 1);
        double norm = expected.get("gram_frobenius").getAsDouble();
        assertNear(layer + " Gram matrix", norm, gram.norm().getFloat(), 1e-4 * norm);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 64})
  void lossesAndGradientsAgree(int tileSize) throws Exception {
    try (TiledObjective objective = objective(new TiledObjective.Weights(1, 1e7), tileSize)) {
      for (String name : List.of("content", "noise")) {
        JsonObject expected = numbers.getAsJsonObject("objective_at_" + name);
        try (NDArray image = tensor(ReferenceData.image(name));
            Evaluation<Losses> evaluation = objective.evaluate(image)) {
          assertRelative(expected, "content", evaluation.value().content());
          assertRelative(expected, "style", evaluation.value().style());
          assertRelative(expected, "total", evaluation.value().total());
          assertRelative(expected, "gradient_norm", evaluation.gradient().norm().getFloat());
          for (int[] at : new int[][] {{0, 0}, {70, 90}}) {
            String key = "gradient_at_" + at[0] + "_" + at[1];
            JsonArray gradient = expected.getAsJsonArray(key);
            double norm = 0;
            double error = 0;
            for (int c = 0; c < 3; c++) {
              double value = gradient.get(c).getAsDouble();
              norm += value * value;
              error += Math.pow(value - evaluation.gradient().getFloat(0, c, at[0], at[1]), 2);
            }
            assertTrue(Math.sqrt(error / norm) <= 1e-3, key + " " + Math.sqrt(error / norm));
          }
        }
      }
    }
  }

  private static TiledObjective objective(TiledObjective.Weights weights, int tileSize)
      throws Exception {
    Layer conv2_2 = Layer.parse("conv2_2");
    RgbImage content = ReferenceData.image("content");
    TileGrid grid =
        TileGrid.of(
            content.width(), content.height(), Layer.parse("conv3_1"), tileSize, vgg.grain());
    List<TiledObjective.StyleTerm> style = new ArrayList<>();
    List<Layer> layers = LayerSet.FIRST_FIVE.layers();
    List<NDArray> targets =
        StyleTargets.of(
            vgg,
            tensor(ReferenceData.image("style")),
            layers,
            new GramMatrix(),
            tileSize,
            Edges.COUNTED);
    for (int i = 0; i < layers.size(); i++) {
      style.add(new TiledObjective.StyleTerm(layers.get(i), 1, new GramLoss(targets.get(i))));
    }
    return new TiledObjective(
        vgg,
        grid,
        true,
        weights,
        style,
        List.of(new TiledObjective.ContentTerm(conv2_2, 1)),
        new FeatureTargets(vgg, tensor(content), List.of(conv2_2), grid, true),
        List.of());
  }

  /** Each part's gradient divided by its size, times its strength. */
  @ParameterizedTest
  @ValueSource(ints = {1000, 64})
  void normalizedGradientsAgree(int tileSize) throws Exception {
    JsonObject expected =
        ReferenceData.numbers2()
            .getAsJsonObject("8_gradient_normalisation")
            .getAsJsonObject("true_at_the_image")
            .getAsJsonObject("combined_style_layers_summed_first");
    try (TiledObjective objective = objective(new TiledObjective.Weights(5, 100), tileSize);
        NDArray image = tensor(ReferenceData.image("noise"));
        Evaluation<Losses> evaluation = new NormalizedObjective(objective).evaluate(image)) {
      assertRelative(expected, "norm", evaluation.gradient().norm().getFloat());
      assertRelative(expected, "mean_abs", evaluation.gradient().abs().mean().getFloat());
      double value =
          expected.getAsJsonArray("at_pixels").get(0).getAsJsonArray().get(0).getAsDouble();
      assertNear("pixel", value, evaluation.gradient().getFloat(0, 0, 0, 0), 1e-2 * value);
    }
  }

  /**
   * With the real network, whose numbers of channels are those the processor's kernels are made
   * for.
   */
  @ParameterizedTest
  @CsvSource({"first-five, 200", "relu4_1, 250", "conv3_4, 150"})
  void gradientsOfTilesAreThoseOfTheWhole(String layers, int tileSize) throws Exception {
    try (Resampling resampling = new Resampling()) {
      RgbImage content = resampling.resize(ReferenceData.image("content"), 301, 418);
      try (NDScope scope = new NDScope();
          NDArray image = tensor(content);
          TiledObjective whole = styleObjective(layers, content, 1000);
          TiledObjective tiled = styleObjective(layers, content, tileSize);
          Evaluation<Losses> expected = whole.evaluate(image);
          Evaluation<Losses> actual = tiled.evaluate(image)) {
        NDArray difference = actual.gradient().sub(expected.gradient());
        float error = difference.norm().getFloat() / expected.gradient().norm().getFloat();
        assertTrue(error <= 1e-5, "relative error " + error);
      }
    }
  }

  private static TiledObjective styleObjective(String layers, RgbImage image, int tileSize)
      throws Exception {
    List<Layer> list = LayerSet.parse(layers);
    Layer deepest = list.get(list.size() - 1);
    TileGrid grid = TileGrid.of(image.width(), image.height(), deepest, tileSize, vgg.grain());
    assertEquals(tileSize >= 1000, grid.tiles().size() == 1);
    List<TiledObjective.StyleTerm> style = new ArrayList<>();
    try (NDArray target = tensor(ReferenceData.image("style"))) {
      List<NDArray> grams =
          StyleTargets.of(vgg, target, list, new GramMatrix(), 1000, Edges.COUNTED);
      for (int i = 0; i < list.size(); i++) {
        style.add(new TiledObjective.StyleTerm(list.get(i), 1, new GramLoss(grams.get(i))));
      }
    }
    TiledObjective.Weights weights = new TiledObjective.Weights(0, 1);
    return new TiledObjective(vgg, grid, false, weights, style, List.of(), null, List.of());
  }

  /**
   * The problems of the mission, at the settings torch.optim.LBFGS ran with. A third of the
   * evaluations tell as much; {@code -Dwhole=true} does all.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "transfer_from_content",
        "transfer_from_noise",
        "texture_from_noise",
        "reconstruct_conv2_2_from_noise"
      })
  void lbfgsReachesTheLossOfPyTorch(String problem) throws Exception {
    JsonArray curve = numbers.getAsJsonArray("torch_lbfgs_" + problem);
    JsonObject last =
        curve.get(Boolean.getBoolean("whole") ? curve.size() - 1 : THIRD).getAsJsonObject();
    RgbImage content = ReferenceData.image("content");
    RgbImage style = ReferenceData.image("style");
    Inputs inputs = Inputs.of(content, style).withStart(ReferenceData.image("noise"));
    SynthesisSettings settings =
        switch (problem) {
          case "texture_from_noise" -> SynthesisSettings.texture();
          case "reconstruct_conv2_2_from_noise" ->
              SynthesisSettings.reconstruction(Layer.parse("conv2_2"));
          default -> SynthesisSettings.transfer();
        };
    settings =
        settings
            .withSchedule(
                schedule -> schedule.scales(1).iterations(last.get("evaluation").getAsInt()))
            .withStart(
                start ->
                    start.initialization(
                        problem.endsWith("content")
                            ? Initialization.CONTENT
                            : Initialization.IMAGE));
    try (NeuralStyle neuralStyle =
        new NeuralStyle(ReferenceData.weightsChoice(), DeviceChoice.CPU)) {
      double wanted = last.get("total").getAsDouble();
      SynthesisResult result = neuralStyle.run(inputs, settings, RunListener.NONE);
      double ratio = result.losses().total() / wanted;
      System.out.printf(
          "%s: %d evaluations, total %.6g, %.3f of PyTorch's, %.1f s%n",
          problem, result.evaluations().size(), result.losses().total(), ratio, result.seconds());
      assertTrue(ratio <= 1.05, problem + " ends at " + ratio + " of PyTorch's loss");
    }
  }

  private static NDArray tensor(RgbImage image) {
    return manager.create(image.planes(), new Shape(1, 3, image.height(), image.width()));
  }

  private static void assertRelative(JsonObject expected, String key, double actual) {
    double value = expected.get(key).getAsDouble();
    assertNear(key, value, actual, 1e-3 * Math.abs(value));
  }

  private static void assertNear(String what, double expected, double actual, double tolerance) {
    assertTrue(
        Math.abs(expected - actual) <= tolerance,
        what + ": " + expected + " expected, but was " + actual);
  }
}
