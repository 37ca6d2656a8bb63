package org.neuralstyle.study;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.objective.Losses;
import org.neuralstyle.synthesis.Ending;
import org.neuralstyle.synthesis.EvaluatedLosses;
import org.neuralstyle.synthesis.Inputs;
import org.neuralstyle.synthesis.SynthesisResult;

/**
 * A finished run as a file: the length of a JSON text as a little-endian int32, the text, and the
 * image as little-endian float32, plane by plane, and the CRC-32 of all that as an int64.
 *
 * @param path of the file
 * @param key of the run, see {@link #key}
 */
record RunFile(Path path, String key) {

  private static final String EXTENSION = ".run";
  private static final int FORMAT = 3;

  /** Of the key: files of former versions are found, and their runs done again. */
  private static final int KEY_FORMAT = 2;

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().serializeSpecialFloatingPointValues().create();

  private record Header(
      int format,
      String key,
      Map<String, Object> settings,
      int width,
      int height,
      Losses losses,
      List<EvaluatedLosses> evaluations,
      String ending,
      Origin origin,
      double seconds,
      double secondsPerEvaluation,
      List<String> warnings) {}

  /** The environment of a run in plain values; no file's hash is null. */
  private record Origin(
      String version,
      String device,
      int threads,
      String weights,
      String weightsSha256,
      String weightsFileSha256,
      boolean trained) {

    static Origin of(SynthesisResult.Environment environment) {
      return new Origin(
          environment.version(),
          environment.device(),
          environment.threads(),
          environment.weights(),
          environment.weightsSha256(),
          environment.weightsFileSha256().orElse(null),
          environment.trained());
    }

    SynthesisResult.Environment environment() {
      return new SynthesisResult.Environment(
          version,
          device,
          threads,
          weights,
          weightsSha256,
          Optional.ofNullable(weightsFileSha256),
          trained);
    }
  }

  /**
   * SHA-256 of all that a run's result depends on, but for the number of threads, which rounds
   * otherwise.
   */
  static String key(Run run, Inputs inputs, SynthesisResult.Environment environment) {
    MessageDigest digest = DigestUtils.getSha256Digest();
    String text =
        String.join(
            "\n",
            "neural-style run " + KEY_FORMAT,
            environment.version(),
            environment.weightsSha256(),
            environment.device(),
            run.settings().toMap().toString(),
            String.valueOf(run.repetition()));
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    update(digest, inputs.content());
    update(digest, inputs.style());
    return Hex.encodeHexString(digest.digest());
  }

  /** The file of a run in a folder. */
  static RunFile in(Path folder, String key) {
    return new RunFile(folder.resolve(key + EXTENSION), key);
  }

  /** How many finished runs, of any sweeps, a folder holds. */
  static long count(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(EXTENSION)).count();
    }
  }

  private static void update(MessageDigest digest, Optional<RgbImage> image) {
    digest.update((byte) (image.isPresent() ? 1 : 0));
    image.ifPresent(
        i -> {
          digest.update(ByteBuffer.allocate(8).putInt(i.width()).putInt(i.height()).flip());
          digest.update(bytes(i));
        });
  }

  private static ByteBuffer bytes(RgbImage image) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(image.planes().length, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(image.planes());
    return bytes;
  }

  /** Writes a result beside its place and moves it there, so that no part of one is ever found. */
  void write(RunResult result) throws IOException {
    SynthesisResult synthesis = result.result().orElseThrow();
    RgbImage image = synthesis.image();
    Header header =
        new Header(
            FORMAT,
            key,
            synthesis.settings().toMap(),
            image.width(),
            image.height(),
            synthesis.losses(),
            synthesis.evaluations(),
            synthesis.ending().toString(),
            Origin.of(synthesis.environment()),
            synthesis.seconds(),
            result.secondsPerEvaluation(),
            synthesis.warnings());
    byte[] json = GSON.toJson(header).getBytes(StandardCharsets.UTF_8);
    ByteBuffer planes = bytes(image);
    ByteBuffer all =
        ByteBuffer.allocate(Integer.BYTES + json.length + planes.capacity() + Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(json.length)
            .put(json)
            .put(planes);
    all.putLong(checksum(all.array()));
    Path part = path.resolveSibling(path.getFileName() + ".part");
    try (FileChannel channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      all.flip();
      while (all.hasRemaining()) {
        channel.write(all);
      }
      channel.force(true);
    }
    Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Of all but the checksum itself, which ends the file. */
  private static long checksum(byte[] file) {
    CRC32 crc = new CRC32();
    crc.update(file, 0, file.length - Long.BYTES);
    return crc.getValue();
  }

  /**
   * Reads the result of a run with this key.
   *
   * @throws IOException if it is damaged, or written by another version; the message says so
   */
  RunResult read(Run run) throws IOException {
    byte[] file = Files.readAllBytes(path);
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length < Integer.BYTES + Long.BYTES
        || bytes.getLong(file.length - Long.BYTES) != checksum(file)) {
      throw damaged("is damaged, or of another version", null);
    }
    bytes.limit(file.length - Long.BYTES);
    try {
      return read(run, bytes);
    } catch (RuntimeException e) {
      // Whole, but not as this version writes it.
      throw damaged("lacks something, or has a value that makes no sense", e);
    }
  }

  private RunResult read(Run run, ByteBuffer bytes) throws IOException {
    Header header = header(bytes);
    if (header.format != FORMAT || !key.equals(header.key)) {
      throw damaged("is of another version or run", null);
    }
    int length = 3 * header.width * header.height;
    if (bytes.remaining() != length * Float.BYTES) {
      throw damaged("is incomplete", null);
    }
    float[] planes = new float[length];
    bytes.asFloatBuffer().get(planes);
    SynthesisResult result =
        new SynthesisResult(
            new RgbImage(header.width, header.height, planes),
            run.settings(),
            header.losses,
            header.evaluations,
            Ending.parse(header.ending),
            header.origin.environment(),
            header.seconds,
            header.warnings);
    return new RunResult(
        run, Optional.of(result), Optional.empty(), header.secondsPerEvaluation, true);
  }

  private Header header(ByteBuffer bytes) throws IOException {
    int length = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt();
    if (length < 0 || length > bytes.remaining()) {
      throw damaged("is incomplete", null);
    }
    byte[] json = new byte[length];
    bytes.get(json);
    try {
      Header header = GSON.fromJson(new String(json, StandardCharsets.UTF_8), Header.class);
      if (header == null) {
        throw damaged("is empty", null);
      }
      return header;
    } catch (JsonParseException e) {
      throw damaged("is damaged", e);
    }
  }

  private IOException damaged(String how, Exception cause) {
    return new IOException("The kept run " + path + " " + how + ".", cause);
  }
}
