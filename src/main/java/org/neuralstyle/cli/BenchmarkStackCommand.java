package org.neuralstyle.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.neuralstyle.benchmark.KnownMotion;
import org.neuralstyle.benchmark.Requirement;
import org.neuralstyle.benchmark.StackBenchmark;
import org.neuralstyle.benchmark.StackProcesses;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.option.Options;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.picture.FrameFiles;
import org.neuralstyle.picture.ImageFiles;
import org.neuralstyle.settings.StackSettings;
import org.neuralstyle.stack.FrameSource;
import org.neuralstyle.stack.MovieSink;
import org.neuralstyle.study.Source;
import org.neuralstyle.synthesis.NeuralStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how steady films are, and what that costs. */
@Command(
    name = "benchmark-stack",
    description =
        "Measure flicker, style, drift, speed, memory and resuming of stylised films, on the sample images in known motion.")
final class BenchmarkStackCommand implements Callable<Integer> {

  private static final int SMALLEST = 64;
  private static final int FEWEST_FRAMES = 6;

  /** What can be measured by itself. */
  private enum Part {
    MEMORY,
    RESUME,
    INPUT,
    FLICKER,
    FILM,
    STILL,
    SPEED
  }

  @Spec private CommandSpec command;

  @Mixin
  private final TableOptions options =
      TableOptions.of(Options.PRESET, Options.WEIGHTS, Options.DEVICE);

  private final EngineOptions engine = new EngineOptions(options);
  @Mixin private final TableFile table = new TableFile();

  @Option(
      names = "--size",
      paramLabel = "PX",
      defaultValue = "192",
      description = "Width of the films. Default: ${DEFAULT-VALUE}.")
  private int size;

  @Option(
      names = "--frames",
      paramLabel = "N",
      defaultValue = "12",
      description = "Frames of the films of known motion. Default: ${DEFAULT-VALUE}.")
  private int frames;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      defaultValue = "100",
      description = "Evaluations of a first frame. Default: ${DEFAULT-VALUE}.")
  private int iterations;

  @Option(
      names = "--film",
      paramLabel = "FILE|FOLDER",
      description = "A film, or a folder of images, whose motion is estimated.")
  private Path film;

  @Option(
      names = "--only",
      paramLabel = "PART",
      split = ",",
      description =
          "Parts of the table: ${COMPLETION-CANDIDATES}, separated by commas. Default: all.")
  private List<Part> only = List.of(Part.values());

  @Override
  public Integer call() throws IOException, InterruptedException {
    engine.check();
    table.check(engine.files());
    if (size < SMALLEST || frames < FEWEST_FRAMES || iterations < 1) {
      throw new ParameterException(
          command.commandLine(),
          "The size must be at least %s px, with at least %s frames and 1 iteration."
              .formatted(SMALLEST, FEWEST_FRAMES));
    }
    PrintWriter out = command.commandLine().getOut();
    List<String> lines = new ArrayList<>(List.of(Requirement.HEADER));
    boolean[] holds = {true};
    out.println(Requirement.HEADER);
    Consumer<Requirement> rows =
        requirement -> {
          holds[0] &= requirement.holds();
          lines.add(requirement.toCsv());
          out.println(requirement.toCsv());
          out.flush();
        };
    RgbImage content = SampleImages.content().toRgb();
    DisplayedImage style = SampleImages.style();
    Path folder = Files.createTempDirectory("benchmark-stack");
    try {
      processes(content, style, folder, rows);
      films(content, new Source("style", style.toRgb()).fitted(size).image(), rows);
    } finally {
      delete(folder);
    }
    table.write(lines);
    return holds[0] ? NeuralStyleCli.OK : NeuralStyleCli.FAILED;
  }

  private void films(RgbImage content, RgbImage style, Consumer<Requirement> rows)
      throws IOException, InterruptedException {
    StackSettings settings =
        StackSettings.of(
            options
                .value(Options.PRESET)
                .on(StackSettings.frame())
                .withSchedule(schedule -> schedule.iterations(iterations)));
    try (NeuralStyle neuralStyle = engine.open()) {
      StackBenchmark benchmark =
          new StackBenchmark(neuralStyle, content, style, settings, size, frames, rows);
      if (only.contains(Part.FLICKER)) {
        benchmark.knownMotion();
      }
      if (film != null && only.contains(Part.FILM)) {
        try (FrameSource source = FrameFiles.open(film)) {
          benchmark.film(String.valueOf(film.getFileName()), source);
        }
      }
      if (only.contains(Part.STILL)) {
        benchmark.still();
      }
      if (only.contains(Part.SPEED)) {
        benchmark.speed();
      }
    }
  }

  /** Memory and resuming are those of programs that do nothing else. */
  private void processes(
      RgbImage content, DisplayedImage style, Path folder, Consumer<Requirement> rows)
      throws IOException, InterruptedException {
    Path styleFile = folder.resolve("style.png");
    ImageFiles.save(DisplayedImage.rgb(style.toRgb(), "style"), styleFile);
    StackProcesses processes = new StackProcesses(NeuralStyleCli.class.getName(), folder, rows);
    Path few = write(content, folder.resolve("few.mp4"), 10);
    if (only.contains(Part.MEMORY)) {
      Path many = write(content, folder.resolve("many.mp4"), 200);
      processes.memory(
          run(few, styleFile, folder.resolve("few-out.mp4")),
          run(many, styleFile, folder.resolve("many-out.mp4")));
    }
    if (only.contains(Part.RESUME)) {
      processes.resume(run(few, styleFile));
    }
    if (only.contains(Part.INPUT)) {
      badInput(content, few, styleFile, folder, processes);
    }
  }

  private static void badInput(
      RgbImage content, Path film, Path style, Path folder, StackProcesses processes)
      throws IOException, InterruptedException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    processes.badInput(
        "empty stack", run(empty, style, folder.resolve("no.mp4")), 2, "holds no", List.of());
    Path one = Files.createDirectory(folder.resolve("one"));
    ImageFiles.save(DisplayedImage.rgb(content, "one"), one.resolve("1.png"));
    Path single = folder.resolve("one-out");
    List<String> small = run(one, style, single);
    small.addAll(List.of("--size", "64"));
    processes.badInput(
        "one frame", small, 0, "untrained", List.of(single.resolve("frame-000001.png")));
    List<String> tiny = run(one, style, folder.resolve("tiny"));
    tiny.addAll(List.of("--size", "6"));
    processes.badInput("frames smaller than the network's reach", tiny, 2, "at least", List.of());
    byte[] bytes = Files.readAllBytes(write(content, folder.resolve("film.avi"), 20));
    Path cut = folder.resolve("cut.avi");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
    Path cutOut = folder.resolve("cut-out.avi");
    processes.badInput(
        "truncated movie", run(cut, style, cutOut), 0, "ends early", List.of(cutOut));
    Path unknown = folder.resolve("unknown.avi");
    String latin = new String(bytes, StandardCharsets.ISO_8859_1).replace("MJPG", "Q?Q?");
    Files.write(unknown, latin.getBytes(StandardCharsets.ISO_8859_1));
    processes.badInput(
        "unknown codec",
        run(unknown, style, folder.resolve("no.mp4")),
        2,
        "does not know",
        List.of());
    processes.badInput("output exists", run(film, style, film), 2, "exists already", List.of(film));
    Path full = Path.of("/dev/full");
    if (Files.exists(full)) {
      // What is written to this device of Linux meets a full disk.
      Path work = Files.createDirectory(folder.resolve("full"));
      Files.createSymbolicLink(work.resolve("frame-000003.nsfr.part"), full);
      List<String> kept = run(film, style, folder.resolve("full-out"));
      kept.addAll(List.of("--work", work.toString()));
      processes.badInput(
          "full disk of the work folder",
          kept,
          1,
          "no space left",
          List.of(work.resolve("frame-000001.nsfr"), work.resolve("frame-000002.nsfr")));
    }
  }

  private static List<String> run(Path in, Path style, Path... out) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "stylize-video",
                "--quiet",
                "--weights",
                "untrained",
                "--device",
                "cpu",
                "--iterations",
                "4",
                "--later-iterations",
                "2",
                in.toString(),
                style.toString()));
    Stream.of(out).map(Path::toString).forEach(arguments::add);
    return arguments;
  }

  private static Path write(RgbImage content, Path file, int count) throws IOException {
    KnownMotion motion = new KnownMotion(content, KnownMotion.Kind.OBJECT, 96, 72, count);
    try (MovieSink sink = new MovieSink(file, 25, Optional.empty())) {
      for (int i = 0; i < count; i++) {
        sink.write(i, motion.read(i % 10));
      }
    }
    return file;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
