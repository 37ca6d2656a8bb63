package org.neuralstyle.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.optimizer.Evaluation;
import org.neuralstyle.reference.ReferenceData;
import org.neuralstyle.tensor.ComputeDevice;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.LayerSet;
import org.neuralstyle.vgg.Pooling;
import org.neuralstyle.vgg.Precision;
import org.neuralstyle.vgg.Vgg19;
import org.neuralstyle.vgg.WeightedLayer;

/** Nearest neighbours, their losses and gradients against numbers computed with PyTorch. */
class NeighbourReferenceTest {

  private static final Path NUMBERS = Path.of("..", "shared", "reference2");

  private static final List<WeightedLayer> LAYERS =
      WeightedLayer.of(
          LayerSet.parse(
              "relu1_1 relu1_2 relu2_1 relu2_2 relu3_1 relu3_2 relu3_3 relu4_1 relu4_2 relu4_3"));

  private static JsonObject all;

  /**
   * For noise. In deep layers single precision chooses other winners of some pooling windows, and
   * which depends on the processor.
   */
  private static final double NOISE = 1e-2;

  private static JsonObject numbers;
  private static ComputeDevice device;
  private static Vgg19 vgg;

  @BeforeAll
  static void open() throws Exception {
    ReferenceData.assumePresent();
    assumeTrue(Files.isDirectory(NUMBERS), "no second reference data");
    try (Reader reader = Files.newBufferedReader(NUMBERS.resolve("reference2.json"))) {
      all = JsonParser.parseReader(reader).getAsJsonObject();
    }
    numbers = all.getAsJsonObject("6_nearest_neighbour_features");
    device = ComputeDevice.open(DeviceChoice.CPU);
    vgg = new Vgg19(device, ReferenceData.weights(11).layers(), Pooling.MAX, Precision.FLOAT32);
  }

  @AfterAll
  static void close() {
    if (device != null) {
      vgg.close();
      device.close();
    }
  }

  private static NDArray image(String name) throws Exception {
    RgbImage image = ReferenceData.image(name);
    return device.manager().create(image.planes(), new Shape(1, 3, image.height(), image.width()));
  }

  private static NDArray crop(String pair, String name) throws Exception {
    JsonArray box =
        numbers.getAsJsonObject(pair).getAsJsonArray(name + "_crop_left_top_right_bottom");
    return image(name)
        .get(
            new NDIndex()
                .addAllDim(2)
                .addSliceDim(box.get(1).getAsInt(), box.get(3).getAsInt())
                .addSliceDim(box.get(0).getAsInt(), box.get(2).getAsInt()))
        .duplicate();
  }

  private static NeighbourSearch search(NDArray image, boolean turned) {
    int height = (int) image.getShape().get(2);
    int width = (int) image.getShape().get(3);
    TileGrid tiles = TileGrid.of(width, height, Layer.parse("relu4_3"), 1000, vgg.grain());
    return new NeighbourSearch(vgg, LAYERS, tiles, turned, 1000, () -> {});
  }

  private static TiledObjective objective(NeighbourSearch search, NeighbourLosses losses) {
    return new TiledObjective(
        vgg, search.tiles(), new TiledObjective.Weights(0, 1), losses, List.of(), null, List.of());
  }

  @ParameterizedTest
  @CsvSource({"square, false", "square, true", "odd, false", "odd, true"})
  void hypercolumnsFindTheirNeighbours(String pair, boolean turned) throws Exception {
    JsonObject expected =
        numbers
            .getAsJsonObject(pair)
            .getAsJsonObject(turned ? "with_rotations" : "without_rotations");
    try (NDScope scope = new NDScope()) {
      NDArray content = crop(pair, "content");
      NDArray style = crop(pair, "style");
      NeighbourSearch search = search(content, turned);
      long[] indices =
          StreamSupport.stream(expected.getAsJsonArray("index_map").spliterator(), false)
              .flatMap(row -> StreamSupport.stream(row.getAsJsonArray().spliterator(), false))
              .mapToLong(JsonElement::getAsLong)
              .toArray();
      assertArrayEquals(indices, search.nearestHypercolumns(List.of(style), content));
      try (TiledObjective objective =
          objective(search, search.hypercolumns(List.of(style), content))) {
        assertAgrees(
            expected.getAsJsonObject("hypercolumn_loss_at_content"), objective, content, 1e-3);
        if (!turned) {
          JsonObject atNoise = expected.getAsJsonObject("hypercolumn_loss_at_noise");
          assertAgrees(atNoise, objective, crop(pair, "noise"), NOISE);
          assertGradient("grad_hypercolumn_" + pair + ".npy", objective, content);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"square, content", "square, noise", "odd, content", "odd, noise"})
  void layersFindTheirNeighbours(String pair, String name) throws Exception {
    try (NDScope scope = new NDScope()) {
      NDArray image = crop(pair, name);
      NeighbourSearch search = search(image, false);
      try (TiledObjective objective =
          objective(search, search.split(List.of(crop(pair, "style")), image, 64, 0))) {
        assertAgrees(
            numbers.getAsJsonObject(pair).getAsJsonObject("feature_splitting_at_" + name),
            objective,
            image,
            name.equals("noise") ? NOISE : 1e-3);
        if (name.equals("content")) {
          assertGradient("grad_feature_splitting_" + pair + ".npy", objective, image);
        }
      }
    }
  }

  /** Single precision chooses other winners of some pooling windows, as the data's notes say. */
  @Test
  void layersOfWholeImagesAreSampled() throws Exception {
    try (NDScope scope = new NDScope()) {
      NDArray image = image("content");
      NeighbourSearch search = search(image, false);
      // Pass 7 begins at row 7 % 3 and column 7 / 3 % 3 where every third position counts.
      try (TiledObjective objective =
          objective(search, search.split(List.of(image("style")), image, 64, 7))) {
        assertAgrees(
            numbers.getAsJsonObject("feature_splitting_whole_images"), objective, image, 2e-2);
      }
    }
  }

  private static void assertAgrees(
      JsonObject expected, TiledObjective objective, NDArray image, double tolerance)
      throws IOException {
    try (Evaluation<Losses> evaluation = objective.evaluate(image)) {
      double value = expected.get("value").getAsDouble();
      assertTrue(
          Math.abs(evaluation.value().style() - value) <= 1e-4 * value,
          evaluation.value().style() + " instead of " + value);
      JsonObject gradient = expected.getAsJsonObject("gradient");
      ReferenceData.assertGradient(gradient, evaluation.gradient(), tolerance);
    }
  }

  private static void assertGradient(String file, TiledObjective objective, NDArray image)
      throws Exception {
    try (Evaluation<Losses> evaluation = objective.evaluate(image)) {
      ReferenceData.assertGradient(file, evaluation.gradient());
    }
  }
}
