package org.neuralstyle.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.neuralstyle.benchmark.EvaluationBenchmark;
import org.neuralstyle.benchmark.Measurement;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.option.Options;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.settings.Preset;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures speed and memory. */
@Command(
    name = "benchmark",
    description = {
      "Measure seconds per evaluation in float32 against the classic algorithm and against the"
          + " device's ceiling, and in bfloat16 where that is the default; what live pictures and controls cost; the time to the classic algorithm's final loss, and the peak memory.",
      "One table, all rows from the same run on the sample images."
    })
final class BenchmarkCommand implements Callable<Integer> {

  private static final int SMALLEST = 32;
  private static final int MEMORY_SIZE = 128;

  /** So many times the evaluations, for the time of several pictures. */
  private static final int LIVE = 3;

  @Spec private CommandSpec command;

  @Mixin private final TableOptions options = TableOptions.of(Options.WEIGHTS, Options.DEVICE);

  private final EngineOptions engine = new EngineOptions(options);
  @Mixin private final TableFile table = new TableFile();

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "PX",
      defaultValue = "256,512,1024",
      description = "Sides of the square images. Default: ${DEFAULT-VALUE}.")
  private int[] sizes;

  @Option(
      names = "--evaluations",
      paramLabel = "N",
      defaultValue = "7",
      description = "Evaluations to time, of which the median counts. Default: ${DEFAULT-VALUE}.")
  private int evaluations;

  @Option(
      names = "--time-to-loss",
      paramLabel = "PX",
      defaultValue = "512",
      description =
          "Size at which to run the classic algorithm to its end, 300 evaluations, which takes many"
              + " minutes on a CPU; 0 to leave it out. Default: ${DEFAULT-VALUE}.")
  private int timeToLoss;

  @Option(
      names = "--controls",
      paramLabel = "PX",
      defaultValue = "256",
      description =
          "Size at which to measure what masks, labels, a second style, colours and other style"
              + " losses cost in relation to plain evaluations; 0 to leave it out. Default: ${DEFAULT-VALUE}.")
  private int controls;

  @Option(
      names = "--memory-growth",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "Evaluations of 128 px after which to compare the memory with that after 10; 0 to leave it"
              + " out. Default: ${DEFAULT-VALUE}.")
  private int memoryGrowth;

  @Override
  public Integer call() throws IOException, InterruptedException {
    engine.check();
    table.check(engine.files());
    for (int size : sizes) {
      if (size < SMALLEST || evaluations < 1) {
        throw new ParameterException(
            command.commandLine(),
            "Sizes must be at least %s px and evaluations at least 1.".formatted(SMALLEST));
      }
    }
    RgbImage content = SampleImages.content().toRgb();
    RgbImage style = SampleImages.style().toRgb();
    PrintWriter out = command.commandLine().getOut();
    List<String> lines = new ArrayList<>(List.of(Measurement.HEADER));
    out.println(Measurement.HEADER);
    try (EvaluationBenchmark benchmark =
        engine.benchmark(
            content,
            style,
            measurement -> {
              lines.add(measurement.toCsv());
              out.println(measurement.toCsv());
              out.flush();
            })) {
      if (memoryGrowth > 0) {
        benchmark.memoryGrowth(MEMORY_SIZE, memoryGrowth);
      }
      for (int size : sizes) {
        benchmark.tiled(size, evaluations);
        benchmark.bfloat16(size, evaluations);
        benchmark.livePictures(
            size, LIVE * evaluations, image -> DisplayedImage.rgb(image, "").getProcessor());
      }
      for (int size : sizes) {
        benchmark.whole(size, evaluations);
      }
      if (controls > 0) {
        benchmark.controls(Preset.STUDY, controls, evaluations);
        benchmark.controls(Preset.PAINTERLY, controls, evaluations);
      }
      if (timeToLoss > 0) {
        benchmark.timeToClassicLoss(timeToLoss, 300);
      }
    }
    table.write(lines);
    return NeuralStyleCli.OK;
  }
}
