package org.neuralstyle.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ShortBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neuralstyle.picture.FrameFiles;
import org.neuralstyle.picture.ImageFiles;
import org.neuralstyle.stack.FrameSource;

/** Films and image sequences on the command line. */
class StylizeVideoTest extends CliTest {

  private static final int FRAMES = 4;
  private static final double RATE = 12.5;

  private static Answer stylize(Object... args) {
    List<Object> all = new ArrayList<>(List.of("stylize-video"));
    all.addAll(List.of(args));
    // The speed that decides on a precision is measured, and another one under load.
    all.addAll(List.of("--iterations", 3, "--style-layers", "1", "--content-layers", "1"));
    all.addAll(List.of("--precision", "float32"));
    return runQuickly(all.toArray());
  }

  private Path film(String name) throws IOException {
    Path file = folder.resolve(name);
    try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), 64, 48, 2)) {
      recorder.setFrameRate(RATE);
      recorder.setVideoCodec(avcodec.AV_CODEC_ID_H264);
      recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
      recorder.setAudioCodec(avcodec.AV_CODEC_ID_AAC);
      recorder.setSampleRate(44100);
      recorder.start();
      for (int i = 0; i < FRAMES; i++) {
        try (Frame picture = new Frame(64, 48, Frame.DEPTH_UBYTE, 3)) {
          recorder.record(picture);
        }
        recorder.recordSamples(44100, 2, ShortBuffer.wrap(new short[2 * (int) (44100 / RATE)]));
      }
    }
    return file;
  }

  @Test
  void aFilmKeepsSizeRateAndSound() throws IOException {
    Path out = folder.resolve("out.mp4");
    Answer answer = stylize(film("in.mp4"), style, out);
    assertDone(answer);
    assertNoTrace(answer);
    assertTrue(answer.out().contains("4 of 4 frames"), answer.out());
    try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(out.toFile())) {
      grabber.start();
      assertEquals("64 x 48", grabber.getImageWidth() + " x " + grabber.getImageHeight());
      assertEquals(RATE, grabber.getVideoFrameRate(), 0.01);
      assertEquals(2, grabber.getAudioChannels());
      assertEquals(44100, grabber.getSampleRate());
    }
  }

  @Test
  void aSoundThatIsLeftOutIsTold() throws IOException {
    Answer answer = stylize(film("in.mp4"), style, folder.resolve("out.gif"));
    assertDone(answer);
    assertTrue(answer.err().contains("The sound of " + folder.resolve("in.mp4")), answer.err());
  }

  /** H.264 has a largest size; no frame is made in vain. */
  @Test
  void framesThatTheFormatCannotHoldAreToldBeforeTheFirst() throws IOException {
    Path in = Files.createDirectory(folder.resolve("in"));
    Files.move(image("f.png", WIDTH, HEIGHT, 1), in.resolve("f1.png"));
    Path out = folder.resolve("out.mp4");
    Answer answer = stylize(in, style, out, "--size", 4400, "--force", "--verbose");
    assertEquals(1, answer.code(), answer.err());
    assertTrue(answer.err().contains("4400 x 3300 px cannot be written to " + out), answer.err());
    assertFalse(answer.err().contains("evaluation"), answer.err());
    assertEquals(List.of("content.png", "in", "style.png"), names(folder));
  }

  /** Infinite values of one slice are the brightest, as in single images, and it is said. */
  @Test
  void stacksWithValuesThatAreNoneAreReadAsSingleImagesAre() throws IOException {
    ImageStack stack = new ImageStack(WIDTH, HEIGHT);
    for (int i = 0; i < 2; i++) {
      float[] values = new float[WIDTH * HEIGHT];
      for (int k = 0; k < values.length; k++) {
        values[k] = k % WIDTH;
      }
      values[5] = i == 1 ? Float.POSITIVE_INFINITY : 5;
      values[6] = i == 1 ? Float.NaN : 6;
      stack.addSlice(new FloatProcessor(WIDTH, HEIGHT, values));
    }
    Path in = folder.resolve("in.tif");
    ImageFiles.save(new ImagePlus("in", stack), in);
    List<String> warnings = new ArrayList<>();
    try (FrameSource source = FrameFiles.open(in, warnings::add)) {
      assertEquals(1, source.read(1).planes()[5]);
      assertEquals(0, source.read(1).planes()[6]);
      assertEquals(0.5, source.read(0).planes()[16], 0.05);
    }
    assertTrue(warnings.toString().contains(in + " holds infinite values or NaN"), "" + warnings);
  }

  @Test
  void sequencesGoOnWithTheirWorkFolder() throws IOException {
    Path in = Files.createDirectory(folder.resolve("in"));
    for (int i = 1; i <= FRAMES; i++) {
      Files.move(image("f.png", WIDTH, HEIGHT, i), in.resolve("f%d.png".formatted(i)));
    }
    Path whole = folder.resolve("whole");
    assertDone(stylize(in, style, whole));
    assertEquals(
        List.of("frame-000001.png", "frame-000002.png", "frame-000003.png", "frame-000004.png"),
        names(whole));
    assertEquals(2, stylize(in, style, whole).code(), "a folder with frames was written to");
    Path work = folder.resolve("work");
    Path out = folder.resolve("out");
    assertDone(stylize(in, style, out, "--work", work));
    Files.delete(work.resolve("frame-000004.nsfr"));
    Files.delete(work.resolve("frame-000003.nsfr"));
    Files.delete(out.resolve("frame-000003.png"));
    Files.delete(out.resolve("frame-000004.png"));
    assertDone(stylize(in, style, out, "--work", work));
    for (String name : names(whole)) {
      assertArrayEquals(
          Files.readAllBytes(whole.resolve(name)), Files.readAllBytes(out.resolve(name)), name);
    }
  }

  @Test
  void tiffStacksAreReadAndTiffSequencesWritten() throws IOException {
    ImageStack stack = new ImageStack(WIDTH, HEIGHT);
    for (int i = 0; i < 3; i++) {
      stack.addSlice(new ColorProcessor(WIDTH, HEIGHT));
    }
    Path in = folder.resolve("in.tif");
    ImageFiles.save(new ImagePlus("in", stack), in);
    Path out = folder.resolve("tiffs");
    assertDone(stylize(in, style, out, "--format", "tif", "--slices"));
    assertEquals(List.of("frame-000001.tif", "frame-000002.tif", "frame-000003.tif"), names(out));
    assertEquals(24, ImageFiles.open(out.resolve("frame-000003.tif")).getBitDepth());
  }

  /** As people number them; and macOS leaves hidden files beside others. */
  @Test
  void imagesAreTakenInTheOrderOfTheirNumbers() throws IOException {
    Path in = Files.createDirectory(folder.resolve("in"));
    for (int i = 1; i <= 11; i++) {
      int grey = 0x101010 * i;
      BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
      image.setRGB(
          0,
          0,
          WIDTH,
          HEIGHT,
          IntStream.generate(() -> grey).limit(WIDTH * HEIGHT).toArray(),
          0,
          WIDTH);
      ImageIO.write(image, "png", in.resolve("frame" + i + ".png").toFile());
    }
    Files.writeString(in.resolve("._frame1.png"), "no image");
    Files.createDirectory(in.resolve("folder.png"));
    try (FrameSource source = FrameFiles.open(in)) {
      assertEquals(11, source.count());
      for (int i = 0; i < 11; i++) {
        assertEquals(16 * (i + 1) / 255f, source.read(i).planes()[0], 1e-6);
      }
    }
  }

  /** In Egypt's Arabic, figures have digits of their own. */
  @Test
  void namesHaveTheSameDigitsInAnyLocale() throws IOException {
    Path in = Files.createDirectory(folder.resolve("in"));
    Files.move(image("f.png", WIDTH, HEIGHT, 1), in.resolve("f1.png"));
    Path out = folder.resolve("out");
    Path work = folder.resolve("work");
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertDone(stylize(in, style, out, "--work", work));
      assertDone(stylize(in, style, out, "--work", work));
    } finally {
      Locale.setDefault(before);
    }
    assertEquals(List.of("frame-000001.png"), names(out));
    assertTrue(names(work).contains("frame-000001.nsfr"), names(work).toString());
  }

  @Test
  void framesStartFromAFileIfAsked() throws IOException {
    Path in = Files.createDirectory(folder.resolve("in"));
    Files.move(image("f.png", WIDTH, HEIGHT, 1), in.resolve("f1.png"));
    Path start = image("start.png", WIDTH, HEIGHT, 7);
    Path plain = folder.resolve("plain");
    Path from = folder.resolve("from");
    assertDone(stylize(in, style, plain, "--style-weight", 0, "--content-weight", 0));
    assertDone(
        stylize(in, style, from, "--init", start, "--style-weight", 0, "--content-weight", 0));
    // Without any loss, the start is the result.
    assertPixels(in.resolve("f1.png"), plain.resolve("frame-000001.png"));
    assertPixels(start, from.resolve("frame-000001.png"));
    assertBad(
        stylize(in, style, folder.resolve("o"), "--init", folder.resolve("no.png")), "no.png");
  }

  private static void assertPixels(Path expected, Path actual) throws IOException {
    BufferedImage one = ImageIO.read(expected.toFile());
    BufferedImage other = ImageIO.read(actual.toFile());
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        assertEquals(one.getRGB(x, y) & 0xffffff, other.getRGB(x, y) & 0xffffff);
      }
    }
  }

  @Test
  void divergenceIsAFailureAsInATransfer() throws IOException {
    Path in = Files.createDirectory(folder.resolve("in"));
    Files.move(image("f.png", WIDTH, HEIGHT, 1), in.resolve("f1.png"));
    List<String> weights = List.of("--style-weight", "1e60", "--iterations", "20");
    List<Object> transfer = new ArrayList<>(List.of("transfer", "--content", in.resolve("f1.png")));
    transfer.addAll(List.of("--style", style, "--output", output, "--optimizer", "classic"));
    transfer.addAll(weights);
    Answer single = runQuickly(transfer.toArray());
    List<Object> film = new ArrayList<>(List.of("stylize-video", in, style, folder.resolve("out")));
    film.addAll(weights);
    film.addAll(List.of("--work", folder.resolve("work")));
    for (int i = 0; i < 2; i++) {
      Answer answer = runQuickly(film.toArray());
      assertEquals(single.code(), answer.code(), answer.err() + single.err());
      assertEquals(single.code() != 0, answer.err().contains("Frame 1"), answer.err());
    }
    assertEquals(1, single.code(), single.err() + single.out());
  }

  /** What says of which film the frames are, after an accident; the frames stay. */
  @ParameterizedTest
  @CsvSource({
    "stack.json, cut, is damaged",
    "stack.json, empty, holds another stack",
    "stack.json, bytes, is damaged",
    "stack.json, other, holds another stack",
    "weights.sha256, cut, other VGG-19 weights",
    "weights.sha256, bytes, other VGG-19 weights",
  })
  void damagedWorkFoldersAreRefusedByName(String name, String damage, String message)
      throws IOException {
    Path in = Files.createDirectory(folder.resolve("in"));
    Files.move(image("f.png", WIDTH, HEIGHT, 1), in.resolve("f1.png"));
    Path work = folder.resolve("work");
    assertDone(stylize(in, style, folder.resolve("first"), "--work", work));
    Path file = work.resolve(name);
    byte[] whole = Files.readAllBytes(file);
    byte[] damaged =
        switch (damage) {
          case "cut" -> Arrays.copyOf(whole, whole.length / 2);
          case "empty" -> new byte[0];
          case "other" -> "{}".getBytes(StandardCharsets.UTF_8);
          default -> new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', 1};
        };
    Files.write(file, damaged);
    Files.delete(work.resolve("frame-000001.nsfr"));
    Answer answer = stylize(in, style, folder.resolve("second"), "--work", work);
    assertEquals(NeuralStyleCli.FAILED, answer.code(), answer.err());
    assertTrue(answer.err().contains(message), answer.err());
    assertTrue(answer.err().contains(work.toString()), answer.err());
    assertNoTrace(answer);
    assertArrayEquals(damaged, Files.readAllBytes(file));
    Files.write(file, whole);
    assertDone(stylize(in, style, folder.resolve("second"), "--work", work));
  }

  @Test
  void imagesThatAreReadAreNeverReplaced() throws IOException {
    Path in = Files.createDirectory(folder.resolve("in"));
    Path frame = in.resolve("frame-000001.png");
    Files.move(image("f.png", WIDTH, HEIGHT, 1), frame);
    byte[] before = Files.readAllBytes(frame);
    Path work = folder.resolve("work");
    Path link = Files.createSymbolicLink(folder.resolve("link"), in);
    assertBad(stylize(in, style, in, "--work", work), "folder of the input");
    assertBad(stylize(in, style, link, "--work", work), "folder of the input");
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.move(image("f.png", WIDTH, HEIGHT, 2), other.resolve("g.png"));
    assertBad(stylize(other, frame, in, "--work", work), "lies in the output folder");
    assertBad(stylize(other, style, in, "--work", work), "is not empty");
    assertArrayEquals(before, Files.readAllBytes(frame));
    assertBad(stylize(other, style, work, "--work", work), "is the output too");
    assertBad(
        stylize(film("in.mp4"), style, folder.resolve("no").resolve("o.mp4")),
        "there is no folder");
  }

  @Test
  void badInputIsNamed() throws IOException {
    Path film = film("in.mp4");
    assertBad(stylize(film, style, film), "exists already");
    assertBad(stylize(folder.resolve("no.mp4"), style, folder.resolve("o.mp4")), "no.mp4");
    assertBad(stylize(film, folder.resolve("no.png"), folder.resolve("o.mp4")), "no.png");
    assertBad(stylize(film, style, folder.resolve("o.xyz")), "o.xyz");
    assertBad(stylize(film, style, folder.resolve("o.mp4"), "--size", 6), "8 x 8");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertBad(stylize(empty, style, folder.resolve("o.mp4")), "holds no");
    Path text = Files.writeString(folder.resolve("text.mp4"), "no film");
    assertBad(stylize(text, style, folder.resolve("o.mp4")), "does not know");
    assertEquals(List.of(), names(empty));
  }

  private static void assertBad(Answer answer, String message) {
    assertEquals(2, answer.code(), answer.err());
    assertTrue(answer.err().contains(message), answer.err());
    assertNoTrace(answer);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
