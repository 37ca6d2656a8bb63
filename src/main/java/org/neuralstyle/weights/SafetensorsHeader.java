package org.neuralstyle.weights;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file: 8 bytes with the length of a JSON text (little-endian), that
 * text with the type, shape and place of each tensor, then the tensors' bytes.
 *
 * @param source the file's name for messages
 * @param tensors the tensors by name
 */
record SafetensorsHeader(String source, Map<String, Tensor> tensors) {

  /** Bytes before the JSON text. */
  static final int PREFIX_BYTES = Long.BYTES;

  /** Longest JSON text that is read; VGG-19's is 4 kB. */
  private static final int MAX_JSON_BYTES = 1 << 20;

  private static final Gson GSON = new Gson();

  /**
   * A tensor of the file, not yet checked.
   *
   * @param name its key
   * @param type its element type, as the file calls it
   * @param shape its size along each axis
   * @param begin position of its first byte in the file
   * @param end position after its last byte
   */
  record Tensor(String name, String type, List<Long> shape, long begin, long end) {

    int length() {
      return Math.toIntExact(end - begin);
    }
  }

  private record Entry(String dtype, List<Long> shape, List<Long> data_offsets) {}

  /** The length of the JSON text, from the first 8 bytes of a file. */
  static int jsonLength(byte[] prefix, long fileBytes, String source) throws IOException {
    long length = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > MAX_JSON_BYTES) {
      throw new IOException(
          source
              + " is not a safetensors file of VGG-19: its header would be "
              + Long.toUnsignedString(length)
              + " bytes long, expected 2 to "
              + MAX_JSON_BYTES
              + lookAlike(prefix));
    }
    if (length > fileBytes - PREFIX_BYTES) {
      throw new IOException(
          source + " is truncated: its header has " + length + " bytes, the file " + fileBytes);
    }
    return (int) length;
  }

  /** What people take for a safetensors file. */
  private static String lookAlike(byte[] prefix) {
    String text = new String(prefix, StandardCharsets.ISO_8859_1);
    if (text.startsWith("<")) {
      return " (it looks like a web page)";
    }
    if (text.startsWith("version ")) {
      return " (it looks like a Git LFS pointer)";
    }
    if (text.startsWith("PK")) {
      return " (it looks like a zip or PyTorch .pth file; these are not read)";
    }
    return "";
  }

  /** Reads the JSON text of a file of so many bytes. */
  static SafetensorsHeader parse(byte[] json, long fileBytes, String source) throws IOException {
    Map<String, Entry> entries = new HashMap<>();
    try {
      JsonObject object =
          GSON.getAdapter(JsonObject.class).fromJson(new String(json, StandardCharsets.UTF_8));
      for (Map.Entry<String, JsonElement> member : object.entrySet()) {
        if (!member.getKey().equals("__metadata__")) {
          entries.put(
              member.getKey(), GSON.fromJson(member.getValue(), TypeToken.get(Entry.class)));
        }
      }
    } catch (IOException | JsonParseException e) {
      throw new IOException(source + " is not a safetensors file: its header is no valid JSON", e);
    }
    long start = PREFIX_BYTES + (long) json.length;
    Map<String, Tensor> tensors = new HashMap<>();
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      tensors.put(
          entry.getKey(), tensor(entry.getKey(), entry.getValue(), start, fileBytes, source));
    }
    return new SafetensorsHeader(source, Map.copyOf(tensors));
  }

  private static Tensor tensor(String name, Entry entry, long start, long fileBytes, String source)
      throws IOException {
    if (entry == null
        || entry.dtype() == null
        || entry.shape() == null
        || entry.shape().contains(null)
        || entry.data_offsets() == null
        || entry.data_offsets().size() != 2
        || entry.data_offsets().contains(null)) {
      throw new IOException(
          source
              + " is not a valid safetensors file: tensor "
              + name
              + " lacks dtype, shape or two data_offsets");
    }
    long begin = entry.data_offsets().get(0);
    long end = entry.data_offsets().get(1);
    if (begin < 0 || end < begin) {
      throw new IOException(
          source
              + " is not a valid safetensors file: the data_offsets of tensor "
              + name
              + " are "
              + entry.data_offsets());
    }
    if (end > fileBytes - start) {
      throw new IOException(
          source
              + " is truncated: tensor "
              + name
              + " ends at byte "
              + end
              + " of the data, the file has "
              + (fileBytes - start)
              + " bytes of data");
    }
    return new Tensor(name, entry.dtype(), entry.shape(), start + begin, start + end);
  }

  Tensor kernel(Vgg19Convolution convolution) throws IOException {
    return require(convolution.kernelKey(), convolution.kernelShape());
  }

  Tensor bias(Vgg19Convolution convolution) throws IOException {
    return require(convolution.biasKey(), convolution.biasShape());
  }

  /** A tensor of this name, shape and a type that can be read. */
  private Tensor require(String name, List<Long> shape) throws IOException {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IOException(
          source
              + " has no tensor "
              + name
              + "; expected VGG-19's convolutions with torchvision's key names");
    }
    if (!tensor.shape().equals(shape)) {
      throw new IOException(
          source + ": tensor " + name + " has shape " + tensor.shape() + ", expected " + shape);
    }
    ElementType type = elementType(tensor);
    long elements = shape.stream().reduce(1L, (a, b) -> a * b);
    if (tensor.end() - tensor.begin() != elements * type.bytes()) {
      throw new IOException(
          source
              + ": tensor "
              + name
              + " has "
              + (tensor.end() - tensor.begin())
              + " bytes, expected "
              + elements * type.bytes()
              + " for "
              + type
              + " "
              + shape);
    }
    return tensor;
  }

  /** The values of a tensor from its bytes, all finite. */
  float[] decode(Tensor tensor, byte[] bytes) throws IOException {
    float[] values = elementType(tensor).decode(bytes);
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IOException(
            source
                + ": tensor "
                + tensor.name()
                + " holds "
                + values[i]
                + " at index "
                + i
                + ", expected finite numbers");
      }
    }
    return values;
  }

  private ElementType elementType(Tensor tensor) throws IOException {
    return Arrays.stream(ElementType.values())
        .filter(type -> type.name().equals(tensor.type()))
        .findFirst()
        .orElseThrow(
            () ->
                new IOException(
                    source
                        + ": tensor "
                        + tensor.name()
                        + " is of type "
                        + tensor.type()
                        + ", expected one of "
                        + Arrays.toString(ElementType.values())));
  }
}
