package org.neuralstyle.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A safetensors file with the names and shapes of VGG-19 that exists only as a rule: the float32 at
 * each place of the data follows from the place. Large tensors that nobody asks for cost nothing.
 */
public final class SyntheticWeights {

  /** torchvision's indices and channels, written down apart from the code under test. */
  static final int[] INDICES = {0, 2, 5, 7, 10, 12, 14, 16, 19, 21, 23, 25, 28, 30, 32, 34};

  static final int[] CHANNELS = {
    3, 64, 64, 128, 128, 256, 256, 256, 256, 512, 512, 512, 512, 512, 512, 512, 512
  };

  final Map<String, String> entries = new LinkedHashMap<>();
  private final Map<String, Long> begins = new LinkedHashMap<>();
  private final int salt;
  private long dataBytes;

  /**
   * In the order that the safetensors library writes: by name, the classifier's tensors too.
   *
   * @param salt other values for each
   */
  public SyntheticWeights(int salt) {
    this.salt = salt;
    Map<String, long[]> shapes = new LinkedHashMap<>();
    for (int i = 0; i < INDICES.length; i++) {
      shapes.put("features." + INDICES[i] + ".bias", new long[] {CHANNELS[i + 1]});
      shapes.put(
          "features." + INDICES[i] + ".weight", new long[] {CHANNELS[i + 1], CHANNELS[i], 3, 3});
    }
    shapes.put("classifier.0.weight", new long[] {4096, 25088});
    List<String> names = new ArrayList<>(shapes.keySet());
    names.sort(null);
    for (String name : names) {
      long[] shape = shapes.get(name);
      long bytes = 4 * Arrays.stream(shape).reduce(1, (a, b) -> a * b);
      begins.put(name, dataBytes);
      entries.put(name, entry("F32", Arrays.toString(shape), dataBytes, dataBytes + bytes));
      dataBytes += bytes;
    }
  }

  static String entry(String type, String shape, long begin, long end) {
    return String.format(
        "{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}", type, shape, begin, end);
  }

  /**
   * The length of the header, and the header.
   *
   * @return the first bytes of the file
   */
  public byte[] header() {
    String json =
        entries.entrySet().stream()
            .map(e -> "\"" + e.getKey() + "\":" + e.getValue())
            .collect(Collectors.joining(",", "{\"__metadata__\":{\"format\":\"pt\"},", "}"));
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + text.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .array();
  }

  /**
   * The size of the file.
   *
   * @return in bytes
   */
  public long size() {
    return header().length + dataBytes;
  }

  /** The float at an index of the data, within [-1, 1). */
  float value(long index) {
    long mixed = (index + salt) * 0x9E3779B97F4A7C15L;
    return (mixed >> 40) * 0x1p-23f;
  }

  float[] tensor(String name, int count) {
    long first = begins.get(name) / 4;
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = value(first + i);
    }
    return values;
  }

  /**
   * Writes the header and the data of the first layers; the rest of the file is a hole.
   *
   * @param file is replaced
   * @param size of the file in bytes
   * @throws IOException if it cannot be written
   */
  public void write(Path file, long size) throws IOException {
    byte[] header = header();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long dataStart = 4096L * 25088 * 4; // the classifier, which comes first by name
      long from = header.length + dataStart;
      channel.write(ByteBuffer.wrap(header), 0);
      // features.0 and what comes after it, up to the end of features.2, lie within 14 MB
      channel.write(ByteBuffer.wrap(bytes(from, from + 14_000_000)), from);
      channel.write(ByteBuffer.wrap(new byte[] {0}), size - 1);
      channel.truncate(size);
    }
  }

  /**
   * Bytes of the file.
   *
   * @param begin position of the first
   * @param end position after the last
   * @return these bytes
   */
  public byte[] bytes(long begin, long end) {
    byte[] header = header();
    byte[] bytes = new byte[(int) (end - begin)];
    for (int i = 0; i < bytes.length; i++) {
      long place = begin + i - header.length;
      bytes[i] =
          place < 0
              ? header[(int) (begin + i)]
              : (byte) (Float.floatToRawIntBits(value(place / 4)) >>> (8 * (place % 4)));
    }
    return bytes;
  }

  /** Whether these are the first layers of this file. */
  void assertEquals(Vgg19Weights weights, int convolutions) {
    org.junit.jupiter.api.Assertions.assertEquals(convolutions, weights.layers().size());
    for (int i = 0; i < convolutions; i++) {
      ConvolutionWeights layer = weights.layers().get(i);
      String key = "features." + INDICES[i];
      int in = CHANNELS[i];
      int out = CHANNELS[i + 1];
      org.junit.jupiter.api.Assertions.assertArrayEquals(
          tensor(key + ".weight", out * in * 9), layer.kernel(), 0f, key);
      org.junit.jupiter.api.Assertions.assertArrayEquals(
          tensor(key + ".bias", out), layer.bias(), 0f, key);
    }
  }
}
