package org.neuralstyle.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ColorProcessor;
import java.io.IOException;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.junit.jupiter.api.Test;
import org.neuralstyle.imagej.ImageFiles;

/** Films and image sequences on the command line. */
class StylizeVideoTest extends CliTest {

  private static final int FRAMES = 4;
  private static final double RATE = 12.5;

  private static Answer stylize(Object... args) {
    List<Object> all = new ArrayList<>(List.of("stylize-video"));
    all.addAll(List.of(args));
    all.addAll(List.of("--iterations", 3, "--style-layers", "1", "--content-layers", "1"));
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
