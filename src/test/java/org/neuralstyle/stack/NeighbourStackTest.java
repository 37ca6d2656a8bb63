package org.neuralstyle.stack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neuralstyle.stack.StackStylerTest.HEIGHT;
import static org.neuralstyle.stack.StackStylerTest.STYLE;
import static org.neuralstyle.stack.StackStylerTest.WIDTH;
import static org.neuralstyle.stack.StackStylerTest.assertOnlyInside;
import static org.neuralstyle.stack.StackStylerTest.assertSame;
import static org.neuralstyle.stack.StackStylerTest.film;
import static org.neuralstyle.stack.StackStylerTest.movingMask;
import static org.neuralstyle.stack.StackStylerTest.recorder;
import static org.neuralstyle.stack.StackStylerTest.smooth;
import static org.neuralstyle.stack.StackStylerTest.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.neuralstyle.image.Labels;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.settings.ColorMode;
import org.neuralstyle.settings.Preset;
import org.neuralstyle.settings.StackMode;
import org.neuralstyle.settings.StackSettings;
import org.neuralstyle.synthesis.Forecast;
import org.neuralstyle.synthesis.Guidance;
import org.neuralstyle.synthesis.Inputs;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.synthesis.Progress;
import org.neuralstyle.synthesis.RunListener;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.vgg.WeightedLayer;
import org.neuralstyle.weights.WeightsChoice;

/** Stacks whose frames take their style from nearest neighbours. */
class NeighbourStackTest {

  private static final FrameGuidance EVERYWHERE = new FrameGuidance(Guidance.NONE);

  private static NeuralStyle neuralStyle;

  @TempDir private Path folder;

  @BeforeAll
  static void open() {
    neuralStyle = new NeuralStyle(new WeightsChoice.Untrained(), DeviceChoice.CPU);
  }

  @AfterAll
  static void close() {
    neuralStyle.close();
  }

  private static StackSettings settings() {
    return settings(24);
  }

  private static StackSettings settings(int iterations) {
    return StackSettings.of(
        Preset.NEIGHBOURS
            .on(StackSettings.frame())
            .withLosses(l -> l.styleLayers(WeightedLayer.parse("relu1_1,relu2_1,relu3_1")))
            .withSchedule(schedule -> schedule.iterations(iterations)));
  }

  private static List<RgbImage> run(
      FrameSource source,
      StackSettings settings,
      FrameGuidance guidance,
      Optional<Path> work,
      StackListener listener)
      throws Exception {
    List<RgbImage> frames = new ArrayList<>();
    new StackStyler(neuralStyle, STYLE, settings, work)
        .withGuidance(guidance)
        .run(source, (i, frame) -> frames.add(frame), listener);
    return frames;
  }

  private static List<RgbImage> run(FrameSource source, StackSettings settings) throws Exception {
    return run(source, settings, EVERYWHERE, Optional.empty(), StackListener.NONE);
  }

  /** The first frame's neighbours are still the nearest. */
  @ParameterizedTest
  @CsvSource({"COHERENT, true", "COHERENT, false", "WARM_START, true"})
  void stillFramesStay(StackMode mode, boolean motion) throws Exception {
    FrameSource still = source(6, i -> smooth(WIDTH, HEIGHT, 1, 0));
    List<FrameReport> reports = new ArrayList<>();
    List<RgbImage> frames =
        run(
            still,
            settings().withMode(mode).withMotion(motion),
            EVERYWHERE,
            Optional.empty(),
            recorder(reports));
    for (int i = 1; i < 6; i++) {
      assertTrue(reports.get(i).evaluations() <= 2, reports.get(i).toString());
      assertEquals(0, difference(frames.get(mode == StackMode.COHERENT ? 0 : 1), frames.get(i), 0));
    }
    // The edges, which begin mirrored, may gain once.
    assertEquals(0, difference(frames.get(0), frames.get(1), 0), 0.02);
  }

  /**
   * Root mean square difference of a frame and an earlier one that lies some pixels to the right.
   */
  private static double difference(RgbImage earlier, RgbImage frame, int moved) {
    int width = frame.width();
    double sum = 0;
    int count = 0;
    for (int i = 0; i < frame.planes().length; i++) {
      if (i % width < width - moved) {
        double difference = frame.planes()[i] - earlier.planes()[i + moved];
        sum += difference * difference;
        count++;
      }
    }
    return Math.sqrt(sum / count);
  }

  @Test
  void movedFramesAreThoseBefore() throws Exception {
    int moved = 2;
    FrameSource pan = source(3, i -> smooth(WIDTH, HEIGHT, 1, moved * i));
    List<RgbImage> coherent = run(pan, settings());
    List<RgbImage> independent = run(pan, settings().withMode(StackMode.INDEPENDENT));
    for (int i = 1; i < 3; i++) {
      double steady = difference(coherent.get(i - 1), coherent.get(i), moved);
      double flicker = difference(independent.get(i - 1), independent.get(i), moved);
      assertTrue(steady < 0.3 * flicker, steady + " and " + flicker);
    }
  }

  private static Set<Integer> scales(FrameSource source) throws Exception {
    Set<Integer> later = new TreeSet<>();
    StackListener listener =
        new StackListener() {
          @Override
          public void evaluated(int frame, int frames, Progress progress, double seconds) {
            if (frame > 0) {
              later.add(progress.scales());
            }
          }
        };
    run(source, settings(6), EVERYWHERE, Optional.empty(), listener);
    return later;
  }

  /** Hypercolumns at 64 and 128 px, and layers; only layers where nothing is new. */
  @Test
  void whatComesIntoViewGoesThroughAllSizes() throws Exception {
    assertEquals(Set.of(3), scales(source(2, i -> smooth(128, HEIGHT, 1, 4 * i))));
    assertEquals(Set.of(1), scales(source(2, i -> smooth(128, HEIGHT, 1, 0))));
  }

  @Test
  void laterFramesTakeAThirdOfTheFirstOnesWork() throws Exception {
    List<FrameReport> reports = new ArrayList<>();
    FrameSource pan = source(3, i -> smooth(128, HEIGHT, 1, 4 * i));
    run(pan, settings(), EVERYWHERE, Optional.empty(), recorder(reports));
    // 8 evaluations at half the size, 5 and three times 2 at the full size.
    assertEquals(8 + 5 + 3 * 2, reports.get(0).evaluations());
    assertEquals(8 / 4.0 + 5 + 3 * 2, reports.get(0).effort());
    for (FrameReport report : reports.subList(1, 3)) {
      assertTrue(report.effort() <= reports.get(0).effort() / 3, report.toString());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = StackMode.class,
      names = {"COHERENT", "WARM_START"})
  void stoppedWorkGoesOnWithTheSameFrames(StackMode mode) throws Exception {
    StackSettings settings = settings(8).withMode(mode);
    List<RgbImage> expected = run(film(3), settings);
    int[] finished = {0};
    StackListener stopping =
        new StackListener() {
          @Override
          public void finished(FrameReport report, RgbImage image) {
            finished[0]++;
          }

          @Override
          public boolean isStopped() {
            return finished[0] == 2;
          }
        };
    assertEquals(2, run(film(3), settings, EVERYWHERE, Optional.of(folder), stopping).size());
    assertSame(
        expected, run(film(3), settings, EVERYWHERE, Optional.of(folder), StackListener.NONE));
  }

  @Test
  void outsideOfAMaskTheFramesStay() throws Exception {
    List<RgbImage> frames =
        run(film(3), settings(8), movingMask(), Optional.empty(), StackListener.NONE);
    assertOnlyInside(frames);
  }

  /** What is handed on has the style's colours, what comes out the content's. */
  @ParameterizedTest
  @EnumSource(ColorMode.class)
  void coloursAreThoseOfEachFrame(ColorMode mode) throws Exception {
    StackSettings settings =
        settings(8)
            .withSynthesis(settings(8).synthesis().withBlending(blending -> blending.colour(mode)));
    List<RgbImage> frames = run(film(2), settings);
    List<RgbImage> plain = run(film(2), settings(8));
    for (int f = 0; f < 2; f++) {
      float[] content = film(2).read(f).planes();
      float[] frame = frames.get(f).planes();
      assertEquals(mode == ColorMode.STYLE, difference(plain.get(f), frames.get(f), 0) == 0);
      int n = WIDTH * HEIGHT;
      for (int i = 0; i < n && mode == ColorMode.CONTENT; i++) {
        if (Math.min(frame[i], frame[n + i]) > 0 && Math.max(frame[i], frame[n + i]) < 1) {
          assertEquals(content[i] - content[n + i], frame[i] - frame[n + i], 1e-5);
        }
      }
    }
  }

  @Test
  void cutsStartAgain() throws Exception {
    FrameSource cut = source(3, i -> smooth(WIDTH, HEIGHT, i < 2 ? 1 : 7, 0));
    List<RgbImage> frames = run(cut, settings(8));
    RgbImage alone =
        neuralStyle.transfer(cut.read(2), STYLE, settings(8).synthesis(), RunListener.NONE).image();
    assertArrayEquals(alone.planes(), frames.get(2).planes());
  }

  /** In the words in which they are refused for a still, before there is a work folder. */
  @Test
  void labelsAreRefused() {
    Labels frame = new Labels(WIDTH, HEIGHT, new int[WIDTH * HEIGHT]);
    Labels style = new Labels(24, 24, new int[24 * 24]);
    Guidance labels =
        new Guidance(List.of(), Optional.empty(), Optional.of(frame), Optional.of(style));
    FrameGuidance moving =
        new FrameGuidance(
            new Guidance(List.of(), Optional.empty(), Optional.empty(), Optional.of(style)),
            Optional.empty(),
            Optional.of(source(2, i -> frame.mask(0).toRgb())));
    String still =
        message(
            () ->
                neuralStyle.run(
                    Inputs.of(film(1).read(0), STYLE).withGuidance(labels),
                    settings().synthesis(),
                    RunListener.NONE));
    for (FrameGuidance guidance : List.of(new FrameGuidance(labels), moving)) {
      Path work = folder.resolve("work");
      assertEquals(
          still,
          message(() -> run(film(2), settings(), guidance, Optional.of(work), StackListener.NONE)));
      assertFalse(Files.exists(work));
    }
  }

  private static String message(Executable refused) {
    return assertThrows(IllegalArgumentException.class, refused).getMessage();
  }

  /** A later frame takes a third, and with iterations that are given what these take. */
  @Test
  void laterFramesAreForetold() throws Exception {
    Inputs first = Inputs.of(smooth(128, 96, 1, 0), STYLE);
    Forecast one = neuralStyle.forecast(first, settings().synthesis());
    Forecast all = StackStyler.forecast(first, settings(), 4, neuralStyle);
    assertEquals(2 * one.seconds(), all.seconds(), 1e-6 * all.seconds());
    Forecast few = StackStyler.forecast(first, settings().withLaterIterations(1), 4, neuralStyle);
    Forecast many = StackStyler.forecast(first, settings().withLaterIterations(90), 4, neuralStyle);
    assertTrue(few.seconds() > one.seconds());
    assertTrue(few.seconds() < many.seconds(), few.seconds() + " and " + many.seconds());
    assertEquals(one.bytes(), all.bytes());
  }
}
