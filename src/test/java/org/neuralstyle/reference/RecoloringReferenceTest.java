package org.neuralstyle.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.neuralstyle.image.Recoloring;
import org.neuralstyle.image.RgbImage;

/** Colours against numbers computed with NumPy. */
class RecoloringReferenceTest {

  private static JsonObject numbers;

  @BeforeAll
  static void open() throws Exception {
    assumeTrue(Files.isDirectory(Path.of("..", "shared", "reference2")), "no second reference");
    numbers = ReferenceData.numbers2().getAsJsonObject("5_colour");
  }

  @Test
  void lumaWithTheContentsColours() throws Exception {
    RgbImage painted = ReferenceData.file("reference/torch_transfer_from_content.png");
    RgbImage content = ReferenceData.image("content");
    RgbImage image = Recoloring.withLumaOf(painted, content);
    assertSame(ReferenceData.file("reference2/luminance_only.png"), image);
    JsonObject expected = numbers.getAsJsonObject("luminance_only").getAsJsonObject("bt601_ycbcr");
    assertClamped(expected.getAsJsonArray("unclamped_at"), image);
  }

  @Test
  void theStyleInTheContentsColours() throws Exception {
    RgbImage image =
        Recoloring.matched(ReferenceData.image("style"), ReferenceData.image("content"));
    assertSame(ReferenceData.file("reference2/style_colours_cholesky.png"), image);
    JsonObject expected = numbers.getAsJsonObject("colour_matching").getAsJsonObject("cholesky");
    assertClamped(expected.getAsJsonArray("unclamped_at"), image);
    JsonObject clamped = expected.getAsJsonObject("clamped_to_0_1");
    int n = image.width() * image.height();
    for (int c = 0; c < 3; c++) {
      double mean = 0;
      for (int i = 0; i < n; i++) {
        mean += image.planes()[c * n + i] / (double) n;
      }
      assertEquals(clamped.getAsJsonArray("mean").get(c).getAsDouble(), mean, 1e-5);
    }
  }

  /** Of one grey there is no covariance to divide by. */
  @Test
  void aFlatStyleTakesTheMean() throws Exception {
    float[] grey = new float[3 * 64];
    Arrays.fill(grey, 0.5f);
    RgbImage content = ReferenceData.image("content");
    RgbImage image = Recoloring.matched(new RgbImage(8, 8, grey), content);
    JsonArray mean =
        numbers
            .getAsJsonObject("colour_matching")
            .getAsJsonObject("content")
            .getAsJsonArray("mean");
    for (int c = 0; c < 3; c++) {
      assertEquals(mean.get(c).getAsDouble(), image.planes()[64 * c], 1e-4);
    }
  }

  private static void assertClamped(JsonArray pixels, RgbImage image) {
    int n = image.width() * image.height();
    for (var entry : pixels) {
      JsonArray pixel = entry.getAsJsonArray();
      int i = pixel.get(0).getAsInt() * image.width() + pixel.get(1).getAsInt();
      for (int c = 0; c < 3; c++) {
        double value = Math.max(0, Math.min(1, pixel.get(2 + c).getAsDouble()));
        assertEquals(value, image.planes()[c * n + i], 1e-4);
      }
    }
  }

  /** In 8 bits, rounded half up; a value in between may go either way in single precision. */
  private static void assertSame(RgbImage expected, RgbImage actual) {
    float[] rounded = new float[actual.planes().length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) Math.floor(255 * actual.planes()[i] + 0.5) / 255;
    }
    assertArrayEquals(expected.planes(), rounded, 1.01f / 255);
    int different = 0;
    for (int i = 0; i < rounded.length; i++) {
      different += Math.abs(expected.planes()[i] - rounded[i]) > 1e-4 ? 1 : 0;
    }
    assertEquals(0, different, rounded.length / 1000.0);
  }
}
