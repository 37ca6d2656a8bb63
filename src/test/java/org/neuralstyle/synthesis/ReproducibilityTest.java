package org.neuralstyle.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neuralstyle.synthesis.SmallRuns.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.settings.PrecisionChoice;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.tensor.Workers;
import org.neuralstyle.vgg.Layer;

/**
 * When equal seeds give equal images, as README says: with as many threads, to the last bit; with
 * another number, from the same first losses to about the same last ones. {@link KilledRunTest}
 * compares processes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReproducibilityTest {

  private NeuralStyle some;
  private NeuralStyle others;

  @BeforeAll
  void open() {
    some = SmallRuns.open();
    others = SmallRuns.open();
  }

  @AfterAll
  void close() {
    some.close();
    others.close();
  }

  static Stream<SynthesisSettings> settings() {
    return Stream.of(
            SmallRuns.TRANSFER,
            SmallRuns.TRANSFER.withStart(
                start -> start.initialization(Initialization.NOISE).seed(5)),
            SynthesisSettings.texture().withStart(start -> start.seed(6)),
            SynthesisSettings.reconstruction(Layer.conv(4)).withStart(start -> start.seed(7)))
        .map(
            s ->
                s.withSchedule(schedule -> schedule.iterations(12).scales(1))
                    .withEngine(engine -> engine.precision(PrecisionChoice.FLOAT32)));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void equalSeedsGiveEqualImagesWithAsManyThreads(SynthesisSettings settings) throws Exception {
    List<SynthesisResult> results = new ArrayList<>();
    for (int threads : new int[] {1, 2}) {
      try (Workers worker = new Workers(1, threads)) {
        Workers.Task<SynthesisResult> run =
            () -> some.run(SmallRuns.INPUTS, settings, RunListener.NONE);
        Workers.Task<SynthesisResult> again =
            () -> others.run(SmallRuns.INPUTS, settings, RunListener.NONE);
        List<SynthesisResult> three = worker.all(List.of(run, run, again));
        assertEquals(threads, three.get(0).environment().threads());
        assertSame(three.get(0), three.get(1), "repeated, threads: " + threads);
        assertSame(three.get(0), three.get(2), "by another instance, threads: " + threads);
        results.add(three.get(0));
      }
    }
    double first = results.get(0).evaluations().get(0).losses().total();
    assertEquals(first, results.get(1).evaluations().get(0).losses().total(), 1e-6 * first);
    double last = results.get(0).losses().total();
    assertEquals(last, results.get(1).losses().total(), 0.1 * last);
    assertTrue(last < 0.9 * first, last + " of " + first);
  }

  /** A content that is smaller than the style has smaller tiles, and with it the style. */
  @Test
  void whatAnInstanceDidBeforeChangesNoBit() throws Exception {
    RgbImage style = SmallRuns.random(36, 40, 3);
    Inputs smaller = Inputs.of(SmallRuns.random(40, 28, 4), style);
    Inputs inputs = Inputs.of(SmallRuns.CONTENT, style);
    SynthesisSettings settings =
        SmallRuns.TRANSFER.withSchedule(schedule -> schedule.iterations(3));
    some.run(smaller, settings, RunListener.NONE);
    assertSame(
        others.run(inputs, settings, RunListener.NONE),
        some.run(inputs, settings, RunListener.NONE),
        "after another content");
  }
}
