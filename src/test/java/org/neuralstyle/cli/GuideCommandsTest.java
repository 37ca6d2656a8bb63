package org.neuralstyle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Java2DFrameConverter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.neuralstyle.Pages;
import org.neuralstyle.picture.ImageFiles;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/**
 * The command lines of README and guide run: as they are but for the files' folder, the size and
 * the number of evaluations. Those that take minutes are only parsed.
 */
class GuideCommandsTest extends CliTest {

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final Pattern FILE = Pattern.compile("[\\w*-]+\\.(tif|png|jpg|mp4|csv|json|run)");
  private static final Set<String> FOLDERS =
      Set.of("stained", "distances", "grid", "gallery", "page", "work");
  private static final Set<String> LONG =
      Set.of("study", "benchmark", "benchmark-stack", "install-imagej");

  /** What other tests run, or what is no program. */
  private static final Set<String> OTHERS =
      Set.of(
          "mvn",
          "export",
          "neural-style-imagej",
          "neural-style-spark",
          "spark-submit",
          "src/update-site/dry-run");

  @BeforeEach
  void makeInputs() throws IOException {
    for (String name : List.of("boats", "painting", "photo", "style", "one", "two", "result")) {
      for (String ending : List.of("tif", "png", "jpg")) {
        save(folder.resolve(name + "." + ending));
      }
    }
    for (String name : List.of("mask.png", "sky.png", "night.png")) {
      halves(folder.resolve(name));
    }
    save(folder.resolve("other.tif"));
    Files.createDirectories(folder.resolve("stained"));
    save(folder.resolve("stained/a.png"));
    save(folder.resolve("stained/b.png"));
    try (FFmpegFrameRecorder film =
            new FFmpegFrameRecorder(folder.resolve("in.mp4").toFile(), 48, 32);
        Java2DFrameConverter converter = new Java2DFrameConverter()) {
      film.setVideoCodec(avcodec.AV_CODEC_ID_H264);
      film.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
      film.start();
      for (int i = 0; i < 2; i++) {
        film.record(converter.convert(noise()));
      }
    }
  }

  private static BufferedImage noise() {
    BufferedImage image = new BufferedImage(48, 32, BufferedImage.TYPE_3BYTE_BGR);
    Random random = new Random(1);
    for (int i = 0; i < 48 * 32; i++) {
      image.setRGB(i % 48, i / 48, random.nextInt());
    }
    return image;
  }

  /** White on the left, black on the right. */
  private static void halves(Path file) throws IOException {
    BufferedImage image = new BufferedImage(48, 32, BufferedImage.TYPE_BYTE_GRAY);
    image.createGraphics().fillRect(0, 0, 20, 32);
    assertTrue(ImageIO.write(image, "png", file.toFile()));
  }

  private static void save(Path file) throws IOException {
    if (file.toString().endsWith(".tif")) {
      ImageFiles.save(new ij.ImagePlus("image", noise()), file);
    } else {
      String format = file.toString().endsWith(".png") ? "png" : "jpg";
      assertTrue(ImageIO.write(noise(), format, file.toFile()));
    }
  }

  @TestFactory
  Stream<DynamicTest> commandLinesRun() throws IOException {
    return lines().stream().map(line -> DynamicTest.dynamicTest(line, () -> check(line)));
  }

  @Test
  void aLineWithAnUnknownOptionIsFound() {
    assertEquals(2, CliTest.run("transfer", "--contents", "a.png").code());
    assertFalse(known(List.of("neural-stile", "transfer")));
  }

  private static List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Pages.Block block : Pages.blocks("sh")) {
      for (String line : block.text().replace("\\\n", " ").split("\n|&&")) {
        if (!lines.contains(line.strip())) {
          lines.add(line.strip());
        }
      }
    }
    assertTrue(lines.size() > 20, lines.toString());
    return lines;
  }

  private static boolean known(List<String> words) {
    return words.get(0).matches("(target/neural-style/bin/)?(neural-style|install-imagej)")
        || OTHERS.contains(words.get(0));
  }

  private void check(String line) throws IOException {
    List<String> words = words(line);
    assertTrue(known(words), line);
    if (OTHERS.contains(words.get(0))) {
      return;
    }
    List<String> arguments = new ArrayList<>(words.subList(1, words.size()));
    if (words.get(0).endsWith("install-imagej")) {
      arguments.add(0, "install-imagej");
    }
    CommandLine parser = NeuralStyleCli.commandLine();
    ParseResult parsed = parser.parseArgs(arguments.toArray(String[]::new));
    while (parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    if (LONG.contains(parsed.commandSpec().name())) {
      return;
    }
    quickly(arguments, parsed.commandSpec());
    Files.deleteIfExists(folder.resolve("out.mp4"));
    Answer answer = run(arguments.toArray());
    assertEquals(0, answer.code(), arguments + ": " + answer.err());
    assertNoTrace(answer);
    int output = arguments.indexOf("--output");
    assertTrue(output < 0 || Files.exists(Path.of(arguments.get(output + 1))), line);
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    while (matcher.find()) {
      words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    return words;
  }

  private void quickly(List<String> arguments, CommandLine.Model.CommandSpec command) {
    // Commands may be called like folders.
    arguments
        .subList(arguments.get(0).equals("sweep") ? 2 : 1, arguments.size())
        .replaceAll(
            word ->
                FILE.matcher(word).matches() || FOLDERS.contains(word)
                    ? folder.resolve(word).toString()
                    : word.matches("\\w+: .*") ? word + " --iterations 2" : word);
    Map<String, String> quick = new LinkedHashMap<>();
    quick.put("--size", "32");
    quick.put("--sizes", "32");
    quick.put("--iterations", "2");
    quick.put("--weights", "untrained");
    quick.put("--device", "cpu");
    quick.put("--report", folder.resolve("report.json").toString());
    quick.forEach(
        (option, value) -> {
          if (command.findOption(option) != null) {
            int at = arguments.indexOf(option);
            if (at >= 0) {
              arguments.set(at + 1, value);
            } else {
              arguments.addAll(List.of(option, value));
            }
          }
        });
  }
}
