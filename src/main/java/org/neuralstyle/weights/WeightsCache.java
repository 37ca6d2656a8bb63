package org.neuralstyle.weights;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.neuralstyle.storage.GivenPath;
import org.neuralstyle.storage.KeptFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The convolutions that were downloaded from one address: for each a safetensors file with its two
 * tensors as float32, and beside it a JSON file with that file's SHA-256 and what it was made from.
 *
 * <p>A file appears whole or not at all (written beside its place, flushed to the disk, moved
 * atomically), and is only believed with a JSON file that agrees with it, so that two processes
 * that fill the cache at once, or one that is killed, leave nothing wrong behind.
 */
final class WeightsCache {

  private static final int FORMAT_VERSION = 1;
  private static final String TEMPORARY_SUFFIX = ".tmp";
  private static final Duration TEMPORARY_LIFETIME = Duration.ofHours(1);
  private static final Gson GSON = new Gson();
  private static final Logger LOG = LoggerFactory.getLogger(WeightsCache.class);

  private final String address;
  private final Path folder;

  /**
   * A convolution in the cache.
   *
   * @param weights its weights
   * @param version the file they were taken from
   */
  record Layer(ConvolutionWeights weights, RemoteVersion version) {}

  /** The JSON file. */
  private record Description(
      int version,
      String sha256,
      long bytes,
      String address,
      String sourceEntityTag,
      long sourceBytes) {}

  WeightsCache(Path cacheFolder, URI address) {
    // A password is no part of what the file is, and not to be found in the cache.
    this.address = GivenPath.shown(address.toString());
    String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    byte[] name = (this.address + query).getBytes(StandardCharsets.UTF_8);
    this.folder = cacheFolder.resolve("vgg19-" + DigestUtils.sha256Hex(name).substring(0, 12));
  }

  /** Makes the folder and removes what a killed process left there. */
  void prepare() throws IOException {
    Files.createDirectories(folder);
    Instant old = Instant.now().minus(TEMPORARY_LIFETIME);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + TEMPORARY_SUFFIX)) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** A convolution, or nothing if it is not there; one that is damaged is deleted. */
  Optional<Layer> load(Vgg19Convolution convolution) throws IOException {
    Path data = dataFile(convolution);
    Path description = descriptionFile(convolution);
    byte[] bytes;
    byte[] json;
    try {
      bytes = Files.readAllBytes(data);
      json = Files.readAllBytes(description);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    try {
      Description expected = describe(json);
      if (bytes.length != expected.bytes()
          || !DigestUtils.sha256Hex(bytes).equals(expected.sha256())) {
        throw new IOException("not the SHA-256 they were stored with");
      }
      ConvolutionWeights weights = SafetensorsReader.of(bytes, data.toString()).read(convolution);
      return Optional.of(
          new Layer(
              weights, new RemoteVersion(expected.sourceEntityTag(), expected.sourceBytes())));
    } catch (IOException | JsonParseException e) {
      LOG.warn(
          "The damaged weights {} are deleted, to be downloaded anew: {}", data, e.getMessage());
      remove(convolution);
      return Optional.empty();
    }
  }

  private Description describe(byte[] json) throws IOException {
    Description description =
        GSON.fromJson(new String(json, StandardCharsets.UTF_8), Description.class);
    if (description == null
        || description.version() != FORMAT_VERSION
        || description.sha256() == null
        || !address.equals(description.address())
        || description.sourceEntityTag() == null) {
      throw new IOException(
          "their description is not of version " + FORMAT_VERSION + " for " + address);
    }
    return description;
  }

  /** Keeps a convolution. */
  void store(Vgg19Convolution convolution, Layer layer) throws IOException {
    byte[] data = encode(convolution, layer.weights());
    Description description =
        new Description(
            FORMAT_VERSION,
            DigestUtils.sha256Hex(data),
            data.length,
            address,
            layer.version().entityTag(),
            layer.version().bytes());
    write(dataFile(convolution), data);
    write(descriptionFile(convolution), GSON.toJson(description).getBytes(StandardCharsets.UTF_8));
  }

  /** Forgets a convolution. */
  void remove(Vgg19Convolution convolution) throws IOException {
    Files.deleteIfExists(descriptionFile(convolution));
    Files.deleteIfExists(dataFile(convolution));
  }

  private Path dataFile(Vgg19Convolution convolution) {
    return folder.resolve(convolution.key() + ".safetensors");
  }

  private Path descriptionFile(Vgg19Convolution convolution) {
    return folder.resolve(convolution.key() + ".json");
  }

  private static byte[] encode(Vgg19Convolution convolution, ConvolutionWeights weights) {
    byte[] kernel = Vgg19Weights.littleEndian(weights.kernel());
    byte[] bias = Vgg19Weights.littleEndian(weights.bias());
    JsonObject header = new JsonObject();
    header.add(convolution.kernelKey(), entry(convolution.kernelShape(), 0, kernel.length));
    header.add(
        convolution.biasKey(),
        entry(convolution.biasShape(), kernel.length, kernel.length + bias.length));
    String json = header.toString();
    json += " ".repeat(-json.length() & 7); // the format wants the data aligned to 8 bytes
    return ByteBuffer.allocate(
            SafetensorsHeader.PREFIX_BYTES + json.length() + kernel.length + bias.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length())
        .put(json.getBytes(StandardCharsets.US_ASCII))
        .put(kernel)
        .put(bias)
        .array();
  }

  private static JsonObject entry(List<Long> shape, int begin, int end) {
    return GSON.toJsonTree(
            Map.of("dtype", "F32", "shape", shape, "data_offsets", List.of(begin, end)))
        .getAsJsonObject();
  }

  private void write(Path target, byte[] bytes) throws IOException {
    Path temporary =
        Files.createTempFile(folder, target.getFileName().toString(), TEMPORARY_SUFFIX);
    try {
      KeptFile.replace(target, temporary, out -> out.write(bytes));
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) { // a full disk is no FileSystemException by itself
      FileSystemException failure =
          new FileSystemException(temporary.toString(), null, e.getMessage());
      failure.initCause(e);
      throw failure;
    }
  }
}
