package org.neuralstyle.weights;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
  // Of a file that is damaged, every other value has an exponent beyond it.
  private static final float LARGEST = 1e6f;

  private static final int MAX_JSON_BYTES = 1 << 20;

  /** What is wrong with a header that is JSON. */
  private static final class InvalidHeader extends IOException {
    private static final long serialVersionUID = 1L;

    InvalidHeader(String message) {
      super(message);
    }
  }

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
    long start = PREFIX_BYTES + (long) json.length;
    Map<String, Tensor> tensors = new HashMap<>();
    try (JsonReader reader = new JsonReader(new StringReader(text(json)))) {
      reader.beginObject();
      Set<String> names = new HashSet<>();
      while (reader.hasNext()) {
        String name = reader.nextName();
        if (!names.add(name)) {
          throw new InvalidHeader("there are two tensors " + name);
        }
        if (name.equals("__metadata__")) {
          reader.skipValue();
        } else {
          tensors.put(name, tensor(reader, name, start));
        }
      }
      reader.endObject();
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new InvalidHeader("there is something after its header's end");
      }
    } catch (InvalidHeader e) {
      throw new IOException(source + " is not a valid safetensors file: " + e.getMessage(), e);
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      throw new IOException(source + " is not a safetensors file: its header is no valid JSON", e);
    }
    checkPlaces(tensors.values(), start, fileBytes, source);
    return new SafetensorsHeader(source, Map.copyOf(tensors));
  }

  /** Refuses what is no UTF-8. */
  private static String text(byte[] json) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
  }

  private static Tensor tensor(JsonReader reader, String name, long start) throws IOException {
    String type = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    Set<String> members = new HashSet<>();
    reader.beginObject();
    while (reader.hasNext()) {
      String member = reader.nextName();
      if (!members.add(member)) {
        throw new InvalidHeader("tensor " + name + " has " + member + " twice");
      }
      switch (member) {
        case "dtype" ->
            type = reader.peek() == JsonToken.STRING ? reader.nextString() : skip(reader);
        case "shape" -> shape = numbers(reader, name, member);
        case "data_offsets" -> offsets = numbers(reader, name, member);
        default -> reader.skipValue();
      }
    }
    reader.endObject();
    if (type == null || shape == null || offsets == null || offsets.size() != 2) {
      throw new InvalidHeader("tensor " + name + " lacks dtype, shape or two data_offsets");
    }
    if (offsets.get(1) < offsets.get(0)) {
      throw new InvalidHeader("the data_offsets of tensor " + name + " are " + offsets);
    }
    return new Tensor(name, type, shape, start + offsets.get(0), start + offsets.get(1));
  }

  private static String skip(JsonReader reader) throws IOException {
    reader.skipValue();
    return null;
  }

  /** Whole numbers of 0 or more, written as such; null where there is no list. */
  private static List<Long> numbers(JsonReader reader, String name, String member)
      throws IOException {
    if (reader.peek() != JsonToken.BEGIN_ARRAY) {
      reader.skipValue();
      return null;
    }
    List<Long> numbers = new ArrayList<>();
    reader.beginArray();
    while (reader.hasNext()) {
      boolean number = reader.peek() == JsonToken.NUMBER;
      String text =
          number || reader.peek() == JsonToken.STRING ? reader.nextString() : skip(reader);
      // 18 digits fit a long, with room for sums.
      if (!number || !text.matches("0|[1-9][0-9]{0,17}")) {
        throw new InvalidHeader(
            "the " + member + " of tensor " + name + " hold " + text + ", expected whole numbers");
      }
      numbers.add(Long.valueOf(text));
    }
    reader.endArray();
    return numbers;
  }

  /** Tensors lie one after the other, from the header to the file's end, as the format wants it. */
  private static void checkPlaces(
      Collection<Tensor> tensors, long start, long fileBytes, String source) throws IOException {
    List<Tensor> sorted = new ArrayList<>(tensors);
    sorted.sort(Comparator.comparingLong(Tensor::begin).thenComparingLong(Tensor::end));
    long end = start;
    for (Tensor tensor : sorted) {
      if (tensor.end() > fileBytes) {
        throw new IOException(
            source
                + " is truncated: tensor "
                + tensor.name()
                + " ends at byte "
                + (tensor.end() - start)
                + " of the data, the file has "
                + (fileBytes - start)
                + " bytes of data");
      }
      if (tensor.begin() != end) {
        throw new IOException(
            source
                + " is not a valid safetensors file: tensor "
                + tensor.name()
                + (tensor.begin() < end ? " overlaps another one" : " comes after a gap"));
      }
      end = tensor.end();
    }
    if (end != fileBytes) {
      throw new IOException(
          source
              + " is not a valid safetensors file: "
              + (fileBytes - end)
              + " bytes follow the last tensor");
    }
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

  /** The values of a tensor from its bytes, all finite and as small as trained ones. */
  float[] decode(Tensor tensor, byte[] bytes) throws IOException {
    float[] values = elementType(tensor).decode(bytes);
    for (int i = 0; i < values.length; i++) {
      if (!(Math.abs(values[i]) <= LARGEST)) {
        throw new IOException(
            source
                + ": tensor "
                + tensor.name()
                + " holds "
                + values[i]
                + " at index "
                + i
                + ", expected numbers up to a million, as trained networks have them");
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
