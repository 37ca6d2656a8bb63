package org.neuralstyle.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neuralstyle.synthesis.SmallRuns.INPUTS;
import static org.neuralstyle.synthesis.SmallRuns.TRANSFER;
import static org.neuralstyle.synthesis.SmallRuns.assertSame;
import static org.neuralstyle.synthesis.SmallRuns.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neuralstyle.option.Properties;
import org.neuralstyle.settings.ColorMode;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.settings.Method;
import org.neuralstyle.settings.PrecisionChoice;
import org.neuralstyle.settings.StyleLossKind;
import org.neuralstyle.settings.SynthesisSettings;

/** Runs that are ended and go on come to the same image, to the last bit. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckpointTest {

  private NeuralStyle neuralStyle;
  private Path folder;
  private Path file;
  private Optional<Checkpoint> checkpoint;

  @BeforeAll
  void open() {
    neuralStyle = SmallRuns.open();
  }

  @AfterAll
  void close() {
    neuralStyle.close();
  }

  @BeforeEach
  void place(@TempDir Path empty) {
    folder = empty;
    file = folder.resolve("run.checkpoint");
    checkpoint = Optional.of(Checkpoint.in(file).every(Duration.ZERO));
  }

  /** Hears of evaluations of one start, from 1. */
  private interface At {
    boolean evaluated(int count) throws IOException;
  }

  /** Stops when it is told so. */
  private static RunListener stopping(At at) {
    return new RunListener() {
      private int count;
      private boolean stopped;

      @Override
      public void evaluated(Progress progress) {
        assertTrue(progress.evaluation() <= progress.evaluations());
        count++;
        try {
          stopped = stopped || at.evaluated(count);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public boolean isStopped() {
        return stopped;
      }
    };
  }

  static Stream<SynthesisSettings> settings() {
    List<SynthesisSettings> all = new ArrayList<>();
    for (Method method : Method.values()) {
      for (int scales : new int[] {1, 2}) {
        all.add(
            TRANSFER
                .withEngine(engine -> engine.method(method))
                .withSchedule(schedule -> schedule.scales(scales)));
      }
    }
    all.add(
        TRANSFER
            .withLosses(losses -> losses.contentLayers(List.of()).tvWeight(0.1))
            .withStart(start -> start.initialization(Initialization.NOISE).seed(3))
            .withSchedule(schedule -> schedule.scales(2)));
    all.add(
        TRANSFER
            .withLosses(losses -> losses.styleBy(StyleLossKind.NEIGHBOURS))
            .withSchedule(schedule -> schedule.scales(2)));
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("settings")
  void goesOnAfterAStop(SynthesisSettings settings) throws Exception {
    SynthesisResult whole = run(neuralStyle, settings, Optional.empty(), RunListener.NONE);
    Random random = new Random(Properties.of(settings).toString().hashCode());
    for (int trial = 0; trial < 2; trial++) {
      Files.deleteIfExists(file);
      int left = whole.evaluations().size();
      while (left > 0) {
        int end = 1 + random.nextInt(9);
        SynthesisResult part =
            run(neuralStyle, settings, checkpoint, stopping(count -> count >= end));
        left = whole.evaluations().size() - part.evaluations().size();
        if (left > 0) {
          assertEquals(Ending.Reason.STOPPED, part.ending().reason());
        }
      }
      SynthesisResult last = run(neuralStyle, settings, checkpoint, RunListener.NONE);
      assertSame(whole, last, settings + ", trial " + trial);
    }
  }

  /** The picture is that of the scale before, and nothing of it is done again. */
  @Test
  void goesOnAfterAStopWhileNeighboursAreChosen() throws Exception {
    SynthesisSettings settings =
        TRANSFER
            .withLosses(losses -> losses.styleBy(StyleLossKind.NEIGHBOURS))
            .withSchedule(schedule -> schedule.scales(2));
    SynthesisResult whole = run(neuralStyle, settings, Optional.empty(), RunListener.NONE);
    int scales = whole.evaluations().get(whole.evaluations().size() - 1).scale();
    assertTrue(scales > 1);
    for (int i = 1; i < scales; i++) {
      int ended = i;
      int done = (int) whole.evaluations().stream().filter(e -> e.scale() <= ended).count();
      // Asked once after the scale's last evaluation, then while neighbours are chosen.
      RunListener listener =
          new RunListener() {
            private int asked;

            @Override
            public void evaluated(Progress progress) {
              assertTrue(progress.evaluation() <= done);
              asked = progress.evaluation() == done ? 1 : 0;
            }

            @Override
            public boolean isStopped() {
              return asked > 0 && asked++ > 1;
            }
          };
      SynthesisResult part = run(neuralStyle, settings, checkpoint, listener);
      assertEquals(done, part.evaluations().size());
      assertEquals(Ending.Reason.STOPPED, part.ending().reason());
      assertEquals(whole.evaluations().get(done - 1).scale(), i);
      assertTrue(part.losses().total() <= whole.evaluations().get(done - 1).losses().total());
      assertEquals(whole.image().width(), part.image().width());
    }
    // Stopped at once after it went on: as good as before.
    SynthesisResult again =
        run(
            neuralStyle,
            settings,
            checkpoint,
            new RunListener() {
              @Override
              public boolean isStopped() {
                return true;
              }
            });
    assertEquals(Ending.Reason.STOPPED, again.ending().reason());
    assertSame(whole, run(neuralStyle, settings, checkpoint, RunListener.NONE), "gone on");
  }

  /** What is on the disk at some moment is all that a kill leaves. */
  @ParameterizedTest
  @MethodSource("settings")
  void goesOnAfterAKill(SynthesisSettings settings) throws Exception {
    SynthesisResult whole = run(neuralStyle, settings, Optional.empty(), RunListener.NONE);
    Random random = new Random(Properties.of(settings).toString().hashCode() + 1L);
    Path left = folder.resolve("left");
    for (int trial = 0; trial < 2; trial++) {
      int moment = 2 + random.nextInt(whole.evaluations().size() - 1);
      Files.deleteIfExists(file);
      run(
          neuralStyle,
          settings,
          checkpoint,
          stopping(
              count -> {
                if (count == moment) {
                  Files.copy(file, left, StandardCopyOption.REPLACE_EXISTING);
                }
                return count == moment;
              }));
      Files.move(left, file, StandardCopyOption.REPLACE_EXISTING);
      List<Integer> evaluations = new ArrayList<>();
      SynthesisResult last =
          run(
              neuralStyle,
              settings,
              checkpoint,
              new RunListener() {
                @Override
                public void evaluated(Progress progress) {
                  evaluations.add(progress.evaluation());
                }
              });
      assertSame(whole, last, settings + ", killed at " + moment);
      assertTrue(evaluations.isEmpty() || evaluations.get(0) > 1, "it began anew");
    }
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void aFinishedRunGoesOnWithMoreIterations(Method method) throws Exception {
    SynthesisSettings few =
        TRANSFER
            .withEngine(engine -> engine.method(method))
            .withSchedule(schedule -> schedule.scales(1));
    SynthesisSettings more = few.withSchedule(schedule -> schedule.iterations(25));
    SynthesisResult begun = run(neuralStyle, few, checkpoint, RunListener.NONE);
    assertEquals(14, begun.evaluations().size());
    SynthesisResult longer = run(neuralStyle, more, checkpoint, RunListener.NONE);
    SynthesisResult whole = run(neuralStyle, more, Optional.empty(), RunListener.NONE);
    assertSame(whole, longer, method.toString());
    assertEquals(whole.warnings(), longer.warnings());
    assertEquals(25, longer.settings().schedule().iterations());
    // And is as it was when it is asked for again.
    assertSame(whole, run(neuralStyle, more, checkpoint, RunListener.NONE), method.toString());
  }

  /** A region and a second style, as images and in the settings, are those that it began with. */
  @Test
  void aRunWithGuidesGoesOnWithMoreIterations() throws Exception {
    Guidance guidance =
        new Guidance(
            List.of(SmallRuns.random(44, 30, 8)),
            Optional.of(GuidanceTest.left(SmallRuns.CONTENT, 23)),
            Optional.empty(),
            Optional.empty());
    Inputs guided = INPUTS.withGuidance(guidance);
    SynthesisSettings few =
        TRANSFER
            .withLosses(losses -> losses.styleShares(List.of(2.0, 1.0)))
            .withBlending(blending -> blending.feather(5).colour(ColorMode.CONTENT))
            .withSchedule(schedule -> schedule.scales(1));
    SynthesisSettings more = few.withSchedule(schedule -> schedule.iterations(25));
    SynthesisResult whole = neuralStyle.run(guided, more, RunListener.NONE);
    neuralStyle.run(guided, few, checkpoint, stopping(count -> count >= 5));
    neuralStyle.run(guided, few, checkpoint, RunListener.NONE);
    SynthesisResult longer = neuralStyle.run(guided, more, checkpoint, RunListener.NONE);
    assertSame(whole, longer, "with guides");
    refused(INPUTS, few.withLosses(losses -> losses.styleShares(List.of())));
    refused(guided.withGuidance(guidance.with(List.of(SmallRuns.STYLE))), few);
  }

  @Test
  void moreIterationsAfterSeveralSizesAreSaidToBeAnotherWay() throws Exception {
    SynthesisSettings few = TRANSFER.withSchedule(schedule -> schedule.scales(2));
    SynthesisResult begun = run(neuralStyle, few, checkpoint, RunListener.NONE);
    SynthesisResult longer =
        run(
            neuralStyle,
            few.withSchedule(schedule -> schedule.iterations(60)),
            checkpoint,
            RunListener.NONE);
    assertTrue(longer.losses().total() < begun.losses().total());
    assertEquals(begun.evaluations().subList(0, 5), longer.evaluations().subList(0, 5), "goes on");
    String warnings = String.join("\n", longer.warnings());
    assertTrue(warnings.contains("one of 60 from the start"), warnings);
  }

  private String refused(Inputs inputs, SynthesisSettings settings) {
    Exception early =
        assertThrows(
            IllegalArgumentException.class, () -> checkpoint.get().check(inputs, settings));
    Exception late =
        assertThrows(
            IllegalArgumentException.class,
            () -> neuralStyle.run(inputs, settings, checkpoint, RunListener.NONE));
    assertEquals(early.getMessage(), late.getMessage());
    return late.getMessage();
  }

  @Test
  void otherRunsAreRefused() throws Exception {
    SynthesisSettings settings = TRANSFER.withSchedule(schedule -> schedule.iterations(2));
    run(neuralStyle, settings, checkpoint, RunListener.NONE);
    byte[] kept = Files.readAllBytes(file);
    String message = refused(INPUTS, settings.withLosses(losses -> losses.styleWeight(3)));
    assertEquals(
        "The checkpoint %s is of a run with styleWeight 100000.0, not 3.0. Give what that run was given, or another file to begin anew."
            .formatted(file),
        message);
    assertTrue(
        refused(INPUTS, settings.withStart(start -> start.seed(1))).contains("seed 0, not 1"));
    assertTrue(
        refused(INPUTS, settings.withEngine(engine -> engine.method(Method.ADAM)))
            .contains("optimizer lbfgs"));
    assertTrue(
        refused(INPUTS, settings.withSchedule(schedule -> schedule.iterations(1)))
            .contains("of 2 iterations"));
    Inputs turned = Inputs.of(SmallRuns.STYLE, SmallRuns.CONTENT);
    assertTrue(refused(turned, settings).contains("another content image"));
    Inputs style = Inputs.of(SmallRuns.CONTENT, SmallRuns.CONTENT);
    assertTrue(refused(style, settings).contains("another style image"));
    // A free choice is that of the run.
    SynthesisResult same =
        run(
            neuralStyle,
            settings.withEngine(engine -> engine.precision(PrecisionChoice.AUTO)),
            checkpoint,
            RunListener.NONE);
    assertEquals(PrecisionChoice.FLOAT32, same.settings().engine().precision());
    assertTrue(kept.length > 0 && Files.exists(file));
  }

  /** A network that was loaded deeper is the same one. */
  @Test
  void onlyTheLayersInUseMatter() throws Exception {
    SynthesisSettings settings = TRANSFER.withSchedule(schedule -> schedule.scales(1));
    SynthesisResult whole = run(neuralStyle, settings, Optional.empty(), RunListener.NONE);
    run(neuralStyle, settings, checkpoint, stopping(count -> count == 6));
    try (NeuralStyle deep = SmallRuns.open()) {
      deep.prepare(org.neuralstyle.vgg.Layer.conv(7), RunListener.NONE);
      assertSame(whole, run(deep, settings, checkpoint, RunListener.NONE), "deeper");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void damageIsRefused(int trial) throws Exception {
    SynthesisSettings settings = TRANSFER.withSchedule(schedule -> schedule.iterations(3));
    run(neuralStyle, settings, checkpoint, RunListener.NONE);
    byte[] kept = Files.readAllBytes(file);
    Random random = new Random(trial);
    for (int i = 0; i < 20; i++) {
      byte[] damaged = kept.clone();
      if (i % 2 == 0) {
        // Beyond what names the format.
        damaged[8 + random.nextInt(kept.length - 8)] ^= (byte) (1 << random.nextInt(8));
      } else {
        damaged = java.util.Arrays.copyOf(kept, 8 + random.nextInt(kept.length - 8));
      }
      Files.write(file, damaged);
      Exception e =
          assertThrows(
              IllegalArgumentException.class, () -> checkpoint.get().check(INPUTS, settings));
      assertEquals(
          file + " is damaged. Move it away to begin anew, or give another file.", e.getMessage());
    }
  }

  @Test
  void foreignAndNewerFilesAreRefusedAndLeftAlone() throws Exception {
    SynthesisSettings settings = TRANSFER.withSchedule(schedule -> schedule.iterations(2));
    run(neuralStyle, settings, checkpoint, RunListener.NONE);
    byte[] newer = Files.readAllBytes(file);
    ByteBuffer.wrap(newer).putInt(4, 9);
    for (byte[] bytes : List.of(new byte[0], "an article".getBytes("UTF-8"), newer)) {
      Files.write(file, bytes);
      String message = refused(INPUTS, settings);
      assertTrue(message.contains(bytes == newer ? "of version 9" : "is no checkpoint"), message);
      assertTrue(message.matches(".*(Go on with|Give another).*\\."), message);
      org.junit.jupiter.api.Assertions.assertArrayEquals(bytes, Files.readAllBytes(file));
    }
  }

  @Test
  void placesThatCannotBeWrittenToAreRefused() throws Exception {
    checkpoint = Optional.of(Checkpoint.in(folder));
    assertTrue(refused(INPUTS, TRANSFER).contains("is no file"));
    Checkpoint nowhere = Checkpoint.in(folder.resolve("no/run"));
    Exception e = assertThrows(IOException.class, () -> nowhere.check(INPUTS, TRANSFER));
    assertTrue(e.getMessage().contains("there is no folder"), e.getMessage());
    checkpoint = Optional.of(Checkpoint.in(file));
    Path part = folder.resolve("run.checkpoint.part");
    Files.writeString(part, "somebody's");
    assertTrue(refused(INPUTS, TRANSFER).contains("run.checkpoint.part is in the way"));
    assertEquals("somebody's", Files.readString(part));
  }

  /** The run is worth more than what keeps it. */
  @Test
  void aDiskThatFailsIsWarnedOfOnce() throws Exception {
    SynthesisSettings settings = TRANSFER.withSchedule(schedule -> schedule.scales(1));
    SynthesisResult whole = run(neuralStyle, settings, Optional.empty(), RunListener.NONE);
    Path gone = Files.createDirectory(folder.resolve("gone"));
    Path there = gone.resolve("run");
    SynthesisResult result =
        run(
            neuralStyle,
            settings,
            Optional.of(Checkpoint.in(there).every(Duration.ZERO)),
            stopping(
                count -> {
                  if (count == 4) {
                    Files.delete(there);
                    Files.delete(gone);
                  }
                  return false;
                }));
    assertSame(whole, result, "without a place");
    List<String> about =
        result.warnings().stream().filter(w -> w.contains("cannot be kept")).toList();
    assertEquals(1, about.size(), about.toString());
    assertFalse(Files.exists(there));
  }

  @Test
  void isWrittenAsOftenAsItSays() throws Exception {
    List<Long> times = new ArrayList<>();
    checkpoint = Optional.of(Checkpoint.in(file).every(Duration.ofHours(1)));
    run(
        neuralStyle,
        TRANSFER,
        checkpoint,
        stopping(
            count -> {
              times.add(Files.exists(file) ? 1L : 0L);
              return false;
            }));
    assertEquals(0, times.stream().mapToLong(Long::longValue).sum());
    assertTrue(Files.exists(file), "at the end");
  }
}
