package org.neuralstyle.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neuralstyle.image.RgbImage;

class MovieTest {

  private static final int FRAMES = 12;

  @TempDir private Path folder;

  /** Smooth, and of a brightness that tells its index. */
  private static RgbImage frame(int width, int height, int index) {
    float[] planes = new float[3 * width * height];
    for (int i = 0; i < planes.length; i++) {
      planes[i] = (float) (0.1 + 0.05 * index + 0.2 * (i % width) / width);
    }
    return new RgbImage(width, height, planes);
  }

  private Path write(String name, int width, int height, Optional<Path> sound) throws IOException {
    Path file = folder.resolve(name);
    try (MovieSink sink = new MovieSink(file, 12.5, sound)) {
      for (int i = 0; i < FRAMES; i++) {
        sink.write(i, frame(width, height, i));
      }
    }
    return file;
  }

  @ParameterizedTest
  @CsvSource({
    "mp4, 64, 48",
    "mov, 64, 48",
    "mkv, 64, 48",
    "avi, 64, 48",
    "gif, 64, 48",
    "mp4, 65, 49"
  })
  void filmsComeBack(String ending, int width, int height) throws IOException {
    Path file = write("film." + ending, width, height, Optional.empty());
    assertEquals(1, Files.list(folder).count());
    try (MovieSource source = new MovieSource(file)) {
      assertEquals(FRAMES, source.count());
      assertFalse(source.isTruncated());
      assertTrue(Math.abs(source.frameRate() - 12.5) <= 0.01, "rate " + source.frameRate());
      for (int index : new int[] {0, 1, 2, 11, 3}) {
        RgbImage image = source.read(index);
        assertEquals(width + width % 2, image.width());
        assertEquals(height + height % 2, image.height());
        double error = Math.abs(mean(image) - mean(frame(width, height, index)));
        assertTrue(error <= 0.024, "frame " + index + " is off by " + error);
      }
    }
  }

  private static double mean(RgbImage image) {
    double sum = 0;
    for (float value : image.planes()) {
      sum += value;
    }
    return sum / image.planes().length;
  }

  @Test
  void soundIsKept() throws IOException {
    Path loud = folder.resolve("loud.mp4");
    try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(loud.toFile(), 64, 48, 1)) {
      recorder.setFrameRate(12.5);
      recorder.setVideoCodec(avcodec.AV_CODEC_ID_H264);
      recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
      recorder.setAudioCodec(avcodec.AV_CODEC_ID_AAC);
      recorder.setSampleRate(44100);
      recorder.start();
      for (int i = 0; i < FRAMES; i++) {
        try (Frame picture = new Frame(64, 48, Frame.DEPTH_UBYTE, 3)) {
          recorder.record(picture);
        }
        short[] samples = new short[44100 * 2 / 25];
        for (int k = 0; k < samples.length; k++) {
          samples[k] = (short) (8000 * Math.sin(2 * Math.PI * 441 * k / 44100));
        }
        recorder.recordSamples(44100, 1, ShortBuffer.wrap(samples));
      }
    }
    Path file = write("film.mp4", 64, 48, Optional.of(loud));
    try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(file.toFile())) {
      grabber.start();
      assertEquals(1, grabber.getAudioChannels());
      double seconds = 0;
      for (Frame f = grabber.grabSamples(); f != null; f = grabber.grabSamples()) {
        seconds += f.samples[0].limit() / 44100.0;
      }
      assertTrue(Math.abs(seconds - FRAMES / 12.5) <= 0.2, seconds + " s of sound");
    }
  }

  @Test
  void truncatedAndUnknownFilmsAreRefusedByName() throws IOException {
    Path whole = write("film.mp4", 64, 48, Optional.empty());
    byte[] bytes = Files.readAllBytes(whole);
    Path truncated = folder.resolve("truncated.mp4");
    Files.write(truncated, Arrays.copyOf(bytes, bytes.length / 2));
    assertMessage(truncated, "truncated");
    Path text = folder.resolve("text.mov");
    Files.writeString(text, "no film");
    assertMessage(text, "text.mov");
    assertMessage(folder.resolve("missing.mp4"), "does not exist");
    String exists =
        assertThrows(IOException.class, () -> new MovieSink(whole, 25, Optional.empty()))
            .getMessage();
    assertTrue(exists.contains("exists already"), exists);
    String unknown =
        assertThrows(
                IOException.class,
                () -> new MovieSink(folder.resolve("film.xyz"), 25, Optional.empty()))
            .getMessage();
    assertTrue(unknown.contains("mp4"), unknown);
  }

  private static void assertMessage(Path file, String part) {
    String message = assertThrows(IOException.class, () -> new MovieSource(file)).getMessage();
    assertTrue(message.contains(part) && message.contains(file.toString()), message);
  }

  /** Everything written to this device of Linux meets a full disk. */
  @ParameterizedTest
  @ValueSource(strings = {"mp4", "mov", "mkv", "avi", "gif"})
  @EnabledOnOs(OS.LINUX)
  void aFullDiskIsAnError(String ending) throws IOException {
    Files.createSymbolicLink(folder.resolve("part.film." + ending), Path.of("/dev/full"));
    String message =
        assertThrows(IOException.class, () -> write("film." + ending, 64, 48, Optional.empty()))
            .getMessage();
    assertTrue(message.contains("disk"), message);
  }

  @Test
  void aFilmWithoutItsEndKeepsItsFrames() throws IOException {
    Path whole = write("film.avi", 640, 480, Optional.empty());
    byte[] bytes = Files.readAllBytes(whole);
    Path truncated = folder.resolve("truncated.avi");
    Files.write(truncated, Arrays.copyOf(bytes, bytes.length * 4 / 10));
    try (MovieSource source = new MovieSource(truncated)) {
      assertTrue(source.count() > 2 && source.count() < FRAMES, source.count() + " frames");
      assertTrue(source.isTruncated());
      source.read(source.count() - 2);
    }
  }
}
