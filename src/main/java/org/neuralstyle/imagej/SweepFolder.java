package org.neuralstyle.imagej;

import ij.gui.Plot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
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
    ImageFiles.save(SweepFigures.stack(sweep, results), folder.resolve(sweep.name() + ".tif"));
    writeFigures(sweep, results, folder);
    write(sweep.table(results), folder.resolve(sweep.name() + ".csv"));
  }

  /** The montage, then the plots; returns their files. */
  static List<Path> writeFigures(Sweep sweep, List<RunResult> results, Path folder)
      throws IOException {
    List<Path> files = new ArrayList<>();
    files.add(folder.resolve(sweep.name() + ".png"));
    ImageFiles.save(SweepFigures.montage(sweep, results), files.get(0));
    for (Plot plot : SweepFigures.plots(sweep, results)) {
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

  /** Writes a text beside its place and moves it there. */
  static void write(String text, Path file) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.writeString(part, text);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new IOException("Cannot write " + file + ": " + e.getMessage(), e);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
