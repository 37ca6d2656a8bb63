package org.neuralstyle.stack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neuralstyle.image.Mask;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.settings.ColorMode;
import org.neuralstyle.settings.PrecisionChoice;
import org.neuralstyle.settings.StackMode;
import org.neuralstyle.settings.StackSettings;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.synthesis.Guidance;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.synthesis.RunListener;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.vgg.LayerSet;
import org.neuralstyle.vgg.WeightedLayer;
import org.neuralstyle.weights.WeightsChoice;

class StackStylerTest {

  static final int WIDTH = 40;
  static final int HEIGHT = 32;
  static final RgbImage STYLE = smooth(24, 24, 99, 0);

  private static NeuralStyle neuralStyle;

  @TempDir private Path folder;

  @BeforeAll
  static void open() {
    neuralStyle = new NeuralStyle(WeightsChoice.parse("untrained"), DeviceChoice.parse("cpu"));
  }

  @AfterAll
  static void close() {
    neuralStyle.close();
  }

  /** A sum of waves, moved to the left. */
  static RgbImage smooth(int width, int height, long scene, double moved) {
    Random random = new Random(scene);
    float[] planes = new float[3 * width * height];
    for (int wave = 0; wave < 8; wave++) {
      double fx = random.nextGaussian() * 0.4;
      double fy = random.nextGaussian() * 0.4;
      double[] phase = {random.nextDouble() * 6, random.nextDouble() * 6, random.nextDouble() * 6};
      for (int i = 0; i < planes.length; i++) {
        int k = i % (width * height);
        double x = k % width + moved;
        int y = k / width;
        planes[i] +=
            (float)
                ((wave == 0 ? 0.5 : 0)
                    + 0.06 * Math.sin(fx * x + fy * y + phase[i / (width * height)]));
      }
    }
    return new RgbImage(width, height, planes);
  }

  static FrameSource film(int frames) {
    return source(frames, i -> smooth(WIDTH, HEIGHT, 1, 0.8 * i));
  }

  interface Reader {
    RgbImage read(int index) throws IOException;
  }

  static FrameSource source(int frames, Reader reader) {
    return new FrameSource() {
      @Override
      public int count() {
        return frames;
      }

      @Override
      public RgbImage read(int index) throws IOException {
        return reader.read(index);
      }
    };
  }

  private static StackSettings settings() {
    return StackSettings.of(
            SynthesisSettings.transfer()
                .withLosses(
                    losses ->
                        losses.styleLayers(WeightedLayer.of(LayerSet.parse("conv1_1 conv2_1"))))
                .withSchedule(schedule -> schedule.iterations(12)))
        .withLaterIterations(4);
  }

  static StackListener recorder(List<FrameReport> reports) {
    return new StackListener() {
      @Override
      public void finished(FrameReport report, RgbImage image) {
        reports.add(report);
      }
    };
  }

  private static List<RgbImage> run(FrameSource source, StackSettings settings, Optional<Path> work)
      throws IOException, InterruptedException {
    List<RgbImage> frames = new ArrayList<>();
    StackResult result =
        new StackStyler(neuralStyle, STYLE, settings, work)
            .run(source, (i, frame) -> frames.add(frame), StackListener.NONE);
    assertTrue(result.isComplete());
    return frames;
  }

  /** Red less green, of the columns from one on. */
  private static double redness(RgbImage image, int from) {
    int size = image.width() * image.height();
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += i % image.width() < from ? 0 : image.planes()[i] - image.planes()[size + i];
    }
    return sum / (image.height() * (image.width() - from));
  }

  /** Of the style of the whole frame it is too small a part to tell. */
  @Test
  void whatComesIntoViewTakesTheStyle() throws Exception {
    int moved = 5;
    float[] red = smooth(24, 24, 99, 0).planes();
    for (int i = 0; i < red.length; i++) {
      red[i] += i < red.length / 3 ? 0.3f : -0.3f;
    }
    StackSettings settings =
        StackSettings.of(
            SynthesisSettings.transfer()
                .withLosses(losses -> losses.styleLayers(WeightedLayer.parse("first-five")))
                .withSchedule(schedule -> schedule.iterations(60)));
    List<RgbImage> frames = new ArrayList<>();
    new StackStyler(neuralStyle, new RgbImage(24, 24, red), settings, Optional.empty())
        .run(
            source(2, i -> smooth(WIDTH, HEIGHT, 1, moved * i)),
            (i, frame) -> frames.add(frame),
            StackListener.NONE);
    double first = redness(frames.get(0), 0);
    double seen = redness(smooth(WIDTH, HEIGHT, 1, moved), WIDTH - moved);
    double fresh = redness(frames.get(1), WIDTH - moved);
    double shift = first - redness(smooth(WIDTH, HEIGHT, 1, 0), 0);
    assertTrue(
        fresh - seen > 0.5 * shift,
        "%s to %s, the first frame by %s".formatted(seen, fresh, shift));
  }

  /** Each would otherwise be optimised further than the one before. */
  @ParameterizedTest
  @CsvSource({"COHERENT, true", "COHERENT, false", "WARM_START, true"})
  void stillFramesAreThoseBefore(StackMode mode, boolean motion) throws Exception {
    List<FrameReport> reports = new ArrayList<>();
    List<RgbImage> frames = new ArrayList<>();
    new StackStyler(
            neuralStyle, STYLE, settings().withMode(mode).withMotion(motion), Optional.empty())
        .run(
            source(4, i -> smooth(WIDTH, HEIGHT, 1, 0)),
            (i, frame) -> frames.add(frame),
            recorder(reports));
    for (int i = 1; i < 4; i++) {
      assertEquals(1, reports.get(i).evaluations());
      assertArrayEquals(frames.get(0).planes(), frames.get(i).planes(), "frame " + i);
    }
  }

  private static List<FrameReport> reports(FrameSource source, StackSettings settings)
      throws Exception {
    List<FrameReport> reports = new ArrayList<>();
    new StackStyler(neuralStyle, STYLE, settings, Optional.empty())
        .run(source, (i, frame) -> {}, recorder(reports));
    return reports;
  }

  /** What shows in a slice is not what showed in the one before. */
  @Test
  void slicesThatChangeGoOn() throws Exception {
    StackSettings settings = settings().withMotion(false);
    FrameSource slices = source(4, i -> smooth(WIDTH, HEIGHT, 1, 0.4 * i));
    for (FrameReport report : reports(slices, settings).subList(1, 4)) {
      assertTrue(report.evaluations() > 1, report.toString());
    }
  }

  /** Where the start has no style yet, good losses of the whole image do not end a frame. */
  @Test
  void framesInWhichSomethingIsNewGoOn() throws Exception {
    for (FrameReport report : reports(film(4), settings()).subList(1, 4)) {
      assertEquals(4, report.evaluations());
    }
  }

  /** Whatever this processor would take by itself. */
  @ParameterizedTest
  @EnumSource(
      value = PrecisionChoice.class,
      names = {"FLOAT32", "BFLOAT16"})
  void workGoesOnInThePrecisionOfItsFolder(PrecisionChoice precision) throws Exception {
    SynthesisSettings synthesis = settings().synthesis();
    run(
        film(2),
        settings().withSynthesis(synthesis.withEngine(engine -> engine.precision(precision))),
        Optional.of(folder));
    List<FrameReport> reports = new ArrayList<>();
    StackListener listener = recorder(reports);
    StackResult result =
        new StackStyler(neuralStyle, STYLE, settings(), Optional.of(folder))
            .run(film(2), (i, frame) -> {}, listener);
    assertEquals(precision, result.settings().synthesis().engine().precision());
    assertTrue(reports.stream().allMatch(FrameReport::restored));
    assertEquals(2, reports.size());
  }

  @ParameterizedTest
  @EnumSource(StackMode.class)
  void stoppedWorkGoesOnWithTheSameFrames(StackMode mode) throws Exception {
    StackSettings settings = settings().withMode(mode);
    List<RgbImage> expected = run(film(6), settings, Optional.empty());
    int[] finished = {0};
    StackListener stopping =
        new StackListener() {
          @Override
          public void finished(FrameReport report, RgbImage image) {
            finished[0]++;
          }

          @Override
          public boolean isStopped() {
            return finished[0] == 3;
          }
        };
    StackStyler styler = new StackStyler(neuralStyle, STYLE, settings, Optional.of(folder));
    StackResult stopped = styler.run(film(6), (i, frame) -> {}, stopping);
    assertEquals(3, stopped.frames().size());
    assertEquals(neuralStyle.resolved(settings.synthesis()), stopped.settings().synthesis());
    assertNotEquals(PrecisionChoice.AUTO, stopped.settings().synthesis().engine().precision());
    assertFalse(stopped.isComplete());
    assertSame(expected, run(film(6), settings, Optional.of(folder)));
    assertSame(expected, run(film(6), settings, Optional.of(folder)));
  }

  static void assertSame(List<RgbImage> expected, List<RgbImage> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i).planes(), actual.get(i).planes(), "frame " + i);
    }
  }

  @Test
  void killedWorkGoesOnWithTheSameFrames() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Killed.class.getName(),
            folder.toString());
    Process process =
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    Path second = folder.resolve("frame-000002.nsfr");
    long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (!Files.exists(second) && process.isAlive() && System.nanoTime() < until) {
      Thread.sleep(5);
    }
    process.destroyForcibly().waitFor();
    assertTrue(Files.exists(second), "no frame was finished");
    assertSame(
        run(film(6), precise(), Optional.empty()), run(film(6), precise(), Optional.of(folder)));
  }

  /** Two processes may measure otherwise which precision is faster. */
  private static StackSettings precise() {
    StackSettings settings = settings();
    return settings.withSynthesis(
        settings.synthesis().withEngine(engine -> engine.precision(PrecisionChoice.FLOAT32)));
  }

  /** What is killed. */
  static final class Killed {
    public static void main(String[] args) throws Exception {
      open();
      new StackStyler(neuralStyle, STYLE, precise(), Optional.of(Path.of(args[0])))
          .run(film(6), (i, frame) -> {}, StackListener.NONE);
      close();
    }
  }

  @Test
  void independentFramesAreRunsOfTheirOwn() throws Exception {
    StackSettings settings = settings().withMode(StackMode.INDEPENDENT);
    List<RgbImage> frames = run(film(2), settings, Optional.empty());
    RgbImage alone =
        neuralStyle
            .transfer(film(2).read(1), STYLE, settings.synthesis(), RunListener.NONE)
            .image();
    assertArrayEquals(alone.planes(), frames.get(1).planes());
  }

  @Test
  void cutsStartAgain() throws Exception {
    FrameSource cut = source(5, i -> smooth(WIDTH, HEIGHT, i < 2 ? 1 : 7, 0));
    List<FrameReport> reports = new ArrayList<>();
    StackListener listener = recorder(reports);
    List<RgbImage> frames = new ArrayList<>();
    new StackStyler(neuralStyle, STYLE, settings(), Optional.empty())
        .run(cut, (i, frame) -> frames.add(frame), listener);
    assertEquals(List.of(0, 0, 2, 2, 2), reports.stream().map(FrameReport::sceneStart).toList());
    assertEquals(12, reports.get(2).evaluations());
    RgbImage alone =
        neuralStyle.transfer(cut.read(2), STYLE, settings().synthesis(), RunListener.NONE).image();
    assertArrayEquals(alone.planes(), frames.get(2).planes());
  }

  @Test
  void stillFramesDoNotDrift() throws Exception {
    FrameSource still = source(12, i -> smooth(WIDTH, HEIGHT, 1, 0));
    List<RgbImage> frames = run(still, settings().withMotion(false), Optional.empty());
    for (int c = 0; c < 3; c++) {
      double first = mean(frames.get(0), c);
      double last = mean(frames.get(11), c);
      assertTrue(Math.abs(last - first) <= 0.01 * first, first + " became " + last);
    }
  }

  private static double mean(RgbImage image, int component) {
    int size = image.width() * image.height();
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += image.planes()[component * size + i];
    }
    return sum / size;
  }

  @Test
  void badInputIsNamed() throws Exception {
    assertMessage(source(0, i -> null), "empty");
    assertMessage(source(2, i -> smooth(WIDTH + i, HEIGHT, 1, 0)), "Frame 2 has 41 x 32 px");
    assertMessage(source(2, i -> smooth(7, 7, 1, 0)), "7 x 7");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFrameIsNotEnlargedBeforeItIsRefused(boolean kept) {
    StackSettings large =
        settings().withSynthesis(settings().synthesis().withSchedule(s -> s.size(20_000)));
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> run(film(2), large, Optional.of(folder).filter(f -> kept)))
            .getMessage();
    assertTrue(message.contains("Choose a size of at most"), message);
  }

  private static void assertMessage(FrameSource source, String part) {
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> run(source, settings(), Optional.empty()))
            .getMessage();
    assertTrue(message.contains(part), message);
  }

  @Test
  void aFolderIsOfOneStack() throws Exception {
    run(film(2), settings(), Optional.of(folder));
    StackSettings other = settings().withTemporalWeight(7);
    String settingsMessage =
        assertThrows(IOException.class, () -> run(film(2), other, Optional.of(folder)))
            .getMessage();
    assertTrue(settingsMessage.contains("temporalWeight"), settingsMessage);
    FrameSource changed = source(2, i -> smooth(WIDTH, HEIGHT, 5, 0));
    String frameMessage =
        assertThrows(IOException.class, () -> run(changed, settings(), Optional.of(folder)))
            .getMessage();
    assertTrue(frameMessage.contains("frame 1 has changed"), frameMessage);
    Path frame = folder.resolve("frame-000002.nsfr");
    Path weights = folder.resolve("weights.sha256");
    String sha256 = Files.readString(weights);
    Files.writeString(weights, "another");
    byte[] second = Files.readAllBytes(frame);
    Files.delete(frame);
    String weightsMessage =
        assertThrows(IOException.class, () -> run(film(2), settings(), Optional.of(folder)))
            .getMessage();
    assertTrue(weightsMessage.contains("other VGG-19 weights"), weightsMessage);
    Files.writeString(weights, sha256);
    Files.write(frame, second);
    byte[] bytes = Files.readAllBytes(frame);
    bytes[200] ^= 1;
    Files.write(frame, bytes);
    String damaged =
        assertThrows(IOException.class, () -> run(film(2), settings(), Optional.of(folder)))
            .getMessage();
    assertTrue(damaged.contains("frame-000002") && damaged.contains("damaged"), damaged);
  }

  @Test
  void aFullDiskKeepsTheFinishedFrames() throws Exception {
    FrameSink full =
        (i, frame) -> {
          if (i == 2) {
            throw new IOException("No space left on device");
          }
        };
    StackStyler styler = new StackStyler(neuralStyle, STYLE, settings(), Optional.of(folder));
    assertThrows(IOException.class, () -> styler.run(film(4), full, StackListener.NONE));
    assertTrue(Files.exists(folder.resolve("frame-000003.nsfr")));
    assertSame(
        run(film(4), settings(), Optional.empty()), run(film(4), settings(), Optional.of(folder)));
  }

  /** 16 evaluations at the full size and 24 at half of it, which count a quarter, make 22. */
  @Test
  void laterFramesTakeAThirdOfTheFirstOnesWork() throws Exception {
    StackSettings settings =
        StackSettings.of(
            settings().synthesis().withSchedule(schedule -> schedule.iterations(48).scales(2)));
    List<FrameReport> reports = new ArrayList<>();
    StackListener listener = recorder(reports);
    new StackStyler(neuralStyle, STYLE, settings, Optional.empty())
        .run(film(3), (i, frame) -> {}, listener);
    assertEquals(16 + 24, reports.get(0).evaluations());
    assertEquals(16 + 24 / 4.0, reports.get(0).effort());
    assertEquals(7, reports.get(1).evaluations());
    assertEquals(7, reports.get(2).effort());
  }

  @Test
  void oneFrameIsEnough() throws Exception {
    assertEquals(1, run(film(1), settings(), Optional.empty()).size());
  }

  static Mask left(int columns) {
    float[] values = new float[WIDTH * HEIGHT];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % WIDTH < columns ? 1 : 0;
    }
    return new Mask(WIDTH, HEIGHT, values);
  }

  private static List<RgbImage> run(FrameGuidance guidance, StackSettings settings, Path work)
      throws IOException, InterruptedException {
    List<RgbImage> frames = new ArrayList<>();
    new StackStyler(neuralStyle, STYLE, settings, Optional.ofNullable(work))
        .withGuidance(guidance)
        .run(film(3), (i, frame) -> frames.add(frame), StackListener.NONE);
    return frames;
  }

  /** For three frames. */
  static FrameGuidance movingMask() {
    return new FrameGuidance(
        Guidance.NONE,
        Optional.of(source(3, i -> left(WIDTH / 2 + 3 * i).toRgb())),
        Optional.empty());
  }

  /** Outside of the moving mask the film's own pixels, inside something else. */
  static void assertOnlyInside(List<RgbImage> frames) throws IOException {
    for (int f = 0; f < 3; f++) {
      float[] content = film(3).read(f).planes();
      float[] frame = frames.get(f).planes();
      int changed = 0;
      for (int i = 0; i < content.length; i++) {
        if (i % WIDTH >= WIDTH / 2 + 3 * f) {
          assertEquals(content[i], frame[i]);
        } else if (content[i] != frame[i]) {
          changed++;
        }
      }
      assertTrue(changed > content.length / 4, changed + " values changed");
    }
  }

  /** Outside the frames' own pixels, inside something else; and again from the work folder. */
  @Test
  void aMaskForEachFrameIsFollowed(@TempDir Path work) throws Exception {
    FrameGuidance moving = movingMask();
    List<RgbImage> frames = run(moving, settings(), work);
    assertOnlyInside(frames);
    assertSame(frames, run(moving, settings(), work));
    FrameGuidance other =
        new FrameGuidance(
            Guidance.NONE, Optional.of(source(3, i -> left(9).toRgb())), Optional.empty());
    IOException e = assertThrows(IOException.class, () -> run(other, settings(), work));
    assertTrue(e.getMessage().contains("frame 1 has changed"), e.getMessage());
    FrameGuidance two =
        new FrameGuidance(
            Guidance.NONE, Optional.of(source(2, i -> left(9).toRgb())), Optional.empty());
    assertThrows(IllegalArgumentException.class, () -> run(two, settings(), null));
  }

  /** What is handed on has the style's colours, what comes out the content's. */
  @ParameterizedTest
  @EnumSource(ColorMode.class)
  void coloursAreThoseOfEachFrame(ColorMode mode, @TempDir Path work) throws Exception {
    StackSettings settings =
        settings()
            .withSynthesis(settings().synthesis().withBlending(blending -> blending.colour(mode)));
    FrameGuidance none = new FrameGuidance(Guidance.NONE);
    List<RgbImage> frames = run(none, settings, work);
    assertSame(frames, run(none, settings, work));
    if (mode == ColorMode.CONTENT) {
      for (int f = 0; f < 3; f++) {
        float[] content = film(3).read(f).planes();
        float[] frame = frames.get(f).planes();
        int n = WIDTH * HEIGHT;
        for (int i = 0; i < n; i++) {
          if (Math.min(frame[i], frame[n + i]) > 0 && Math.max(frame[i], frame[n + i]) < 1) {
            assertEquals(content[i] - content[n + i], frame[i] - frame[n + i], 1e-5);
          }
        }
      }
    }
  }
}
