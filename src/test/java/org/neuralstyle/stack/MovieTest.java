package org.neuralstyle.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
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

  private static RgbImage frame(int width, int height, int index) {
    return SampleFilms.frame(width, height, index);
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
    Path part = Files.createSymbolicLink(folder.resolve("part." + ending), Path.of("/dev/full"));
    Path file = folder.resolve("film." + ending);
    String message =
        assertThrows(
                IOException.class,
                () -> {
                  FrameTimes times = FrameTimes.constant(12.5);
                  try (MovieSink sink = new MovieSink(file, part, times, Optional.empty())) {
                    for (int i = 0; i < FRAMES; i++) {
                      sink.write(i, frame(64, 48, i));
                    }
                  }
                })
            .getMessage();
    assertTrue(message.contains("disk is full") && message.contains(file.toString()), message);
    assertFalse(message.contains("error -"), message);
  }

  @Test
  void whatLiesBesideAFilmIsLeftAlone() throws IOException {
    Path other = Files.writeString(folder.resolve("part.film.mp4"), "somebody's");
    write("film.mp4", 64, 48, Optional.empty());
    assertEquals("somebody's", Files.readString(other));
    assertEquals(2, Files.list(folder).count());
  }

  /** What came to its place meanwhile is not replaced, and the film is not lost. */
  @Test
  void aFinishedFilmWhosePlaceIsTakenIsKeptAndTheMessageSaysWhere() throws IOException {
    Path file = folder.resolve("film.mp4");
    MovieSink sink = new MovieSink(file, 12.5, Optional.empty());
    for (int i = 0; i < FRAMES; i++) {
      sink.write(i, frame(64, 48, i));
    }
    Files.writeString(file, "somebody's");
    String message = assertThrows(IOException.class, sink::close).getMessage();
    assertEquals("somebody's", Files.readString(file));
    Path kept = Files.list(folder).filter(other -> !other.equals(file)).findFirst().orElseThrow();
    assertTrue(message.contains(kept.toString()), message);
    try (MovieSource source = new MovieSource(kept)) {
      assertEquals(FRAMES, source.count());
    }
  }

  @Test
  void placesThatCannotBeWrittenAreToldBeforeTheStart() {
    assertTarget(folder.resolve("missing").resolve("film.mp4"), "there is no folder");
    assertTarget(folder.resolve("n".repeat(300) + ".mp4"), "File name too long");
  }

  private static void assertTarget(Path file, String part) {
    String message =
        assertThrows(IOException.class, () -> new MovieSink(file, 25, Optional.empty()))
            .getMessage();
    assertTrue(message.contains(part) && message.contains(file.toString()), message);
  }

  @Test
  void framesOfAnyLengthComeBackWhenTheyWere() throws IOException {
    FrameTimes times = new FrameTimes(1, 1000, List.of(500L, 540L, 1500L, 1540L), 2500, 25);
    for (String ending : List.of("mp4", "mov", "mkv", "avi", "gif")) {
      Path file = folder.resolve("film." + ending);
      try (MovieSink sink = new MovieSink(file, times, Optional.empty())) {
        for (int i = 0; i < 4; i++) {
          sink.write(i, frame(64, 48, i));
        }
      }
      try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(file.toFile())) {
        grabber.start();
        for (double expected : new double[] {0, 0.04, 1, 1.04}) {
          double actual = grabber.grabImage().timestamp / 1e6;
          assertTrue(Math.abs(actual - expected) <= 0.0011, ending + ": " + actual);
        }
      }
    }
  }

  /** As phones turn their films: by the matrix in the header, here written into the file. */
  @ParameterizedTest
  @CsvSource({
    "0, 1, -1, 0, 48, 64, 1, 0",
    "0, -1, 1, 0, 48, 64, 0, 1",
    "-1, 0, 0, -1, 64, 48, 1, 1",
    "-1, 0, 0, 1, 64, 48, 1, 0",
    "1, 0, 0, 1, 64, 48, 0, 0"
  })
  void filmsAreTurnedAsTheirHeaderSays(
      int a, int b, int c, int d, int width, int height, int right, int down) throws IOException {
    Path file = folder.resolve("turned.mp4");
    float[] planes = new float[3 * 64 * 48];
    // White in the corner at the top left.
    for (int y = 0; y < 24; y++) {
      for (int x = 0; x < 32; x++) {
        for (int channel = 0; channel < 3; channel++) {
          planes[(channel * 48 + y) * 64 + x] = 1;
        }
      }
    }
    try (MovieSink sink = new MovieSink(file, 25, Optional.empty())) {
      sink.write(0, new RgbImage(64, 48, planes));
    }
    turn(file, a, b, c, d);
    try (MovieSource source = new MovieSource(file)) {
      RgbImage image = source.read(0);
      assertEquals(width + " x " + height, image.width() + " x " + image.height());
      int cornerX = right == 1 ? width - 5 : 4;
      int cornerY = down == 1 ? height - 5 : 4;
      assertTrue(image.planes()[cornerY * width + cornerX] > 0.9);
      assertTrue(image.planes()[(height - 1 - cornerY) * width + width - 1 - cornerX] < 0.1);
    }
  }

  /** Writes a matrix into the header of a track. */
  private static void turn(Path file, int... matrix) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String latin = new String(bytes, StandardCharsets.ISO_8859_1);
    // The last header is the whole's; the matrix lies 40 bytes after the version.
    int at = latin.lastIndexOf("tkhd") + 4 + 40;
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int[] words = {matrix[0], matrix[1], 0, matrix[2], matrix[3], 0};
    for (int i = 0; i < words.length; i++) {
      buffer.putInt(at + 4 * i, words[i] << 16);
    }
    Files.write(file, bytes);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void pipesAndFoldersAreRefusedAtOnce() throws Exception {
    Path pipe = folder.resolve("pipe.mp4");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    assertMessage(pipe, "a pipe");
    assertMessage(Files.createDirectory(folder.resolve("folder.mp4")), "a folder");
  }

  @Test
  void soundAloneIsNoFilm() throws IOException {
    Path file = folder.resolve("sound.mp4");
    try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), 1)) {
      recorder.setAudioCodec(avcodec.AV_CODEC_ID_AAC);
      recorder.setSampleRate(44100);
      recorder.start();
      recorder.recordSamples(44100, 1, ShortBuffer.wrap(new short[44100]));
    }
    assertMessage(file, "no pictures");
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

  /** What is on the disk before the end comes plays, when the program is killed. */
  @ParameterizedTest
  @ValueSource(strings = {"mp4", "mov", "mkv", "avi"})
  void aFilmThatWasNotEndedPlays(String ending) throws IOException {
    Path part = folder.resolve("part." + ending);
    Path killed = folder.resolve("killed." + ending);
    FrameTimes times = FrameTimes.constant(25);
    try (MovieSink sink =
        new MovieSink(folder.resolve("film." + ending), part, times, Optional.empty())) {
      for (int i = 0; i < 30; i++) {
        sink.write(i, frame(320, 240, i % FRAMES));
      }
      Files.copy(part, killed);
    }
    try (MovieSource source = new MovieSource(killed)) {
      assertTrue(source.count() >= 20, source.count() + " frames");
    }
  }

  /** Half a film is refused, or used with a warning; it never passes for a whole one. */
  @ParameterizedTest
  @ValueSource(strings = {"mp4", "mov", "mkv", "avi", "gif"})
  void halfAFilmIsNoWholeOne(String ending) throws IOException {
    byte[] bytes = Files.readAllBytes(write("film." + ending, 320, 240, Optional.empty()));
    Path half = folder.resolve("half." + ending);
    Files.write(half, Arrays.copyOf(bytes, bytes.length / 2));
    String told;
    try (MovieSource source = new MovieSource(half)) {
      told = String.join(" ", source.warnings());
    } catch (IOException e) {
      told = e.getMessage();
    }
    assertTrue(told.contains(half.toString()), "nothing is said: " + told);
  }

  /** What only FFmpeg's log tells of, in a GIF, and what decoders tell after the last packet. */
  @ParameterizedTest
  @ValueSource(strings = {"gif", "mp4", "mkv"})
  void damagedPicturesAreTold(String ending) throws IOException {
    Path whole = write("film." + ending, 64, 48, Optional.empty());
    byte[] bytes = Files.readAllBytes(whole);
    int at;
    try (MovieReader packets = new MovieReader(whole, avutil.AVMEDIA_TYPE_VIDEO)) {
      AVPacket packet = packets.packet();
      at = (int) packet.pos() + packet.size() / 2;
      while (packet != null && !ending.equals("gif")) {
        at = (int) packet.pos();
        packet = packets.packet();
      }
    }
    Arrays.fill(bytes, at, at + 6, (byte) 0xa9);
    Path damaged = Files.write(folder.resolve("damaged." + ending), bytes);
    try (MovieSource sound = new MovieSource(whole);
        MovieSource source = new MovieSource(damaged)) {
      assertEquals(List.of(), sound.warnings());
      assertTrue(source.warnings().toString().contains(damaged + " is damaged in"));
    }
  }

  /** Whatever its bytes are, a film is read to an end, or refused by name. */
  @ParameterizedTest
  @ValueSource(strings = {"mp4", "mkv", "avi", "gif"})
  void damageIsReadOrRefusedByName(String ending) throws IOException {
    byte[] bytes = Files.readAllBytes(write("film." + ending, 64, 48, Optional.empty()));
    Random random = new Random(17);
    for (int trial = 0; trial < 25; trial++) {
      byte[] damaged = bytes.clone();
      for (int k = 0; k < 1 << (trial % 8); k++) {
        damaged[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      Path file = folder.resolve("damaged-" + trial + "." + ending);
      Files.write(file, damaged);
      assertTimeout(
          Duration.ofSeconds(30),
          () -> {
            try (MovieSource source = new MovieSource(file)) {
              for (int i = 0; i < source.count(); i++) {
                source.read(i);
              }
            } catch (IOException e) {
              assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
            }
          });
    }
  }
}
