package org.neuralstyle.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.neuralstyle.settings.Preset;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.PassMemory;
import org.neuralstyle.vgg.Precision;

class ForecastTest {

  private static final Layer DEEPEST = Layer.parse("conv3_1");

  private static final Forecast.Trial TRIAL =
      new Forecast.Trial(
          0.1, new Effort.Unit(200 * 200, Layer.parse("conv2_2"), Precision.FLOAT32, false));

  private static MemoryPlan plan(Scale scale, long budget) {
    return MemoryPlan.of(
        scale, DEEPEST, new PassMemory(Precision.FLOAT32, 32L << 20, 0), 128, budget, 1024, 1);
  }

  /**
   * 2 x 9 operations for each pair of channels: 3 64, 64 64, (64 128, 128 128) / 4, 128 256 / 16.
   */
  @Test
  void countsTheOperationsOfTheConvolutions() {
    double all =
        IntStream.rangeClosed(1, 5).mapToObj(Layer::conv).mapToDouble(Effort::operations).sum();
    assertEquals(224_640, all);
  }

  @Test
  void timeGrowsWithPixelsAndEvaluations() {
    Scale small = new Scale(256, 256, 0, 0.5, 300);
    Scale large = new Scale(512, 512, 0, 1, 150);
    MemoryPlan ofSmall = plan(small, 6L << 30);
    MemoryPlan ofLarge = plan(large, 6L << 30);
    double one = forecast(List.of(small), List.of(ofSmall)).seconds();
    double other = forecast(List.of(large), List.of(ofLarge)).seconds();
    // Half as many evaluations of four times the pixels, and something that is always the same.
    assertTrue(other > 1.3 * one && other < 2 * one, other + " and " + one);
    assertEquals(
        one + other,
        forecast(List.of(small, large), List.of(ofSmall, ofLarge)).seconds(),
        1e-9 * one);
  }

  @Test
  void aTrialForetellsItself() {
    MemoryPlan plan = new MemoryPlan(200, 1, 200 * 200, true, 10, 0, 0);
    assertEquals(1, effort(plan, Layer.parse("conv2_2")).evaluation(), 1e-12);
    assertTrue(effort(plan, DEEPEST).evaluation() > 1);
  }

  /** Few positions of deep layers take longer with any size than many: kernels, direct ones. */
  @Test
  void winogradTakesLessForEachPixelOfLargerImages() {
    Effort.Unit unit = new Effort.Unit(192 * 192, Layer.parse("conv3_1"), Precision.FLOAT32, true);
    double before = Double.POSITIVE_INFINITY;
    for (int side : new int[] {64, 128, 256, 512, 1024}) {
      MemoryPlan plan = new MemoryPlan(side, 6, (double) side * side, true, 10, 0, 0);
      double each =
          Effort.of(Phase.STATISTICS, plan, Layer.parse("conv5_1"), 0, unit).evaluation()
              / plan.work();
      assertTrue(each < before, side + " px");
      before = each;
    }
    assertEquals(
        1,
        Effort.of(
                Phase.STATISTICS,
                new MemoryPlan(192, 6, 192 * 192, true, 10, 0, 0),
                unit.deepest(),
                0,
                unit)
            .evaluation(),
        1e-12);
  }

  @Test
  void aStrengthTakesTimeBeforeTheFirstEvaluationAlone() {
    Effort effort = effort(new MemoryPlan(200, 1, 200 * 200, true, 10, 0, 0), DEEPEST);
    assertEquals(effort.evaluation(), effort.withStrength().evaluation());
    assertTrue(effort.withStrength().preparation() > 2 * effort.preparation());
  }

  /** A forecast tries the first layers alone, and these look at more. */
  @Test
  void neighboursAreForetoldBeforeAnythingElse() throws Exception {
    try (Forecaster forecaster = new Forecaster(DeviceChoice.CPU)) {
      SynthesisSettings settings = Preset.NEIGHBOURS.on(SmallRuns.TRANSFER);
      assertTrue(forecaster.forecast(SmallRuns.INPUTS, settings).seconds() > 0);
    }
  }

  private static Forecast forecast(List<Scale> scales, List<MemoryPlan> plans) {
    List<Effort> efforts = plans.stream().map(plan -> effort(plan, DEEPEST)).toList();
    return Forecast.of(scales, plans, efforts, TRIAL, false);
  }

  private static Effort effort(MemoryPlan plan, Layer deepest) {
    return Effort.of(Phase.STATISTICS, plan, deepest, 0, TRIAL.unit());
  }

  @Test
  void plansStayWithinTheBudgetAndKeepWhatFits() {
    for (int size : new int[] {64, 512, 1024, 2048, 4096}) {
      long budget = 6L << 30;
      MemoryPlan plan = plan(new Scale(size, size, 0, 1, 300), budget);
      assertTrue(plan.bytes() <= budget, size + " px: " + plan);
      assertEquals(size <= 2048, plan.keepActivations(), size + " px: " + plan);
    }
  }

  @Test
  void featuresInBfloat16TakeHalfTheMemory() {
    Scale scale = new Scale(512, 512, 0, 1, 1);
    long images = bytes(Precision.FLOAT64, scale) - 2 * bytes(Precision.FLOAT32, scale);
    assertEquals(
        bytes(Precision.FLOAT32, scale) + images,
        2 * (bytes(Precision.BFLOAT16, scale) + images),
        2);
    assertEquals(
        2 * passes(Precision.BFLOAT16).map(DEEPEST), passes(Precision.FLOAT32).map(DEEPEST));
  }

  private static long bytes(Precision precision, Scale scale) {
    return MemoryPlan.of(scale, DEEPEST, passes(precision), 0, 60L << 30, 1024, 1).bytes();
  }

  private static PassMemory passes(Precision precision) {
    return new PassMemory(precision, Long.MAX_VALUE, 0);
  }

  /**
   * Deep layers' halos, in which Winograd's convolutions need four times as much, fill such tiles.
   */
  @Test
  void deepTilesOfLittleMemoryGoWithoutWinograd() {
    Scale scale = new Scale(4096, 4096, 0, 1, 300);
    for (String layer : List.of("conv3_1", "conv5_1")) {
      MemoryPlan plan =
          MemoryPlan.of(
              scale,
              Layer.parse(layer),
              new PassMemory(Precision.FLOAT32, 64L << 20, 0),
              0,
              3_500_000_000L,
              1024,
              6);
      assertFalse(plan.keepActivations());
      assertEquals(layer.equals("conv3_1") ? 6 : 1, plan.grain());
      assertTrue(plan.work() >= 1.04 * 4096 * 4096 && plan.work() < 3 * 4096 * 4096, layer);
    }
  }

  @Test
  void shortMemoryMeansSmallerTiles() {
    Scale scale = new Scale(1024, 1024, 0, 1, 300);
    MemoryPlan plan = plan(scale, 700L << 20);
    assertFalse(plan.keepActivations());
    assertTrue(plan.tileSize() < 1024, plan.toString());
    assertTrue(plan.smaller(scale, DEEPEST).orElseThrow().tileSize() < plan.tileSize());
  }

  /** Three float32 for each of them are as many bytes as a buffer has. */
  @Test
  void sizesAreLimitedByWhatABufferHolds() {
    Inputs inputs = SmallRuns.INPUTS;
    inputs.check(SmallRuns.TRANSFER.withSchedule(schedule -> schedule.size(14_000)));
    for (int size : new int[] {14_200, 26_755, 32_768}) {
      Exception e =
          assertThrows(
              IllegalArgumentException.class,
              () -> inputs.check(SmallRuns.TRANSFER.withSchedule(schedule -> schedule.size(size))));
      assertTrue(e.getMessage().startsWith("A result of " + size + " x "), e.getMessage());
      String largest = e.getMessage().replaceAll(".*at most (\\d+) px\\.", "$1");
      inputs.check(
          SmallRuns.TRANSFER.withSchedule(schedule -> schedule.size(Integer.parseInt(largest))));
    }
  }
}
