package org.neuralstyle.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.neuralstyle.report.SweepFolder;
import org.neuralstyle.storage.OutputFile;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the table of a benchmark goes, beside standard output. */
final class TableFile {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--csv", paramLabel = "FILE", description = "Write the table to this file too.")
  private Path csv;

  /** Refuses a table that could not be written, before anything is measured. */
  void check(List<Path> inputs) {
    if (csv == null) {
      return;
    }
    OutputFile table = new OutputFile("--csv", csv);
    try {
      table.checkApart(inputs);
      table.checkWritable();
      table.checkKind("a table", SweepFolder::isTable);
    } catch (IOException | IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  void write(List<String> lines) throws IOException {
    if (csv != null) {
      OutputFile.writeOrKeep(csv, file -> Files.write(file, lines));
    }
  }
}
