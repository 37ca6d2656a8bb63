package org.neuralstyle.cli;

import com.google.gson.JsonParser;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.neuralstyle.weights.SyntheticWeights;

/** Damaged safetensors files. What differs is seen in the losses. */
final class WeightsFaults implements FaultCase.Kind {

  private static final String[] WORDS = {
    "F32",
    "F16",
    "BF16",
    "F64",
    "I8",
    "features.0.weight",
    "features.0.bias",
    "shape",
    "dtype",
    "data_offsets",
    "[",
    "]",
    "{",
    "}",
    "\"",
    ",",
    "-1",
    "1.5",
    "1e3",
    "null",
    "99999999999999999999"
  };

  private final SyntheticWeights weights = new SyntheticWeights(3);
  private final Object losses;

  WeightsFaults(Path folder) throws Exception {
    Path place = Files.createDirectories(folder.resolve("whole-weights"));
    Path file = place.resolve("vgg.safetensors");
    weights.write(file, weights.size());
    Path report = place.resolve("report.json");
    CliTest.Answer answer = transfer(place, file.toString()).run();
    if (answer.code() != 0) {
      throw new IllegalStateException(answer.err());
    }
    losses = losses(report);
  }

  static FaultCase.Command transfer(Path folder, String weights) throws Exception {
    Path style = ImageFaults.style(folder);
    List<Object> args = new ArrayList<>(List.of("transfer", "--content", style, "--style", style));
    args.addAll(List.of("--output", folder.resolve("result.png"), "--init", "noise", "--quiet"));
    args.addAll(List.of("--report", folder.resolve("report.json"), "--iterations", 1));
    args.addAll(List.of("--content-layers", "conv1_1", "--style-layers", "conv1_1"));
    args.addAll(List.of("--scales", 1, "--precision", "float32", "--device", "cpu"));
    args.addAll(List.of("--weights", weights));
    return () -> CliTest.run(args.toArray());
  }

  static Object losses(Path report) throws Exception {
    return JsonParser.parseString(Files.readString(report)).getAsJsonObject().get("losses");
  }

  @Override
  public FaultCase next(Path folder, Random random) throws Exception {
    Path file = folder.resolve("damaged.safetensors");
    weights.write(file, weights.size());
    byte[] header = weights.header();
    boolean data = false;
    String what;
    byte[] changed = header;
    long size = weights.size();
    switch (random.nextInt(5)) {
      case 0 -> {
        size = (long) (random.nextDouble() * size);
        what = "cut to %d bytes".formatted(size);
      }
      case 1 -> {
        Damage damage = Damage.of(header, random);
        changed = damage.bytes();
        what = "in the header: " + damage.what();
      }
      case 2 -> {
        long at = header.length + 4096L * 25088 * 4 + random.nextInt(8000);
        byte[] wrong = new byte[1 + random.nextInt(100)];
        random.nextBytes(wrong);
        write(file, at, wrong);
        data = true;
        what = "%d bytes at %d of the tensors".formatted(wrong.length, at);
      }
      case 3 -> {
        // A word for another one, with the length of the header set right.
        String json =
            new String(header, 8, header.length - 8, java.nio.charset.StandardCharsets.UTF_8);
        String from = WORDS[random.nextInt(WORDS.length)];
        String to = WORDS[random.nextInt(WORDS.length)];
        int at = json.indexOf(from, random.nextInt(json.length()));
        at = at < 0 ? json.indexOf(from) : at;
        changed =
            at < 0
                ? header
                : withLength(json.substring(0, at) + to + json.substring(at + from.length()));
        what = at < 0 ? "nothing" : "%s for %s at %d of the header".formatted(to, from, at);
      }
      default -> {
        String json =
            new String(header, 8, header.length - 8, java.nio.charset.StandardCharsets.UTF_8);
        int at = random.nextInt(json.length());
        while (!Character.isDigit(json.charAt(at))) {
          at = random.nextInt(json.length());
        }
        char digit = (char) ('0' + random.nextInt(10));
        changed = withLength(json.substring(0, at) + digit + json.substring(at + 1));
        what = "digit %c at %d of the header".formatted(digit, at);
      }
    }
    if (changed != header) {
      write(file, 0, changed);
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
    boolean values = data;
    Path report = folder.resolve("report.json");
    return FaultCase.of(
            what,
            // Values have no sum; some are as good as those of no network.
            List.of(file.toString(), data ? "the loss exploded" : file.toString()),
            transfer(folder, file.toString()),
            Set.of(report, folder.resolve("result.png"), folder.resolve("style.png")))
        .withResult(() -> losses(report), losses, () -> !values);
  }

  private static byte[] withLength(String json) {
    byte[] text = json.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + text.length)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .array();
  }

  private static void write(Path file, long at, byte[] bytes) throws Exception {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes), at);
    }
  }
}
