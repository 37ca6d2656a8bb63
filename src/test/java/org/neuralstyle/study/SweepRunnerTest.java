package org.neuralstyle.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.neuralstyle.synthesis.Initialization;
import org.neuralstyle.synthesis.Inputs;
import org.neuralstyle.synthesis.LayerDistances;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.synthesis.PrecisionChoice;
import org.neuralstyle.synthesis.Progress;
import org.neuralstyle.synthesis.RunListener;
import org.neuralstyle.synthesis.SynthesisResult;
import org.neuralstyle.synthesis.SynthesisSettings;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.LayerSet;
import org.neuralstyle.vgg.Pooling;
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
    public void begun(Sweep sweep, Run run, int done, int runs) {
      begun.add(run.label());
    }

    @Override
    public void progressed(double fraction, double remainingSeconds, Progress progress) {
      fractions.add(fraction);
      remaining.add(remainingSeconds);
      String label = begun.get(begun.size() - 1);
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

  private static StyleWeightSweep weights() {
    return new StyleWeightSweep(
        CONTENT, STYLE, List.of(1.0, 10.0, 100.0), SynthesisSettings.transfer().withIterations(4));
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
    assertEquals(results, recorder.finished);
    assertEquals(1, recorder.warnings.size(), "untrained, once for all runs");
    assertTrue(recorder.fractions.get(0) <= 1.0 / 12 + 1e-9);
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
    stopping.stopAt = "style weight 10";
    List<RunResult> first = run(weights(), stopping);
    assertEquals(1, first.size());
    Recorder resuming = new Recorder();
    List<RunResult> second = run(weights(), resuming);
    assertEquals(List.of("1 of 3 in " + folder), resuming.messages);
    assertEquals(List.of(), stopping.messages);
    assertEquals(List.of(true, false, false), second.stream().map(RunResult::kept).toList());
    SynthesisResult before = first.get(0).result().orElseThrow();
    SynthesisResult after = second.get(0).result().orElseThrow();
    assertArrayEquals(before.image().planes(), after.image().planes());
    assertEquals(before.properties(), after.properties());
    assertEquals(before.evaluations(), after.evaluations());
    assertEquals(first.get(0).secondsPerEvaluation(), second.get(0).secondsPerEvaluation());
    assertEquals(first.get(0).fastestEvaluation(), second.get(0).fastestEvaluation());
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
    SynthesisSettings settings = weights().settings();
    assertEquals(PrecisionChoice.AUTO, settings.precision());
    PrecisionChoice resolved = neuralStyle.resolved(settings).precision();
    RunResult first = run(gallery(settings), new Recorder()).get(0);
    assertEquals(resolved, first.result().orElseThrow().settings().precision());
    RunResult again = run(gallery(settings.withPrecision(resolved)), new Recorder()).get(0);
    assertTrue(again.kept());
    assertEquals(resolved, again.result().orElseThrow().settings().precision());
    PrecisionChoice other =
        resolved == PrecisionChoice.FLOAT32 ? PrecisionChoice.BFLOAT16 : PrecisionChoice.FLOAT32;
    assertFalse(run(gallery(settings.withPrecision(other)), new Recorder()).get(0).kept());
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
    for (byte[] damaged : List.of(new byte[0], new byte[100], cut)) {
      Files.write(file, damaged);
      Recorder recorder = new Recorder();
      assertFalse(run(gallery, recorder).get(0).kept());
      assertTrue(recorder.warnings.get(0).contains(file.toString()), recorder.warnings.toString());
    }
  }

  @Test
  void equalRunsAreDoneOnceButRepetitionsAreNot() throws IOException, InterruptedException {
    SynthesisSettings settings = weights().settings().withScales(1);
    List<Sweep> sweeps =
        List.of(
            new Gallery(List.of(CONTENT), List.of(STYLE), settings),
            new StyleWeightSweep(CONTENT, STYLE, List.of(settings.styleWeight()), settings),
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
            SynthesisSettings.reconstruction(Layer.conv(1)).withIterations(1));
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
            SynthesisSettings.transfer().withIterations(1).withPrecision(PrecisionChoice.FLOAT32),
            RunListener.NONE);
    double style = transfer.evaluations().get(0).losses().style();
    assertEquals(style, distances.stream().mapToDouble(d -> d.style()[0][1]).sum(), 1e-4 * style);

    SynthesisResult reconstruction =
        neuralStyle.run(
            Inputs.content(CONTENT.image()).withStart(STYLE.image()),
            SynthesisSettings.reconstruction(Layer.conv(4))
                .withInitialization(Initialization.IMAGE)
                .withIterations(1),
            RunListener.NONE);
    double content = reconstruction.evaluations().get(0).losses().content();
    assertEquals(content, distances.get(3).content()[1][0], 1e-4 * content);
    assertEquals(0, distances.get(3).content()[1][1]);
  }

  @Test
  void imagesOfDifferentSizesHaveNoContentDistance() throws IOException, InterruptedException {
    Source larger = new Source("larger", TestRuns.random(20, 17, 5));
    Table table =
        Distances.measure(
                neuralStyle,
                List.of(CONTENT, larger),
                List.of(Layer.conv(1)),
                Pooling.MAX,
                RunListener.NONE)
            .table();
    assertTrue((double) table.rows().get(0).get("styleDistance") > 0);
    assertFalse(table.columns().contains("contentDistance"));
  }
}
