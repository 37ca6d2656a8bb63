package org.neuralstyle.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightsFileTest {

  private final SyntheticWeights synthetic = new SyntheticWeights(3);
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("vgg.safetensors");
  }

  private static WeightsLoader loader() {
    return new WeightsLoader(WeightsSettings.defaults());
  }

  private static Vgg19Weights load(Path path, int convolutions) throws Exception {
    return loader().load(new WeightsChoice.FromFile(path), convolutions, DownloadListener.NONE);
  }

  private void write() throws IOException {
    write(synthetic.size());
  }

  private void write(long size) throws IOException {
    synthetic.write(file, size);
  }

  private void assertRefused(String... expected) {
    IOException e = assertThrows(IOException.class, () -> load(file, 1));
    for (String text : expected) {
      assertTrue(e.getMessage().contains(text), e.getMessage());
    }
    assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
    assertTrue(e.getMessage().contains("Give the path of a safetensors file"), e.getMessage());
  }

  @Test
  void readsTheLayersAskedFor() throws Exception {
    write();
    Vgg19Weights weights = load(file, 2);
    synthetic.assertEquals(weights, 2);
    assertTrue(weights.trained());
    assertEquals(file.toString(), weights.source());
  }

  @Test
  void theHashIsThatOfTheValuesInTheOrderOfTheLayers() throws Exception {
    write();
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (String key : List.of("features.0", "features.2")) {
      int in = key.equals("features.0") ? 3 : 64;
      for (float[] values :
          List.of(
              synthetic.tensor(key + ".weight", 64 * in * 9),
              synthetic.tensor(key + ".bias", 64))) {
        for (float value : values) {
          int bits = Float.floatToIntBits(value);
          digest.update(
              new byte[] {
                (byte) bits, (byte) (bits >> 8), (byte) (bits >> 16), (byte) (bits >> 24)
              });
        }
      }
    }
    assertEquals(HexFormat.of().formatHex(digest.digest()), load(file, 2).sha256());
  }

  @Test
  void wrongContentsAreNamed() throws Exception {
    String weight = synthetic.entries.get("features.0.weight");
    synthetic.entries.put("features.0.weight", weight.replace("[64, 3, 3, 3]", "[64, 3, 5, 5]"));
    write();
    assertRefused("features.0.weight has shape [64, 3, 5, 5], expected [64, 3, 3, 3]");
    synthetic.entries.put("features.0.weight", weight.replace("F32", "I32"));
    write();
    assertRefused("features.0.weight is of type I32, expected one of [F32, F16, BF16]");
    synthetic.entries.put("features.0.weight", weight.replace("F32", "F16"));
    write();
    assertRefused("features.0.weight has 6912 bytes, expected 3456");
    synthetic.entries.put("features.0.weight", SyntheticWeights.entry("F32", "[1]", 8, 4));
    write();
    assertRefused("the data_offsets of tensor features.0.weight are [8, 4]");
    synthetic.entries.put("features.0.weight", "{\"dtype\":\"F32\"}");
    write();
    assertRefused("features.0.weight lacks");
    synthetic.entries.put("features.0.weight", "7");
    write();
    assertRefused("no valid JSON");
    synthetic.entries.put("other", weight);
    synthetic.entries.remove("features.0.weight");
    write();
    assertRefused("has no tensor features.0.weight");
    synthetic.entries.remove("other");
    write();
    assertRefused("features.10.bias comes after a gap");
  }

  /** What some readers take and others do not; Hugging Face's takes none of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[64, 3, 3, 3] | [64.0, 3, 3, 3] | hold 64.0, expected whole numbers",
        "[64, 3, 3, 3] | [64.5, 3, 3, 3] | hold 64.5, expected whole numbers",
        "[64, 3, 3, 3] | [6.4e1, 3, 3, 3] | hold 6.4e1, expected whole numbers",
        "[64, 3, 3, 3] | [\"64\", 3, 3, 3] | hold 64, expected whole numbers",
        "[64, 3, 3, 3] | [-64, 3, 3, 3] | hold -64, expected whole numbers",
        "[64, 3, 3, 3] | [99999999999999999999, 3, 3, 3] | expected whole numbers",
        "[64, 3, 3, 3] | [null, 3, 3, 3] | expected whole numbers",
        "\"F32\" | \"F32\",\"dtype\":\"F32\" | has dtype twice",
        "\"F32\" | 32 | lacks dtype",
        "\"F32\" | F32 | no valid JSON",
      })
  void unusualHeadersAreRefused(String usual, String unusual, String message) throws Exception {
    synthetic.entries.computeIfPresent(
        "features.0.weight", (name, entry) -> entry.replace(usual, unusual));
    write();
    assertRefused(message);
  }

  @Test
  void tensorsLieOneAfterTheOtherWithNothingElse() throws Exception {
    String weight = synthetic.entries.get("features.0.weight");
    synthetic.entries.put("copy", weight);
    write();
    assertRefused("overlaps another one");
    synthetic.entries.remove("copy");
    synthetic.entries.put("features.0.weight", weight + ",\"features.0.weight\":" + weight);
    write();
    assertRefused("two tensors features.0.weight");
    synthetic.entries.put("features.0.weight", weight);
    write(synthetic.size() + 1);
    assertRefused("1 bytes follow the last tensor");
    synthetic.entries.put("features.7.weight", synthetic.entries.get("features.7.weight") + "} {");
    write();
    assertRefused("no valid JSON");
    Files.write(file, new byte[] {4, 0, 0, 0, 0, 0, 0, 0, '{', '"', (byte) 0xff, '}'});
    assertRefused("no valid JSON");
  }

  @Test
  void aTruncatedFileIsNamedEvenIfTheLayersAreThere() throws Exception {
    write(synthetic.size() - 1);
    assertRefused("is truncated: tensor features.7.weight ends at byte");
    Files.write(file, synthetic.bytes(0, 100));
    assertRefused("is truncated");
    Files.write(file, new byte[5]);
    assertRefused("it has only 5 bytes");
  }

  @Test
  void filesOfAnotherKindAreNamed() throws Exception {
    Files.writeString(file, "<!DOCTYPE html> and so on");
    assertRefused("not a safetensors file", "a web page");
    Files.writeString(file, "version https://git-lfs.github.com/spec/v1");
    assertRefused("Git LFS pointer");
    Files.write(file, "PK\3\4 and more of it".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused("PyTorch .pth");
    Files.delete(file);
    assertRefused("does not exist");
    Files.createDirectory(file);
    assertRefused("is a folder");
    Files.delete(file);
    assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
    assertRefused("no file but a pipe");
  }

  @Test
  void halfPrecisionIsRead() throws Exception {
    for (ElementType type : List.of(ElementType.F16, ElementType.BF16)) {
      writeFirstLayer(type, type == ElementType.F16 ? 0x3555 : 0x3eab);
      ConvolutionWeights layer = load(file, 1).layers().get(0);
      // The numbers next to 1/3 with 10 and 7 fraction bits.
      float expected = type == ElementType.F16 ? 1365f / 4096 : 171f / 512;
      assertEquals(expected, layer.kernel()[1727]);
      assertEquals(expected, layer.bias()[63]);
    }
  }

  @Test
  void valuesThatAreNotFiniteAreNamed() throws Exception {
    writeFirstLayer(ElementType.F16, 0x7c00);
    assertRefused(
        "tensor features.0.weight holds Infinity at index 0, expected numbers up to a million");
    writeFirstLayer(ElementType.BF16, 0x7fc0);
    assertRefused("tensor features.0.weight holds NaN at index 0");
  }

  /**
   * 999424 and 1003520 are neighbours in bfloat16; what is larger overflows in the first layers.
   */
  @Test
  void valuesBeyondThoseOfTrainedNetworksAreNamed() throws Exception {
    writeFirstLayer(ElementType.BF16, 0x4974);
    assertEquals(999424, load(file, 1).layers().get(0).kernel()[0]);
    for (int bits : new int[] {0x4975, 0xc975, 0x7f7f}) {
      writeFirstLayer(ElementType.BF16, bits);
      assertRefused("tensor features.0.weight holds ", "expected numbers up to a million");
    }
  }

  private void writeFirstLayer(ElementType type, int bits) throws IOException {
    String header =
        "{\"features.0.weight\":"
            + SyntheticWeights.entry(type.name(), "[64,3,3,3]", 0, 3456)
            + ",\"features.0.bias\":"
            + SyntheticWeights.entry(type.name(), "[64]", 3456, 3584)
            + "}";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length()).array());
    out.write(header.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < 3584 / 2; i++) {
      out.write(bits);
      out.write(bits >> 8);
    }
    Files.write(file, out.toByteArray());
  }

  @Test
  void readsTheSharedWeights() throws Exception {
    Path shared = Path.of("..", "shared", "weights", "vgg19-oxford-features.safetensors");
    Assumptions.assumeTrue(Files.isRegularFile(shared));
    Vgg19Weights weights = load(shared, 16);
    long parameters =
        weights.layers().stream().mapToLong(l -> (long) l.kernel().length + l.bias().length).sum();
    assertEquals(20_024_384L, parameters);
    // sha256sum of the file, and of its tensors put in the order of the layers by numpy
    assertEquals(
        Optional.of("749b3ac0a25b0c5cc11101554d55a0d863bfe2f1ddea32a07d97afa40aeb605b"),
        weights.fileSha256());
    assertEquals(
        "5e157123a0d76080ff7de29ee897a4c2983009da9b9a65082d49467fabd53dd2", weights.sha256());
  }
}
