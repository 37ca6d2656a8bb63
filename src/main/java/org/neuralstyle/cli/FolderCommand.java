package org.neuralstyle.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.neuralstyle.report.SweepFolder;
import org.neuralstyle.study.Source;
import org.neuralstyle.synthesis.NeuralStyle;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that writes a folder. All that can be wrong with its input is found before. */
abstract class FolderCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private final EngineOptions engine = new EngineOptions();
  @Mixin private final ConsoleOptions console = new ConsoleOptions();
  @Mixin private final MemoryOptions memory = new MemoryOptions();

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FOLDER",
      description =
          "Where the results go; made if it does not exist. Finished runs are kept there, so that the same command goes on after it was stopped.")
  private Path folder;

  private final Map<Path, Source> opened = new HashMap<>();

  /** Does the work and writes it; returns what is told when it is done. */
  abstract String run(NeuralStyle neuralStyle, Path output, Console listener)
      throws IOException, InterruptedException;

  @Override
  public final Integer call() throws IOException, InterruptedException {
    engine.check();
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
      return listener.isStopped() ? NeuralStyleCli.STOPPED : NeuralStyleCli.OK;
    }
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
    Source source =
        new Source(
            taken ? path.toString() : name, InputImage.open(command.commandLine(), file).toRgb());
    opened.put(path, source);
    return source;
  }

  /** Refuses files of these names in the output folder that are inputs. */
  final void checkApart(List<String> names) throws IOException {
    List<Path> inputs = new ArrayList<>(opened.keySet());
    inputs.addAll(engine.files());
    SweepFolder.checkApart(names, folder, inputs);
  }

  final List<Source> open(List<Path> files) {
    return files.stream().map(this::open).toList();
  }

  /** An exception about options that do not fit together. */
  final ParameterException badInput(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
