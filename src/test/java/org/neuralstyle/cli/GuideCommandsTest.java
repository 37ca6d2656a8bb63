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
 * The command lines of README and guide run: as they are but for the files' folder, the size, the
 * number of evaluations and of parts of a benchmark.
 */
class GuideCommandsTest extends CliTest {

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final Pattern FILE = Pattern.compile("[\\w*-]+\\.(tif|png|jpg|mp4|csv|json|run)");
  private static final Set<String> FOLDERS =
      Set.of("stained", "distances", "grid", "gallery", "page", "work", "study");

  /** What runs them instead. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "mvn", "the build itself, and PackedFolderTest what it packs",
          "export", "sets variables of the shell",
          "install-imagej", "PackedFolderTest, into folders like those of ImageJ and Fiji",
          "neural-style-imagej", "PackedFolderTest, with a macro",
          "neural-style-spark",
              "SparkLaunchersTest, and the tests of its commands; here it is parsed",
          "spark-submit", "SparkLaunchersTest, on the cores of one machine");

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
    Files.createDirectories(folder.resolve("frames"));
    for (int i = 0; i < 6; i++) {
      Path frame = folder.resolve("frames/%d.png".formatted(i));
      assertTrue(ImageIO.write(noise().getSubimage(i, 0, 40, 32), "png", frame.toFile()));
    }
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
    return words.get(0).matches("(target/neural-style/bin/)?neural-style") || isOther(words);
  }

  private static boolean isOther(List<String> words) {
    return OTHERS.containsKey(words.get(0).replace("target/neural-style/bin/", ""));
  }

  private void check(String line) throws IOException {
    List<String> words = words(line);
    assertTrue(known(words), line);
    boolean installs = words.get(0).endsWith("install-imagej");
    // Its commands and their options are those of the command line.
    boolean onSpark = words.get(0).equals("neural-style-spark");
    if (isOther(words) && !installs && !onSpark) {
      return;
    }
    List<String> arguments = new ArrayList<>(words.subList(installs ? 0 : 1, words.size()));
    if (installs) {
      arguments.set(0, "install-imagej");
    }
    CommandLine parser = NeuralStyleCli.commandLine();
    ParseResult parsed = parser.parseArgs(arguments.toArray(String[]::new));
    if (installs || onSpark) {
      return;
    }
    while (parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    quickly(arguments, parsed.commandSpec());
    Files.deleteIfExists(folder.resolve("out.mp4"));
    Answer answer = run(arguments.toArray());
    // Films of noise may miss what is wanted of films, and are measured all the same.
    if (arguments.get(0).equals("benchmark-stack")) {
      assertTrue(answer.out().contains("flicker,frames lag 4: "), answer.err());
      assertFalse(answer.out().contains("NaN"), answer.out());
    } else {
      assertEquals(0, answer.code(), arguments + ": " + answer.err());
    }
    assertNoTrace(answer);
    int output = arguments.indexOf("--output");
    assertTrue(output < 0 || Files.exists(Path.of(arguments.get(output + 1))), line);
    int table = arguments.indexOf("--csv");
    assertTrue(table < 0 || Files.size(Path.of(arguments.get(table + 1))) > 100, line);
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
    boolean films = arguments.get(0).equals("benchmark-stack");
    quick.put("--size", films ? "64" : "32");
    quick.put("--sizes", "32");
    quick.put("--iterations", "2");
    quick.put("--evaluations", "1");
    quick.put("--time-to-loss", "0");
    quick.put("--memory-growth", "0");
    quick.put("--controls", arguments.contains("--controls") ? "32" : "0");
    quick.put("--frames", "6");
    quick.put("--film", folder.resolve("frames").toString());
    quick.put("--only", "FILM");
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
