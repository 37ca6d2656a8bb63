package org.neuralstyle.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.Options;
import org.neuralstyle.report.SweepFolder;
import org.neuralstyle.study.RunResult;
import org.neuralstyle.study.Source;
import org.neuralstyle.study.Sweep;
import org.neuralstyle.synthesis.NeuralStyle;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that writes a folder. All that can be wrong with its input is found before. */
abstract class FolderCommand implements Callable<Integer> {

  /** What stands for a damaged image. */
  private static final RgbImage BLACK = new RgbImage(64, 64, new float[3 * 64 * 64]);

  @Spec private CommandSpec command;
  @Mixin private final TableOptions options;
  @Mixin private final ConsoleOptions console = new ConsoleOptions();
  @Mixin private final MemoryOptions memory = new MemoryOptions();

  private final EngineOptions engine;
  private final Map<Path, Source> opened = new HashMap<>();
  private final Map<String, String> damaged = new HashMap<>();
  private boolean failed;

  FolderCommand(Operation operation) {
    options = TableOptions.of(operation);
    engine = new EngineOptions(options);
  }

  /** What the command was given. */
  final TableOptions options() {
    return options;
  }

  private Path folder() {
    return options.value(Options.OUTPUT_FOLDER).orElseThrow();
  }

  /** Does the work and writes it; returns what is told when it is done. */
  abstract String run(NeuralStyle neuralStyle, Path output, Console listener)
      throws IOException, InterruptedException;

  @Override
  public final Integer call() throws IOException, InterruptedException {
    engine.check();
    Path folder = folder();
    Path existing = folder.toAbsolutePath();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
      throw badInput(
          "Cannot write to " + folder + ": " + existing + " is no folder that can be written to.");
    }
    try (Console listener = console.open(memory.forced());
        NeuralStyle neuralStyle = engine.open()) {
      String message = run(neuralStyle, folder, listener);
      listener.finish();
      console.done(message);
      return listener.isStopped()
          ? NeuralStyleCli.STOPPED
          : failed ? NeuralStyleCli.FAILED : NeuralStyleCli.OK;
    }
  }

  /** Who does the work, if it is not done here. */
  final Optional<Elsewhere> elsewhere() {
    return Elsewhere.of(command);
  }

  /** The results of a sweep that is done elsewhere; empty if it was only told. */
  final Optional<List<RunResult>> run(
      Sweep sweep, Path folder, Elsewhere elsewhere, NeuralStyle neuralStyle, Console listener)
      throws IOException, InterruptedException {
    Map<String, Path> files = new HashMap<>();
    opened.forEach((file, source) -> files.put(source.name(), file));
    Optional<List<RunResult>> results =
        elsewhere.run(
            new Elsewhere.SweepWork(sweep, files, damaged, folder),
            engine.network(neuralStyle, memory.forced()),
            listener);
    failed = results.stream().flatMap(List::stream).anyMatch(r -> r.failure().isPresent());
    return results;
  }

  /** Opens an image that an option names; of two files of the same name the second has its path. */
  final Source open(Path file) {
    Path path = file.toAbsolutePath().normalize();
    Source known = opened.get(path);
    if (known != null) {
      return known;
    }
    String name = String.valueOf(file.getFileName());
    boolean taken = opened.values().stream().anyMatch(source -> source.name().equals(name));
    Source source = new Source(taken ? path.toString() : name, image(file));
    opened.put(path, source);
    return source;
  }

  private RgbImage image(Path file) {
    return InputImage.open(command.commandLine(), file).toRgb();
  }

  /** Refuses files of these names in the output folder that are inputs. */
  final void checkApart(List<String> names) throws IOException {
    List<Path> inputs = new ArrayList<>(opened.keySet());
    inputs.addAll(engine.files());
    SweepFolder.checkApart(names, folder(), inputs);
  }

  final List<Source> open(List<Path> files) {
    return files.stream().map(this::open).toList();
  }

  /** The same; of many images that others work on, some may be damaged, and are black then. */
  final List<Source> openMany(List<Path> files) {
    return files.stream()
        .map(
            file -> {
              try {
                return open(file);
              } catch (ParameterException e) {
                if (elsewhere().isEmpty() || !Files.isRegularFile(file)) {
                  throw e;
                }
                Source black = new Source(file.toString(), BLACK);
                damaged.put(black.name(), e.getMessage());
                opened.put(file.toAbsolutePath().normalize(), black);
                return black;
              }
            })
        .toList();
  }

  /** An exception about options that do not fit together. */
  final ParameterException badInput(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
