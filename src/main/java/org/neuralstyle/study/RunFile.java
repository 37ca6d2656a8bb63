package org.neuralstyle.study;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.neuralstyle.option.Properties;
import org.neuralstyle.storage.KeptFile;
import org.neuralstyle.storage.KeptFile.UnusableException.Fault;
import org.neuralstyle.synthesis.Ending;
import org.neuralstyle.synthesis.EvaluatedLosses;
import org.neuralstyle.synthesis.Inputs;
import org.neuralstyle.synthesis.Scores;
import org.neuralstyle.synthesis.SynthesisResult;

/**
 * A finished run as a {@link KeptFile}. Its content is little endian: the length of a JSON text as
 * an int32, the text, and the image as float32, plane by plane.
 *
 * @param path of the file
 * @param key of the run, see {@link #key}
 */
record RunFile(Path path, String key) {

  private static final String EXTENSION = ".run";
  private static final int KIND = 0x4e53524e; // NSRN
  private static final int VERSION = 1;

  /** Of the key: files of former versions are found, and their runs done again. */
  private static final int KEY_FORMAT = 2;

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().serializeSpecialFloatingPointValues().create();

  private record Header(
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
      List<String> warnings,
      Scores scores) {}

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
            Properties.key(run.settings()).toString(),
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

  private KeptFile kept() {
    return new KeptFile(path, "kept run", KIND, VERSION);
  }

  /** Keeps a result. */
  void write(RunResult result) throws IOException {
    SynthesisResult synthesis = result.result().orElseThrow();
    RgbImage image = synthesis.image();
    Header header =
        new Header(
            key,
            Properties.of(synthesis.settings()),
            image.width(),
            image.height(),
            synthesis.losses(),
            synthesis.evaluations(),
            synthesis.ending().toString(),
            Origin.of(synthesis.environment()),
            synthesis.seconds(),
            result.secondsPerEvaluation(),
            synthesis.warnings(),
            synthesis.scores().orElse(null));
    byte[] json = GSON.toJson(header).getBytes(StandardCharsets.UTF_8);
    kept()
        .write(
            out -> {
              out.writeInt(Integer.reverseBytes(json.length));
              out.write(json);
              out.write(bytes(image).array());
            });
  }

  /**
   * Reads the result of a run with this key.
   *
   * @throws IOException if it is damaged, or written by another version; the message says so
   */
  RunResult read(Run run) throws IOException {
    try {
      return read(run, content().order(ByteOrder.LITTLE_ENDIAN));
    } catch (RuntimeException e) {
      // Whole, but not as this version writes it.
      throw unusable("lacks something, or has a value that makes no sense", e);
    }
  }

  private ByteBuffer content() throws IOException {
    try (DataInputStream in = kept().open()) {
      return ByteBuffer.wrap(in.readAllBytes());
    } catch (KeptFile.UnusableException e) {
      if (e.fault() == Fault.FOREIGN) {
        return contentOfFormerVersion();
      }
      throw unusable(e.getMessage(), e);
    }
  }

  /** There was nothing before the content, and its checksum was little endian too. */
  private ByteBuffer contentOfFormerVersion() throws IOException {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    int length = file.capacity() - Long.BYTES;
    CRC32 crc = new CRC32();
    crc.update(file.array(), 0, Math.max(0, length));
    if (length < 0 || file.getLong(length) != crc.getValue()) {
      throw unusable("is damaged, or of another version", null);
    }
    return file.limit(length);
  }

  private RunResult read(Run run, ByteBuffer content) throws IOException {
    byte[] json = new byte[content.getInt()];
    content.get(json);
    Header header = GSON.fromJson(new String(json, StandardCharsets.UTF_8), Header.class);
    if (!key.equals(header.key)) {
      throw unusable("is of another run", null);
    }
    float[] planes = new float[3 * header.width * header.height];
    content.asFloatBuffer().get(planes);
    RgbImage image = new RgbImage(header.width, header.height, planes);
    SynthesisResult result =
        new SynthesisResult(
            image,
            image,
            run.settings(),
            header.losses,
            header.evaluations,
            Ending.parse(header.ending),
            header.origin.environment(),
            header.seconds,
            header.warnings,
            Optional.ofNullable(header.scores));
    return new RunResult(
        run, Optional.of(result), Optional.empty(), header.secondsPerEvaluation, true);
  }

  private IOException unusable(String how, Exception cause) {
    return new IOException("The kept run " + path + " " + how + ".", cause);
  }
}
