package org.neuralstyle.report;

import ij.gui.Plot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.neuralstyle.picture.ImageFiles;
import org.neuralstyle.storage.OutputFile;
import org.neuralstyle.study.RunResult;
import org.neuralstyle.study.Sweep;
import org.neuralstyle.study.Table;

/** Writes the results of a sweep as files named after it. */
public final class SweepFolder {

  /** The folder, in that of a sweep, where finished runs are kept, so that it can go on. */
  public static final String RUNS = "runs";

  private SweepFolder() {}

  /**
   * Writes {@code NAME.tif}, a stack with a slice for each run; {@code NAME.png}, a montage; {@code
   * NAME-plot-N.png}; and {@code NAME.csv}. Those of an earlier sweep are replaced.
   *
   * @param sweep the sweep
   * @param results at least one
   * @param folder made if it does not exist
   * @throws IOException if a file cannot be written
   */
  public static void write(Sweep sweep, List<RunResult> results, Path folder) throws IOException {
    Files.createDirectories(folder);
    ImageFiles.save(SweepStack.of(sweep, results), folder.resolve(sweep.name() + ".tif"));
    writeFigures(sweep, results, folder);
    write(sweep.table(results), folder.resolve(sweep.name() + ".csv"));
  }

  /** The montage, then the plots; returns their files. */
  static List<Path> writeFigures(Sweep sweep, List<RunResult> results, Path folder)
      throws IOException {
    List<Path> files = new ArrayList<>();
    files.add(folder.resolve(sweep.name() + ".png"));
    ImageFiles.save(Montage.of(sweep, results), files.get(0));
    for (Plot plot : SweepPlots.of(sweep, results)) {
      Path file = folder.resolve(sweep.name() + "-plot-" + files.size() + ".png");
      ImageFiles.save(plot.getImagePlus(), file);
      files.add(file);
    }
    return files;
  }

  /**
   * Writes a table as CSV.
   *
   * @param table the table
   * @param file replaced when the new one is complete
   * @throws IOException if it cannot be written
   */
  public static void write(Table table, Path file) throws IOException {
    write(table.toCsv(), file);
  }

  static void write(String text, Path file) throws IOException {
    OutputFile.write(file, part -> Files.writeString(part, text));
  }

  /**
   * Whether a file is a table, which another one may replace.
   *
   * @param file the file
   * @return true if its first line is text with a comma
   * @throws IOException if it cannot be read
   */
  public static boolean isTable(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String begin = new String(in.readNBytes(1000), StandardCharsets.UTF_8);
      String line = begin.lines().findFirst().orElse("");
      return line.contains(",") && line.chars().noneMatch(c -> c < ' ' || c == 0xfffd);
    }
  }

  /**
   * Checks, before any work is done, that no file of a sweep would take the place of one of its
   * sources, which may lie in the same folder, or of a file of another kind.
   *
   * @param names of sweeps or tables: their files have these names, with {@code -plot-N} and an
   *     extension
   * @param folder where they are going to be written; it need not exist
   * @param inputs the files that the sweep reads
   * @throws IOException if the folder cannot be read
   * @throws IllegalArgumentException if one would be replaced
   */
  public static void checkApart(List<String> names, Path folder, Collection<Path> inputs)
      throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    String any = names.stream().map(Pattern::quote).collect(Collectors.joining("|"));
    Pattern written = Pattern.compile("(" + any + ")(-plot-\\d+)?\\.(tif|png|csv|html)");
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files =
          all.filter(file -> written.matcher(String.valueOf(file.getFileName())).matches())
              .toList();
    }
    for (Path file : files) {
      OutputFile output = new OutputFile("The folder " + folder, file);
      output.checkApart(inputs);
      switch (String.valueOf(file.getFileName()).replaceFirst(".*\\.", "")) {
        case "csv" -> output.checkKind("a table", SweepFolder::isTable);
        case "html" -> output.checkKind("a report of a study", HtmlPage::isOne);
        default -> output.checkKind("an image", ImageFiles::mayBeReplaced);
      }
    }
  }
}
