package org.neuralstyle.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neuralstyle.synthesis.SmallRuns.TRANSFER;
import static org.neuralstyle.synthesis.SmallRuns.assertSame;
import static org.neuralstyle.synthesis.SmallRuns.run;

import ai.djl.engine.EngineException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.neuralstyle.objective.TileGrid;
import org.neuralstyle.settings.Method;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.PassMemory;
import org.neuralstyle.vgg.Precision;

/** Where memory runs short, what has been done is not done again. */
class ShortMemoryTest {

  @TempDir private Path folder;

  /** Fails like libtorch does, when it is reached some times. */
  private static final class Short implements Probe {
    private final Stage stage;
    private final List<Integer> times;
    private boolean armed = true;
    private int reached;

    Short(Stage stage, Integer... times) {
      this.stage = stage;
      this.times = List.of(times);
    }

    @Override
    public void reached(Stage now) {
      if (now == stage && armed) {
        reached++;
        if (times.contains(reached)) {
          throw new EngineException(
              "DefaultCPUAllocator: not enough memory: you tried to allocate");
        }
      }
    }
  }

  /** Hears of all evaluations. */
  private static final class Heard implements RunListener {
    private final List<Progress> progress = new ArrayList<>();
    private final List<Double> best = new ArrayList<>();

    @Override
    public void evaluated(Progress now) {
      progress.add(now);
      best.add(now.losses().total());
    }
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void goesOnFromTheBestImageWithWhatIsLeft(Method method) throws Exception {
    SynthesisSettings settings =
        TRANSFER
            .withEngine(engine -> engine.method(method))
            .withSchedule(schedule -> schedule.scales(2).iterations(20));
    Heard heard = new Heard();
    SynthesisResult result;
    // The fifth of ten at the coarse scale, which is not counted, and two at the fine one.
    try (NeuralStyle neuralStyle = SmallRuns.open(new Short(Probe.Stage.EVALUATION, 5, 15, 18))) {
      result = run(neuralStyle, settings, Optional.empty(), heard);
    }
    int evaluations = 10 + 10;
    assertEquals(evaluations, result.evaluations().size());
    for (int i = 0; i < evaluations; i++) {
      assertEquals(i + 1, result.evaluations().get(i).evaluation());
      assertEquals(i + 1, heard.progress.get(i).evaluation());
      assertEquals(evaluations, heard.progress.get(i).evaluations(), "never more than all");
      assertEquals(i < 10 ? 1 : 2, result.evaluations().get(i).scale());
    }
    // It begins again at the best image before, evaluated with other tiles.
    for (int failed : new int[] {4, 13, 15}) {
      double best =
          heard.best.subList(failed < 10 ? 0 : 10, failed).stream().min(Double::compare).get();
      assertEquals(best, heard.best.get(failed), 1e-4 * best, "after evaluation " + failed);
    }
    double least = heard.best.subList(10, 20).stream().min(Double::compare).get();
    assertEquals(least, result.losses().total(), 1e-6 * least);
    List<String> warnings =
        result.warnings().stream().filter(w -> w.startsWith("Not enough memory")).toList();
    assertTrue(!warnings.isEmpty() && warnings.size() <= 3, warnings.toString());
  }

  /** A run that went on with less memory is kept as well. */
  @Test
  void whatHappenedIsKept() throws Exception {
    SynthesisSettings settings = TRANSFER.withSchedule(schedule -> schedule.scales(1));
    SynthesisResult whole;
    try (NeuralStyle neuralStyle = SmallRuns.open(new Short(Probe.Stage.EVALUATION, 5))) {
      whole = run(neuralStyle, settings, Optional.empty(), RunListener.NONE);
    }
    Optional<Checkpoint> checkpoint =
        Optional.of(Checkpoint.in(folder.resolve("run")).every(Duration.ZERO));
    RunListener stopping =
        new RunListener() {
          private int evaluation;

          @Override
          public void evaluated(Progress progress) {
            evaluation = progress.evaluation();
          }

          @Override
          public boolean isStopped() {
            return evaluation >= 8;
          }
        };
    try (NeuralStyle neuralStyle = SmallRuns.open(new Short(Probe.Stage.EVALUATION, 5))) {
      run(neuralStyle, settings, checkpoint, stopping);
    }
    try (NeuralStyle neuralStyle = SmallRuns.open()) {
      SynthesisResult last = run(neuralStyle, settings, checkpoint, RunListener.NONE);
      assertSame(whole, last, "with less memory");
      assertEquals(
          whole.warnings().stream().sorted().toList(), last.warnings().stream().sorted().toList());
    }
  }

  /** Memory that is too short to take up what was kept is enough for its image. */
  @Test
  void takesUpTheImageWhereTheRestDoesNotFit() throws Exception {
    SynthesisSettings settings = TRANSFER.withSchedule(schedule -> schedule.scales(1));
    Optional<Checkpoint> checkpoint =
        Optional.of(Checkpoint.in(folder.resolve("run")).every(Duration.ZERO));
    SynthesisResult begun;
    try (NeuralStyle neuralStyle = SmallRuns.open()) {
      begun =
          run(
              neuralStyle,
              settings.withSchedule(schedule -> schedule.iterations(12)),
              checkpoint,
              RunListener.NONE);
    }
    Heard heard = new Heard();
    try (NeuralStyle neuralStyle = SmallRuns.open(new Short(Probe.Stage.TARGETS, 1))) {
      SynthesisResult last = run(neuralStyle, settings, checkpoint, heard);
      assertEquals(14, last.evaluations().size());
      assertEquals(2, heard.progress.size());
      assertEquals(begun.losses().total(), heard.best.get(0), 1e-4 * begun.losses().total());
      assertTrue(last.losses().total() <= heard.best.get(0));
    }
  }

  @Test
  void whereNothingSmallerFitsItSaysSo() throws Exception {
    Integer[] always = new Integer[40];
    Arrays.setAll(always, i -> i + 1);
    try (NeuralStyle neuralStyle = SmallRuns.open(new Short(Probe.Stage.EVALUATION, always))) {
      Exception e =
          assertThrows(
              OutOfMemoryException.class,
              () -> run(neuralStyle, TRANSFER, Optional.empty(), RunListener.NONE));
      assertTrue(e.getMessage().contains("too small for 40 x 36 px"), e.getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource(Probe.Stage.class)
  void nothingStaysOpen(Probe.Stage stage) throws Exception {
    SynthesisSettings settings = TRANSFER.withLosses(losses -> losses.tvWeight(0.1));
    float[] confidence = new float[40 * 36];
    Arrays.fill(confidence, 0.5f);
    Inputs inputs =
        SmallRuns.INPUTS
            .withTemporal(new TemporalTarget(SmallRuns.random(40, 36, 7), confidence, 2))
            .withGuidance(GuidanceTest.inside(GuidanceTest.left(SmallRuns.CONTENT, 11)));
    Short probe = new Short(stage, 1, 2);
    try (NeuralStyle neuralStyle = SmallRuns.open(probe)) {
      // Once, so that what is kept for later runs is there.
      probe.armed = false;
      neuralStyle.run(inputs, settings, RunListener.NONE);
      probe.armed = true;
      long before = arrays(neuralStyle, settings);
      neuralStyle.run(inputs, settings, RunListener.NONE);
      assertTrue(probe.reached >= 3);
      assertEquals(before, arrays(neuralStyle, settings));
    }
  }

  /** Native arrays that the device and the network own. */
  private static long arrays(NeuralStyle neuralStyle, SynthesisSettings settings) throws Exception {
    return neuralStyle
        .networks()
        .with(
            Scales.deepest(settings),
            RunListener.NONE,
            network ->
                (long) network.device().manager().getManagedArrays().size()
                    + network.vgg(settings).manager().getManagedArrays().size());
  }

  /** For whatever image, layer and tile. */
  @Test
  void aRetryNeverHasLargerTiles() {
    for (String name : List.of("conv1_1", "conv3_1", "conv4_2", "conv5_1", "conv5_4")) {
      Layer layer = Layer.parse(name);
      for (int[] size : new int[][] {{40, 36}, {700, 500}, {300, 2500}}) {
        for (long budget : new long[] {100L << 20, 700L << 20, 60L << 30}) {
          Scale scale = new Scale(size[0], size[1], 0, 1, 300);
          MemoryPlan plan =
              MemoryPlan.of(
                  scale,
                  layer,
                  new PassMemory(Precision.FLOAT32, 64L << 20, 0),
                  128,
                  budget,
                  1024,
                  6);
          Optional<MemoryPlan> next = plan.smaller(scale, layer);
          int retries = 0;
          while (next.isPresent()) {
            MemoryPlan now = next.get();
            String message = name + " " + Arrays.toString(size) + " " + plan + " -> " + now;
            assertTrue(now.tileSize() <= plan.tileSize(), message);
            assertTrue(now.history() <= plan.history(), message);
            assertTrue(window(scale, layer, now) <= window(scale, layer, plan), message);
            plan = now;
            next = plan.smaller(scale, layer);
            retries++;
          }
          assertTrue(retries < 20, "ends");
          if (budget > 1L << 30) {
            assertTrue(retries > 0, name + " " + Arrays.toString(size) + " " + plan);
          }
        }
      }
    }
  }

  private static long window(Scale scale, Layer layer, MemoryPlan plan) {
    return TileGrid.of(scale.width(), scale.height(), layer, plan.tileSize(), plan.grain())
        .largestWindow();
  }
}
