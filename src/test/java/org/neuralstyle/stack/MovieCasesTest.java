package org.neuralstyle.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neuralstyle.image.RgbImage;

/** Films like those that people have, each with the values that are right for it. */
class MovieCasesTest {

  private static final Path FILMS = Path.of("..", "shared", "cases", "films");
  private static final int[] RED = {220, 30, 30};

  /** A tick of the coarsest clock, MKV's, in seconds, and a little. */
  private static final double CLOCK = 0.0011;

  /** A frame of AAC at 44.1 kHz, in seconds, and a little. */
  private static final double SOUND = 0.024;

  @TempDir private Path folder;

  /** What a file's packets say, in seconds, read without the classes under test. */
  private record Track(List<Double> starts, double end, AVStreamFacts facts) {}

  private record AVStreamFacts(int codec, int channels, int space, int range) {}

  private record Facts(Optional<Track> pictures, Optional<Track> sound, double duration) {}

  private static Facts facts(Path file) throws IOException {
    AVFormatContext format = new AVFormatContext(null);
    assertEquals(
        0, avformat.avformat_open_input(format, file.toString(), null, (AVDictionary) null));
    AVPacket packet = avcodec.av_packet_alloc();
    try {
      assertTrue(avformat.avformat_find_stream_info(format, (AVDictionary) null) >= 0);
      int count = format.nb_streams();
      List<List<Double>> starts =
          IntStream.range(0, count).<List<Double>>mapToObj(i -> new ArrayList<>()).toList();
      double[] ends = new double[count];
      while (avformat.av_read_frame(format, packet) >= 0) {
        int of = packet.stream_index();
        double tick = avutil.av_q2d(format.streams(of).time_base());
        if (packet.size() > 0 && (packet.flags() & avcodec.AV_PKT_FLAG_DISCARD) == 0) {
          starts.get(of).add(packet.pts() * tick);
          ends[of] = Math.max(ends[of], (packet.pts() + packet.duration()) * tick);
        }
        avcodec.av_packet_unref(packet);
      }
      Optional<Track> pictures = Optional.empty();
      Optional<Track> sound = Optional.empty();
      for (int i = 0; i < count; i++) {
        AVStream stream = format.streams(i);
        Track track =
            new Track(
                starts.get(i),
                ends[i],
                new AVStreamFacts(
                    stream.codecpar().codec_id(),
                    stream.codecpar().ch_layout().nb_channels(),
                    stream.codecpar().color_space(),
                    stream.codecpar().color_range()));
        if (stream.codecpar().codec_type() == avutil.AVMEDIA_TYPE_VIDEO) {
          pictures = Optional.of(track);
        } else {
          sound = Optional.of(track);
        }
      }
      return new Facts(pictures, sound, format.duration() / 1e6);
    } finally {
      avcodec.av_packet_free(packet);
      avformat.avformat_close_input(format);
    }
  }

  private static Path film(String name) {
    Path film = FILMS.resolve(name);
    assumeTrue(Files.exists(film), "the shared cases are not here");
    return film;
  }

  /** The film as it is, read and written again. */
  private Path again(String name, String ending) throws IOException {
    Path film = film(name);
    Path copy = folder.resolve("copy." + ending);
    try (MovieSource source = new MovieSource(film);
        MovieSink sink = new MovieSink(copy, source.times(), Optional.of(film))) {
      for (int i = 0; i < source.count(); i++) {
        sink.write(i, source.read(i));
      }
    }
    return copy;
  }

  private static void assertColour(RgbImage image, int x, int y, int[] expected) {
    for (int c = 0; c < 3; c++) {
      float value = 255 * image.planes()[(c * image.height() + y) * image.width() + x];
      assertTrue(Math.abs(value - expected[c]) <= 3, "channel " + c + " is " + value);
    }
  }

  private static void assertNear(double expected, double actual, double tolerance, String what) {
    assertTrue(Math.abs(actual - expected) <= tolerance, what + ": " + actual);
  }

  /** One number of the header's table of times. */
  @Test
  void timesThatRunBackwardsAreTold() throws IOException {
    byte[] bytes = Files.readAllBytes(film("trimmed.mp4"));
    bytes[4966] = -1;
    Path damaged = Files.write(folder.resolve("damaged.mp4"), bytes);
    try (MovieSource source = new MovieSource(damaged)) {
      String told = source.warnings().toString();
      assertTrue(told.contains(damaged + " the times of some frames run backwards"), told);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rotated.mp4, 64, 48, 12",
    "side.mp4, 48, 64, 12",
    "anamorphic.mp4, 64, 48, 12",
    "vfr.mp4, 64, 48, 15",
    "browser.webm, 64, 48, 15",
    "dropped.avi, 64, 48, 15",
    "film.gif, 64, 48, 72",
    "anim.gif, 96, 64, 3",
    "trimmed.mp4, 64, 48, 21",
    "latesound.mkv, 64, 48, 24",
    "usual.ts, 64, 48, 36",
    "longsound.mp4, 64, 48, 12",
    "plain.mp4, 64, 48, 12",
    "odd.mp4, 65, 49, 12",
    "tenbit.mp4, 64, 48, 12",
    "surround.mp4, 64, 48, 12",
    "opus.mkv, 64, 48, 12"
  })
  void framesAreAllThereAsAPlayerShowsThemWithoutWarning(
      String name, int width, int height, int count) throws IOException {
    try (MovieSource source = new MovieSource(film(name))) {
      assertEquals(count, source.count());
      assertEquals(List.of(), source.warnings());
      assertFalse(source.isTruncated());
      for (int i = 0; i < count; i++) {
        RgbImage image = source.read(i);
        assertEquals(width + " x " + height, image.width() + " x " + image.height());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rotated.mp4", "anamorphic.mp4"})
  void filmsAreUprightAndOfTheirShape(String name) throws IOException {
    for (Path file : List.of(film(name), again(name, "mp4"))) {
      try (MovieSource source = new MovieSource(file)) {
        RgbImage image = source.read(0);
        assertEquals("64 x 48", image.width() + " x " + image.height());
        float red = image.planes()[5 * 64 + 5];
        float green = image.planes()[64 * 48 + 5 * 64 + 5];
        assertTrue(red > 0.7 && green < 0.3, "top left is " + red + ", " + green);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "vfr.mp4, mp4, 2.0",
    "vfr.mp4, mkv, 2.0",
    "vfr.mp4, avi, 2.0",
    "vfr.mp4, gif, 2.0",
    "browser.webm, mp4, 2.0",
    "browser.webm, mov, 2.0",
    "dropped.avi, mp4, 1.75",
    "dropped.avi, avi, 1.75",
    "film.gif, mp4, 3.0",
    "film.gif, gif, 3.0",
    "trimmed.mp4, mp4, 1.75",
    "plain.mp4, mov, 1.0"
  })
  void framesKeepTheirTimes(String name, String ending, double length) throws IOException {
    Path copy = again(name, ending);
    List<Double> before = times(film(name));
    List<Double> after = times(copy);
    assertEquals(before.size(), after.size());
    // Hundredths of a second are GIF's, and twelfths the AVI's.
    double tolerance = ending.equals("gif") ? 0.0051 : CLOCK;
    for (int i = 0; i < before.size(); i++) {
      assertNear(
          before.get(i) - before.get(0), after.get(i) - after.get(0), tolerance, "frame " + i);
    }
    // AVI holds the last frame by empty ones, which its header counts.
    Facts facts = facts(copy);
    double end = ending.equals("avi") ? facts.duration() : facts.pictures().orElseThrow().end();
    assertNear(length, end, 0.011, "length");
  }

  /** Times of the frames as another reader decodes them, in seconds. */
  private static List<Double> times(Path file) throws IOException {
    List<Double> times = new ArrayList<>();
    try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(file.toFile())) {
      grabber.start();
      for (Frame frame = grabber.grabImage(); frame != null; frame = grabber.grabImage()) {
        times.add(frame.timestamp / 1e6);
      }
    }
    return times;
  }

  @ParameterizedTest
  @CsvSource({
    "vfr.mp4, mp4, 0, 2.0", "vfr.mp4, mkv, 0, 2.0", "vfr.mp4, avi, 0, 2.0",
    "latesound.mkv, mp4, 1.0, 2.0", "latesound.mkv, mov, 1.0, 2.0", "latesound.mkv, mkv, 1.0, 2.0",
    "longsound.mp4, mp4, 0, 3.0", "longsound.mp4, mkv, 0, 3.0", "longsound.mp4, avi, 0, 3.0",
    "opus.mkv, mp4, 0, 1.0", "opus.mkv, mkv, 0, 1.0", "opus.mkv, mov, 0, 1.0"
  })
  void soundIsWholeAndWhereItWas(String name, String ending, double start, double end)
      throws IOException {
    Facts facts = facts(again(name, ending));
    Track sound = facts.sound().orElseThrow();
    double first = sound.starts().stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    if (!ending.equals("avi")) {
      assertNear(start, first, SOUND, "start");
    }
    assertNear(end, sound.end(), 2 * SOUND, "end");
  }

  /** AVI has no place for a start, so the time before is silence. */
  @Test
  void soundThatBeginsLateFollowsSilenceInAvi() throws IOException {
    Path copy = again("latesound.mkv", "avi");
    double silent = 0;
    double seconds = 0;
    try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(copy.toFile())) {
      grabber.start();
      boolean heard = false;
      for (Frame f = grabber.grabSamples(); f != null; f = grabber.grabSamples()) {
        ShortBuffer samples = (ShortBuffer) f.samples[0];
        while (samples.hasRemaining()) {
          heard |= Math.abs(samples.get()) > 300;
          seconds += 1 / 44100.0;
          silent += heard ? 0 : 1 / 44100.0;
        }
      }
    }
    assertNear(1.0, silent, 0.05, "silence");
    assertNear(2.0, seconds, 0.05, "sound");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mp4", "mkv", "avi"})
  void aClockThatBeginsLaterCutsNoSound(String ending) throws IOException {
    Facts before = facts(film("usual.ts"));
    Facts after = facts(again("usual.ts", ending));
    double sound =
        before.sound().orElseThrow().end() - before.sound().orElseThrow().starts().get(0);
    double first = Math.max(0, after.sound().orElseThrow().starts().get(0));
    assertNear(sound, after.sound().orElseThrow().end() - first, 2 * SOUND, "sound");
    double apart =
        before.pictures().orElseThrow().starts().get(0)
            - before.sound().orElseThrow().starts().get(0);
    double now = after.pictures().orElseThrow().starts().get(0) - first;
    // AVI knows whole frames only.
    assertNear(apart, now, ending.equals("avi") ? 1 / 12.0 : 0.002, "from sound to picture");
  }

  @Test
  void surroundStaysSo() throws IOException {
    assertEquals(6, facts(again("surround.mp4", "mp4")).sound().orElseThrow().facts().channels());
    Files.delete(folder.resolve("copy.mp4"));
    assertEquals(6, facts(again("surround.mp4", "mkv")).sound().orElseThrow().facts().channels());
  }

  @ParameterizedTest
  @CsvSource({"bt709.mp4, mp4", "fullrange709.mp4, mp4", "bt709.mp4, mkv", "bt709.mp4, avi"})
  void coloursAreThoseOfTheirTags(String name, String ending) throws IOException {
    Path copy = again(name, ending);
    for (Path file : List.of(film(name), copy)) {
      try (MovieSource source = new MovieSource(file)) {
        RgbImage image = source.read(0);
        assertColour(image, 8, 6, new int[] {221, 30, 30});
        assertColour(image, 56, 6, new int[] {29, 199, 28});
      }
    }
    AVStreamFacts facts = facts(copy).pictures().orElseThrow().facts();
    if (!ending.equals("avi")) {
      assertEquals(avutil.AVCOL_SPC_BT709, facts.space());
      assertEquals(avutil.AVCOL_RANGE_MPEG, facts.range());
    }
  }

  @Test
  void anMkvsHeaderTellsItsLength() throws IOException {
    assertNear(4.0, facts(again("four.mp4", "mkv")).duration(), SOUND, "length");
  }

  @Test
  void oddSidesRepeatTheirLastPixels() throws IOException {
    try (MovieSource source = new MovieSource(again("odd.mp4", "mp4"))) {
      RgbImage image = source.read(0);
      assertEquals("66 x 50", image.width() + " x " + image.height());
      assertColour(image, 5, 5, RED);
    }
  }
}
