package org.neuralstyle.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.neuralstyle.picture.SampleImages;

/**
 * Damaged images of all kinds, as content and as start. Without weights the result is the image
 * itself.
 */
final class ImageFaults implements FaultCase.Kind {

  private static final Path CASES = Path.of("..", "shared", "cases", "images");

  private final List<Sample> samples = new ArrayList<>();

  /**
   * A whole image.
   *
   * @param ending of names, which matters for nothing but FFmpeg
   * @param result what comes of it
   * @param known whether FFmpeg has nothing to say about it
   */
  private record Sample(String name, String ending, byte[] bytes, Object result, boolean known) {}

  ImageFaults(Path folder) throws Exception {
    Path place = Files.createDirectories(folder.resolve("whole-images"));
    Map<String, byte[]> whole = new TreeMap<>();
    for (String kind : SampleImages.KINDS) {
      whole.put(kind + "." + ending(kind), SampleImages.whole(kind, place));
    }
    if (Files.isDirectory(CASES)) {
      try (Stream<Path> files = Files.list(CASES)) {
        for (Path file : files.toList()) {
          whole.put(file.getFileName().toString(), Files.readAllBytes(file));
        }
      }
    }
    for (Map.Entry<String, byte[]> entry : whole.entrySet()) {
      String name = entry.getKey();
      Path file = Files.write(place.resolve(name), entry.getValue());
      Path output = place.resolve("result.png");
      // Those that are refused, or used with a warning, are damaged already.
      CliTest.Answer answer = same(file, style(place), output, false).run();
      if (answer.code() == NeuralStyleCli.OK && FaultCampaign.isSilent(answer)) {
        samples.add(
            new Sample(
                name,
                name.substring(name.lastIndexOf('.')),
                entry.getValue(),
                pixels(output),
                !OtherDecoder.complains(file)));
      }
    }
  }

  private static String ending(String kind) {
    return switch (kind) {
      case "png16" -> "png";
      case "stack", "float", "deflate", "lzw", "jpeg" -> "tif";
      case "text" -> "pgm";
      default -> kind;
    };
  }

  static Path style(Path folder) throws IOException {
    Path style = folder.resolve("style.png");
    BufferedImage image = new BufferedImage(20, 28, BufferedImage.TYPE_INT_RGB);
    image.setRGB(3, 4, 0xff8040);
    ImageIO.write(image, "png", style.toFile());
    return style;
  }

  private static FaultCase.Command same(Path image, Path style, Path output, boolean start) {
    List<Object> args = new ArrayList<>(List.of("transfer", "--content", start ? style : image));
    args.addAll(List.of("--style", style, "--output", output, "--size", 48, "--quiet"));
    args.addAll(List.of("--iterations", 1, "--style-weight", 0, "--content-layers", "conv1_1"));
    args.addAll(List.of("--style-layers", "conv1_1", "--scales", 1, "--precision", "float32"));
    if (start) {
      args.addAll(List.of("--init", image, "--content-weight", 0));
    }
    return () -> CliTest.runQuickly(args.toArray());
  }

  /** Size and colours, to be compared. */
  static Object pixels(Path file) throws IOException {
    BufferedImage image = ImageIO.read(file.toFile());
    int[] rgb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return List.of(image.getWidth(), image.getHeight(), Arrays.hashCode(rgb));
  }

  @Override
  public FaultCase next(Path folder, Random random) throws Exception {
    Sample sample = samples.get(random.nextInt(samples.size()));
    Damage damage = Damage.of(sample.bytes(), random);
    Path image = Files.write(folder.resolve("damaged" + sample.ending()), damage.bytes());
    Path output = folder.resolve("result.png");
    boolean start = random.nextInt(5) == 0;
    FaultCase one =
        FaultCase.of(
            sample.name() + ", " + damage.what(),
            List.of(image.toString()),
            same(image, style(folder), output, start),
            Set.of(output));
    return start
        ? one
        : one.withResult(
            () -> pixels(output),
            sample.result(),
            () -> damage.cut() || (sample.known() && OtherDecoder.complains(image)));
  }
}
