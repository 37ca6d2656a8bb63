package org.neuralstyle.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import net.imglib2.img.array.ArrayImgs;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.weights.DownloadListener;
import org.neuralstyle.weights.Vgg19Weights;
import org.neuralstyle.weights.WeightsChoice;
import org.neuralstyle.weights.WeightsLoader;
import org.neuralstyle.weights.WeightsSettings;

/** Images, weights and numbers computed independently with PyTorch; tests are skipped without. */
public final class ReferenceData {

  private static final Path SHARED = Path.of("..", "shared");

  private ReferenceData() {}

  /** Skips the calling test where there is no reference data. */
  public static void assumePresent() {
    assumeTrue(Files.isDirectory(SHARED.resolve("reference")), "no reference data");
  }

  /** The numbers. */
  public static JsonObject numbers() throws IOException {
    return json("reference/reference.json");
  }

  /** The numbers of the second reference. */
  public static JsonObject numbers2() throws IOException {
    return json("reference2/reference2.json");
  }

  private static JsonObject json(String file) throws IOException {
    try (Reader reader = Files.newBufferedReader(SHARED.resolve(file))) {
      return JsonParser.parseReader(reader).getAsJsonObject();
    }
  }

  /** The values of an array in a file of NumPy in float32. */
  public static float[] npy(String file, int size) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(SHARED.resolve(file))).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[size];
    bytes.position(10 + bytes.getShort(8));
    bytes.asFloatBuffer().get(values);
    return values;
  }

  /** The choice of the weights that the numbers were computed with. */
  public static WeightsChoice weightsChoice() {
    return new WeightsChoice.FromFile(SHARED.resolve("weights/vgg19-oxford-features.safetensors"));
  }

  /** Those weights. */
  public static Vgg19Weights weights(int convolutions) throws IOException, InterruptedException {
    return new WeightsLoader(WeightsSettings.defaults())
        .load(weightsChoice(), convolutions, DownloadListener.NONE);
  }

  /** An image: content, style or noise. */
  public static RgbImage image(String name) throws IOException {
    return file("reference/" + name + ".png");
  }

  /** An image by its path in the folder of all that is shared. */
  public static RgbImage file(String path) throws IOException {
    var image = ImageIO.read(SHARED.resolve(path).toFile());
    int[] argb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return RgbImage.ofArgb(ArrayImgs.argbs(argb, image.getWidth(), image.getHeight()));
  }

  /**
   * Compares a gradient, {@code 1 x 3 x H x W}, with the second reference: its norm, and its values
   * at some pixels.
   */
  public static void assertGradient(JsonObject expected, NDArray actual, double tolerance)
      throws IOException {
    double norm = expected.get("norm").getAsDouble();
    assertEquals(norm, actual.norm().getFloat(), tolerance * norm);
    JsonArray pixels =
        numbers2()
            .getAsJsonObject("inputs")
            .getAsJsonObject("pixels_row_column")
            .getAsJsonArray(actual.getShape().get(2) + "x" + actual.getShape().get(3));
    JsonArray values = expected.getAsJsonArray("at_pixels");
    double squares = 0;
    double errors = 0;
    for (int i = 0; i < pixels.size(); i++) {
      JsonArray at = pixels.get(i).getAsJsonArray();
      for (int c = 0; c < 3; c++) {
        double wanted = values.get(i).getAsJsonArray().get(c).getAsDouble();
        double own = actual.getFloat(0, c, at.get(0).getAsInt(), at.get(1).getAsInt());
        squares += wanted * wanted;
        errors += (own - wanted) * (own - wanted);
      }
    }
    assertTrue(Math.sqrt(errors / squares) <= tolerance, "pixels " + Math.sqrt(errors / squares));
  }

  /** Compares a whole gradient with a file of the second reference. */
  public static void assertGradient(String file, NDArray actual) throws IOException {
    float[] values = npy("reference2/" + file, (int) actual.size());
    NDArray expected = actual.getManager().create(values, actual.getShape());
    float error = actual.sub(expected).norm().getFloat() / expected.norm().getFloat();
    System.out.println(file + ": " + error);
    assertTrue(error <= 1e-3, file + " " + error);
  }
}
