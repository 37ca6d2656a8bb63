package org.neuralstyle.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.settings.PrecisionChoice;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.synthesis.Forecast;
import org.neuralstyle.synthesis.Inputs;
import org.neuralstyle.synthesis.LayerDistances;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.synthesis.Progress;
import org.neuralstyle.synthesis.RunListener;
import org.neuralstyle.synthesis.SynthesisResult;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.tensor.Workers;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.LayerSet;
import org.neuralstyle.vgg.Pooling;
import org.neuralstyle.vgg.WeightedLayer;
import org.neuralstyle.weights.WeightsChoice;

/** Sweeps on tiny images with an untrained network. */
class SweepRunnerTest {

  private static final Source CONTENT = new Source("content", TestRuns.random(16, 12, 1));
  private static final Source STYLE = new Source("style", TestRuns.random(16, 12, 2));

  private static NeuralStyle neuralStyle;

  @TempDir Path folder;

  @BeforeAll
  static void open() {
    neuralStyle = new NeuralStyle(new WeightsChoice.Untrained(), DeviceChoice.CPU);
  }

  @AfterAll
  static void close() {
    neuralStyle.close();
  }

  /** Counts, and fails or stops in the run with a certain label. */
  private static class Recorder implements SweepListener {

    final List<Double> fractions = new ArrayList<>();
    final List<Double> remaining = new ArrayList<>();
    final List<String> messages = new ArrayList<>();
    final List<String> begun = new ArrayList<>();
    final List<RunResult> finished = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    String failAt = "";
    String noMemoryAt = "";
    String stopAt = "";
    private boolean stopped;

    @Override
    public void found(int finished, int runs, Path in) {
      messages.add("%d of %d in %s".formatted(finished, runs, in));
    }

    @Override
    public void warning(String message) {
      warnings.add(message);
    }

    @Override
    public void begun(Sweep sweep, Run run, int before, int runs) {
      begun.add(run.label());
    }

    @Override
    public void progressed(Run run, double fraction, double remainingSeconds, Progress progress) {
      fractions.add(fraction);
      remaining.add(remainingSeconds);
      String label = run.label();
      if (label.equals(failAt)) {
        throw new IllegalStateException("a run that fails");
      }
      if (label.equals(noMemoryAt)) {
        throw new OutOfMemoryError("Java heap space");
      }
      stopped = label.equals(stopAt);
    }

    @Override
    public void finished(Sweep sweep, RunResult result) {
      finished.add(result);
    }

    @Override
    public boolean isStopped() {
      return stopped;
    }
  }

  /** In a precision that does not depend on the machine. */
  private static SynthesisSettings settings(int iterations) {
    return SynthesisSettings.transfer()
        .withSchedule(schedule -> schedule.iterations(iterations))
        .withEngine(engine -> engine.precision(PrecisionChoice.FLOAT32));
  }

  private static StyleWeightSweep weights() {
    return new StyleWeightSweep(CONTENT, STYLE, List.of(1.0, 10.0, 100.0), settings(4));
  }

  private List<RunResult> run(Sweep sweep, Recorder recorder)
      throws IOException, InterruptedException {
    return new SweepRunner(neuralStyle, Optional.of(folder), recorder).run(sweep);
  }

  @Test
  void theProgressIsThatOfTheWholeSweep() throws IOException, InterruptedException {
    Recorder recorder = new Recorder();
    List<RunResult> results = run(weights(), recorder);
    assertEquals(3, results.size());
    assertEquals(Set.copyOf(results), Set.copyOf(recorder.finished));
    assertEquals(1, recorder.warnings.size(), "untrained, once for all runs");
    // What comes before the first of four evaluations counts as one and a half.
    assertTrue(recorder.fractions.get(0) <= 2.5 / 5.5 / 3 + 1e-9);
    assertEquals(1, recorder.fractions.get(recorder.fractions.size() - 1), 1e-9);
    assertEquals(recorder.fractions.stream().sorted().toList(), recorder.fractions);
    assertEquals(0, recorder.remaining.get(recorder.remaining.size() - 1), 1e-9);
    assertTrue(recorder.remaining.get(0) > 0);
    assertTrue(recorder.remaining.stream().allMatch(Double::isFinite));
  }

  @Test
  void aFailedRunIsARowAndTheRestGoesOn() throws IOException, InterruptedException {
    Recorder recorder = new Recorder();
    recorder.failAt = "style weight 10";
    recorder.noMemoryAt = "style weight 1";
    List<RunResult> results = run(weights(), recorder);
    assertEquals(
        List.of(true, true, false), results.stream().map(r -> r.failure().isPresent()).toList());
    Table table = weights().table(results);
    assertEquals(3, table.rows().size());
    assertEquals("failed", table.rows().get(1).get("state"));
    assertEquals("a run that fails", table.rows().get(1).get("message"));
    assertEquals(10.0, table.rows().get(1).get("styleWeight"));
    assertEquals("Java has too little memory for it.", table.rows().get(0).get("message"));
  }

  @Test
  void aStoppedSweepKeepsWhatIsFinishedAndGoesOn() throws IOException, InterruptedException {
    Recorder stopping = new Recorder();
    stopping.stopAt = "style weight 100";
    List<RunResult> first = run(weights(), stopping);
    // It begins when one of the two before it has ended; the other one may still be under way.
    assertTrue(first.size() == 1 || first.size() == 2);
    assertEquals(List.of(), stopping.messages);
    Recorder resuming = new Recorder();
    List<RunResult> second = run(weights(), resuming);
    assertEquals(3, second.size());
    assertEquals(List.of(first.size() + " of 3 in " + folder), resuming.messages);
    List<RunResult> found = second.stream().filter(RunResult::kept).toList();
    assertEquals(first.size(), found.size());
    for (int i = 0; i < first.size(); i++) {
      SynthesisResult before = first.get(i).result().orElseThrow();
      SynthesisResult after = found.get(i).result().orElseThrow();
      assertArrayEquals(before.image().planes(), after.image().planes());
      assertEquals(before.properties(), after.properties());
      assertEquals(before.evaluations(), after.evaluations());
      assertEquals(first.get(i).secondsPerEvaluation(), found.get(i).secondsPerEvaluation());
    }
  }

  /** Fails if two threads are in a listener at once, and keeps what it hears in order. */
  private static final class Witness implements SweepListener {

    final List<String> events = new ArrayList<>();
    final List<Integer> before = new ArrayList<>();
    final Set<Thread> threads = new HashSet<>();
    private final AtomicBoolean inside = new AtomicBoolean();
    private final Map<String, Integer> evaluations = new HashMap<>();
    int mostAtOnce;
    private int atOnce;

    private void alone(Runnable event) {
      assertTrue(inside.compareAndSet(false, true), "two threads at once");
      // Others have time to come in.
      Thread.yield();
      event.run();
      inside.set(false);
    }

    @Override
    public void begun(Sweep sweep, Run run, int number, int runs) {
      alone(
          () -> {
            events.add("begun " + run.label());
            before.add(number);
            mostAtOnce = Math.max(mostAtOnce, ++atOnce);
          });
    }

    @Override
    public void progressed(Run run, double fraction, double remainingSeconds, Progress progress) {
      alone(
          () -> {
            int number = evaluations.merge(run.label(), 1, Integer::sum);
            assertEquals(number, progress.evaluation());
            assertTrue(events.contains("begun " + run.label()));
            assertFalse(events.contains("finished " + run.label()));
            assertEquals(CONTENT.image().width(), progress.preview().get().width());
            threads.add(Thread.currentThread());
          });
    }

    @Override
    public void finished(Sweep sweep, RunResult result) {
      alone(
          () -> {
            assertTrue(events.contains("begun " + result.run().label()));
            events.add("finished " + result.run().label());
            atOnce--;
          });
    }

    @Override
    public boolean isStopped() {
      alone(() -> {});
      return false;
    }
  }

  @Test
  void smallRunsGoOnAtOnceWithTheSameResults() throws IOException, InterruptedException {
    assumeTrue(Workers.threads() > 1, "one core");
    Sweep sweep =
        new StyleWeightSweep(CONTENT, STYLE, List.of(1.0, 10.0, 100.0, 1e3), settings(30));
    Witness witness = new Witness();
    List<RunResult> results = new SweepRunner(neuralStyle, Optional.empty(), witness).run(sweep);
    assertTrue(witness.mostAtOnce > 1);
    assertTrue(witness.threads.size() > 1);
    assertFalse(witness.threads.contains(Thread.currentThread()));
    assertEquals(List.of(0, 1, 2, 3), witness.before);
    assertEquals(sweep.runs(), results.stream().map(RunResult::run).toList());
    try (Workers one = new Workers(1, Workers.threads() / 2)) {
      for (RunResult result : results) {
        Run run = result.run();
        Workers.Task<SynthesisResult> task =
            () -> neuralStyle.run(SweepTask.inputs(sweep, run), run.settings(), RunListener.NONE);
        SynthesisResult alone = one.all(List.of(task)).get(0);
        SynthesisResult together = result.result().orElseThrow();
        assertEquals(alone.environment(), together.environment());
        assertEquals(alone.evaluations(), together.evaluations());
        assertArrayEquals(alone.image().planes(), together.image().planes());
      }
    }
  }

  /** What earlier runs left in the network's caches must not be seen in later ones. */
  @Test
  void runsOfOtherNumbersOfThreadsChangeNothing() throws IOException, InterruptedException {
    Source content = new Source("content", TestRuns.random(64, 48, 1));
    Source style = new Source("style", TestRuns.random(64, 48, 2));
    // Two instances may measure otherwise which precision is faster.
    SynthesisSettings settings =
        SynthesisSettings.transfer()
            .withSchedule(schedule -> schedule.iterations(10))
            .withEngine(engine -> engine.precision(PrecisionChoice.FLOAT32));
    Workers.Task<SynthesisResult> task =
        () -> neuralStyle.transfer(content.image(), style.image(), settings, RunListener.NONE);
    try (NeuralStyle other = new NeuralStyle(new WeightsChoice.Untrained(), DeviceChoice.CPU);
        Workers one = new Workers(1, 1);
        Workers two = new Workers(1, 2)) {
      two.all(List.of(task));
      SynthesisResult later = one.all(List.of(task)).get(0);
      Workers.Task<SynthesisResult> fresh =
          () -> other.transfer(content.image(), style.image(), settings, RunListener.NONE);
      assertArrayEquals(one.all(List.of(fresh)).get(0).image().planes(), later.image().planes());
    }
  }

  @Test
  void repeatedRunsGoOnAloneWithAllThreads() throws IOException, InterruptedException {
    Sweep sweep = new InitializationComparison(CONTENT, STYLE, 2, weights().settings());
    Witness witness = new Witness();
    List<RunResult> results =
        new SweepRunner(neuralStyle, Optional.empty(), witness)
            .run(List.of(weights(), sweep))
            .get(1);
    assertEquals(
        sweep.runs().stream()
            .flatMap(run -> Stream.of("begun " + run.label(), "finished " + run.label()))
            .toList(),
        witness.events.subList(6, 14));
    assertTrue(
        results.stream()
            .allMatch(r -> r.result().orElseThrow().environment().threads() == Workers.threads()));
  }

  /** A run's two threads meet in their listeners, which one of them alone could not. */
  @Test
  void runsOfOneNetworkGoOnAtOnce() throws IOException, InterruptedException {
    CyclicBarrier meeting = new CyclicBarrier(2);
    RunListener listener =
        new RunListener() {
          @Override
          public void evaluated(Progress progress) {
            try {
              meeting.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    Workers.Task<SynthesisResult> task =
        () ->
            neuralStyle.transfer(
                CONTENT.image(),
                STYLE.image(),
                // Deeper than what other tests have loaded: one waits until the other has.
                weights()
                    .settings()
                    .withLosses(losses -> losses.contentLayers(WeightedLayer.parse("conv4_1"))),
                listener);
    try (Workers workers = new Workers(2, 1)) {
      List<SynthesisResult> results = workers.all(List.of(task, task));
      assertEquals(results.get(0).evaluations(), results.get(1).evaluations());
    }
  }

  /** It would wait for itself. */
  @Test
  void aListenerCannotChangeTheNetworkOfItsRun() throws IOException, InterruptedException {
    List<Exception> thrown = new ArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void evaluated(Progress progress) {
            thrown.add(
                assertThrows(
                    IllegalStateException.class,
                    () -> neuralStyle.prepare(Layer.conv(16), RunListener.NONE)));
          }
        };
    SynthesisSettings settings =
        weights().settings().withSchedule(schedule -> schedule.iterations(1));
    neuralStyle.transfer(CONTENT.image(), STYLE.image(), settings, listener);
    assertEquals(1, thrown.size());
  }

  @Test
  void aFolderThatCannotBeWrittenToEndsTheSweep() throws IOException, InterruptedException {
    Sweep sweep = weights();
    Recorder recorder = new Recorder();
    SynthesisResult.Environment environment = neuralStyle.prepare(Layer.conv(5), RunListener.NONE);
    Run run = sweep.runs().get(0);
    String key = RunFile.key(run, SweepTask.inputs(sweep, run), environment);
    // In the place of the first run's file there is a folder with something in it.
    Files.createDirectories(folder.resolve(key + ".run.part").resolve("something"));
    assertThrows(IOException.class, () -> run(sweep, recorder));
    assertTrue(recorder.finished.stream().noneMatch(r -> r.run().equals(run)));
  }

  @Test
  void otherImagesAreOtherRuns() throws IOException, InterruptedException {
    Gallery gallery = new Gallery(List.of(CONTENT), List.of(STYLE), weights().settings());
    assertFalse(run(gallery, new Recorder()).get(0).kept());
    Source changed = new Source("style", TestRuns.random(16, 12, 3));
    Gallery other = new Gallery(List.of(CONTENT), List.of(changed), weights().settings());
    Recorder recorder = new Recorder();
    assertFalse(run(other, recorder).get(0).kept());
    assertTrue(recorder.warnings.get(0).contains("1 finished runs, but none of these"));
    assertTrue(run(gallery, new Recorder()).get(0).kept());
  }

  /** The default is kept as what it comes to on this processor. */
  @Test
  void runsAreKeptByTheirPrecision() throws IOException, InterruptedException {
    SynthesisSettings settings =
        SynthesisSettings.transfer().withSchedule(schedule -> schedule.iterations(4));
    assertEquals(PrecisionChoice.AUTO, settings.engine().precision());
    PrecisionChoice resolved = neuralStyle.resolved(settings).engine().precision();
    RunResult first = run(gallery(settings), new Recorder()).get(0);
    assertEquals(resolved, first.result().orElseThrow().settings().engine().precision());
    RunResult again =
        run(gallery(settings.withEngine(engine -> engine.precision(resolved))), new Recorder())
            .get(0);
    assertTrue(again.kept());
    assertEquals(resolved, again.result().orElseThrow().settings().engine().precision());
    PrecisionChoice other =
        resolved == PrecisionChoice.FLOAT32 ? PrecisionChoice.BFLOAT16 : PrecisionChoice.FLOAT32;
    assertFalse(
        run(gallery(settings.withEngine(engine -> engine.precision(other))), new Recorder())
            .get(0)
            .kept());
  }

  private static Gallery gallery(SynthesisSettings settings) {
    return new Gallery(List.of(CONTENT), List.of(STYLE), settings);
  }

  @Test
  void aDamagedFileIsDoneAgain() throws IOException, InterruptedException {
    Gallery gallery = new Gallery(List.of(CONTENT), List.of(STYLE), weights().settings());
    run(gallery, new Recorder());
    Path file;
    try (Stream<Path> files = Files.list(folder)) {
      file = files.findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(file);
    byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
    byte[] inText = bytes.clone();
    inText[40] ^= 1;
    byte[] inImage = bytes.clone();
    inImage[bytes.length - 100] ^= 1;
    for (byte[] damaged :
        List.of(
            new byte[0],
            new byte[100],
            cut,
            inText,
            inImage,
            edited(bytes, "\"width\": ", "\"width\": -"),
            edited(bytes, "\"origin\"", "\"orixin\""),
            edited(bytes, "\"evaluations\"", "\"evaluxtions\""))) {
      Files.write(file, damaged);
      Recorder recorder = new Recorder();
      assertFalse(run(gallery, recorder).get(0).kept());
      assertTrue(recorder.warnings.get(0).contains(file.toString()), recorder.warnings.toString());
    }
  }

  /** They had nothing before their content, and all of it little endian. */
  @Test
  void runsOfFormerVersionsAreFound() throws IOException, InterruptedException {
    Gallery gallery = new Gallery(List.of(CONTENT), List.of(STYLE), weights().settings());
    RunResult result = run(gallery, new Recorder()).get(0);
    Path file;
    try (Stream<Path> files = Files.list(folder)) {
      file = files.findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer former = ByteBuffer.allocate(bytes.length - 8).order(ByteOrder.LITTLE_ENDIAN);
    former.put(bytes, 8, bytes.length - 16);
    CRC32 crc = new CRC32();
    crc.update(former.array(), 0, former.position());
    Files.write(file, former.putLong(crc.getValue()).array());
    RunResult found = run(gallery, new Recorder()).get(0);
    assertTrue(found.kept());
    assertArrayEquals(result.image().orElseThrow().planes(), found.image().orElseThrow().planes());
  }

  /** A whole file with another text, behind the eight bytes of its kind and version. */
  private static byte[] edited(byte[] file, String from, String to) {
    int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(8);
    String text = new String(file, 12, length, StandardCharsets.UTF_8);
    assertTrue(text.contains(from), text);
    byte[] changed = text.replace(from, to).getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(file.length - length + changed.length)
            .put(file, 0, 8)
            .putInt(Integer.reverseBytes(changed.length))
            .put(changed)
            .put(file, 12 + length, file.length - 12 - length - 8);
    CRC32 crc = new CRC32();
    crc.update(bytes.array(), 0, bytes.position());
    return bytes.putLong(crc.getValue()).array();
  }

  @Test
  void equalRunsAreDoneOnceButRepetitionsAreNot() throws IOException, InterruptedException {
    SynthesisSettings settings = weights().settings().withSchedule(schedule -> schedule.scales(1));
    List<Sweep> sweeps =
        List.of(
            new Gallery(List.of(CONTENT), List.of(STYLE), settings),
            new StyleWeightSweep(
                CONTENT, STYLE, List.of(settings.losses().styleWeight()), settings),
            new InitializationComparison(CONTENT, STYLE, 2, settings));
    List<List<RunResult>> results =
        new SweepRunner(neuralStyle, Optional.empty(), SweepListener.NONE).run(sweeps);
    assertTrue(results.get(1).get(0).kept());
    List<RunResult> repeated = results.get(2);
    assertTrue(repeated.stream().noneMatch(RunResult::kept));
    assertEquals(
        List.of("from noise 1", "from content 1", "from content 2", "from noise 2"),
        repeated.stream().map(r -> r.run().label()).toList());
    assertArrayEquals(
        results.get(0).get(0).image().orElseThrow().planes(),
        repeated.get(1).image().orElseThrow().planes());
  }

  @Test
  void whatCannotBeDoneIsSaidBeforeAnyRun() {
    LayerSweep sweep =
        new LayerSweep(
            CONTENT,
            LayerSweep.allLayers(),
            SynthesisSettings.reconstruction(Layer.conv(1))
                .withSchedule(schedule -> schedule.iterations(1)));
    Recorder recorder = new Recorder();
    Exception e = assertThrows(IllegalArgumentException.class, () -> run(sweep, recorder));
    assertTrue(e.getMessage().contains("conv5_1"), e.getMessage());
    assertTrue(e.getMessage().contains("16 x 16 px"), e.getMessage());
    assertEquals(List.of(), recorder.begun);
    assertThrows(
        IllegalArgumentException.class,
        () -> new LayerSetSweep(STYLE, List.of("conv6_1"), SynthesisSettings.texture()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Gallery(List.of(), List.of(), weights().settings()));
  }

  @Test
  void aListOfNothingIsRefused() {
    SynthesisSettings settings = weights().settings();
    for (Executable empty :
        List.<Executable>of(
            () -> new LayerSweep(CONTENT, List.of(), settings),
            () -> new LayerSetSweep(STYLE, List.of(), settings),
            () -> new LayerGrid(CONTENT, STYLE, List.of(), List.of("all"), settings),
            () -> new LayerGrid(CONTENT, STYLE, List.of(Layer.conv(1)), List.of(), settings),
            () -> new StyleWeightSweep(CONTENT, STYLE, List.of(), settings))) {
      Exception e = assertThrows(IllegalArgumentException.class, empty);
      assertTrue(e.getMessage().contains("is empty; give at least one"), e.getMessage());
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsSaidBeforeAnyRun() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Recorder recorder = new Recorder();
    SweepRunner runner = new SweepRunner(neuralStyle, Optional.of(file.resolve("runs")), recorder);
    Exception e = assertThrows(IOException.class, () -> runner.run(weights()));
    assertTrue(e.getMessage().contains(file.resolve("runs").toString()), e.getMessage());
    assertEquals(List.of(), recorder.begun);
  }

  @Test
  void weightsAsPeopleWriteThem() {
    assertEquals(
        List.of("0", "0.5", "50", "100", "1e3", "2.5e4", "1e7", "1e-3"),
        Stream.of(0.0, 0.5, 50.0, 100.0, 1e3, 2.5e4, 1e7, 1e-3)
            .map(StyleWeightSweep::format)
            .toList());
  }

  /** At its start a run has the losses that are the images' distances. */
  @Test
  void distancesAreTheLossesOfTheFirstEvaluation() throws IOException, InterruptedException {
    List<LayerDistances> distances =
        Distances.measure(
                neuralStyle,
                List.of(CONTENT, STYLE),
                LayerSet.FIRST_FIVE.layers(),
                Pooling.MAX,
                RunListener.NONE)
            .layers();
    SynthesisResult transfer =
        neuralStyle.transfer(
            CONTENT.image(),
            STYLE.image(),
            SynthesisSettings.transfer()
                .withSchedule(schedule -> schedule.iterations(1))
                .withEngine(engine -> engine.precision(PrecisionChoice.FLOAT32)),
            RunListener.NONE);
    double style = transfer.evaluations().get(0).losses().style();
    assertEquals(style, distances.stream().mapToDouble(d -> d.style()[0][1]).sum(), 1e-4 * style);

    SynthesisResult reconstruction =
        neuralStyle.run(
            Inputs.content(CONTENT.image()).withStart(STYLE.image()),
            SynthesisSettings.reconstruction(Layer.conv(4))
                .withStart(start -> start.initialization(Initialization.IMAGE))
                .withSchedule(schedule -> schedule.iterations(1)),
            RunListener.NONE);
    double content = reconstruction.evaluations().get(0).losses().content();
    assertEquals(content, distances.get(3).content()[1][0], 1e-4 * content);
    assertEquals(0, distances.get(3).content()[1][1]);
  }

  @Test
  void imagesOfDifferentSizesHaveNoContentDistance() throws IOException, InterruptedException {
    Source larger = new Source("larger", TestRuns.random(20, 17, 5));
    Distances distances =
        Distances.measure(
            neuralStyle,
            List.of(CONTENT, larger),
            List.of(Layer.conv(1)),
            Pooling.MAX,
            RunListener.NONE);
    assertTrue((double) distances.table().rows().get(0).get("styleDistance") > 0);
    assertFalse(distances.table().columns().contains("contentDistance"));
    assertEquals(
        "no content distance: 16 x 12 px and 20 x 17 px; give both one size",
        distances.explained().rows().get(0).get("remark"));
  }

  /** One second for each evaluation that is asked for. */
  private static Forecast foretold(Inputs inputs, SynthesisSettings settings) {
    return new Forecast(9, 9, settings.schedule().iterations(), settings.schedule().iterations());
  }

  private static Seeds twoSeeds(int iterations) {
    return new Seeds(
        Optional.empty(),
        Optional.of(STYLE),
        2,
        SynthesisSettings.texture().withSchedule(schedule -> schedule.iterations(iterations)));
  }

  @Test
  void sweepsAreForetoldAsASumInWhichEqualRunsCountOnce() throws Exception {
    List<Sweep> sweeps = List.of(twoSeeds(3), twoSeeds(7), twoSeeds(7));
    Forecast all = SweepRunner.forecast(sweeps, SweepRunnerTest::foretold);
    assertEquals(3 + 3 + 7 + 7, all.seconds());
    assertEquals(7, all.bytes());
  }

  @Test
  void aListenerThatRefusesWhatIsForetoldEndsASweepBeforeItBegins() throws Exception {
    List<Forecast> forecasts = new ArrayList<>();
    Recorder recorder =
        new Recorder() {
          @Override
          public void expected(Forecast forecast) {
            forecasts.add(forecast);
            if (forecasts.size() == 1) {
              throw new CancellationException();
            }
          }
        };
    SweepRunner runner = new SweepRunner(neuralStyle, Optional.of(folder), recorder);
    assertThrows(CancellationException.class, () -> runner.run(twoSeeds(2)));
    assertEquals(List.of(), recorder.begun);
    assertEquals(2, runner.run(twoSeeds(2)).size());
    // What is kept is not foretold.
    assertEquals(2, runner.run(twoSeeds(2)).size());
    assertEquals(2, forecasts.size());
    assertTrue(forecasts.get(0).seconds() > 0);
  }
}
