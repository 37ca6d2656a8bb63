package org.neuralstyle.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.option.Properties;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.picture.ImageFiles;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.study.Run;
import org.neuralstyle.study.RunResult;
import org.neuralstyle.study.Source;
import org.neuralstyle.study.Sweep;
import org.neuralstyle.study.SweepRunner;

/**
 * A run of a sweep. Its result is kept in a folder that all machines see, where it is found again.
 *
 * @param label of the run
 * @param content its content; null if it has none
 * @param style its style; null if it has none
 * @param settings by the keys of options
 * @param repetition of the run
 * @param deepest the deepest layer of the sweep, on which what results are kept under depends
 * @param scored whether it is scored
 * @param folder where results are kept
 * @param network what to compute with
 * @param forced whether to run also where memory is short
 */
record RunUnit(
    String label,
    Image content,
    Image style,
    Map<String, String> settings,
    int repetition,
    String deepest,
    boolean scored,
    String folder,
    ExecutorNetwork network,
    boolean forced)
    implements Unit<RunUnit.Outcome> {

  private static final long serialVersionUID = 1L;

  /**
   * An image of the run.
   *
   * @param name in the sweep
   * @param file its path
   * @param size its longer side in pixels, to which it is resampled
   */
  record Image(String name, String file, int size) implements Serializable {

    private static final long serialVersionUID = 1L;

    private Source open() {
      try {
        RgbImage image = DisplayedImage.of(ImageFiles.read(Path.of(file))).toRgb();
        return new Source(name, image).fitted(size);
      } catch (IOException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
    }
  }

  /**
   * What it came to.
   *
   * @param key under which the result is kept; null if the run failed
   * @param failure why it failed; null if it did not
   * @param found whether it had been done before
   * @param warnings of the run
   */
  record Outcome(String key, String failure, boolean found, List<String> warnings)
      implements Serializable {

    private static final long serialVersionUID = 1L;
  }

  /** A sweep of this run alone. */
  private record Part(List<Source> sources, List<Run> runs, boolean isScored) implements Sweep {

    @Override
    public String name() {
      return "part";
    }
  }

  @Override
  public Outcome call() throws InterruptedException {
    UnitListener listener = new UnitListener(forced);
    try {
      Part part = part();
      RunResult result =
          network.compute(
              neuralStyle ->
                  new SweepRunner(neuralStyle, Optional.of(Path.of(folder)), listener)
                      .run(part).stream().findFirst().orElseThrow(CancellationException::new));
      return new Outcome(
          result.key(part).orElse(null),
          result.failure().orElse(null),
          result.kept(),
          listener.warnings());
    } catch (IOException | RuntimeException | LinkageError e) {
      return new Outcome(null, listener.failure(e), false, listener.warnings());
    }
  }

  private Part part() {
    SynthesisSettings read = Properties.read(settings);
    Optional<Source> contentSource = Optional.ofNullable(content).map(Image::open);
    Optional<Source> styleSource =
        content != null && content.equals(style)
            ? contentSource
            : Optional.ofNullable(style).map(Image::open);
    Run run =
        new Run(
            label,
            contentSource.map(Source::name),
            styleSource.map(Source::name),
            read,
            repetition);
    return new Part(
        Stream.of(contentSource, styleSource).flatMap(Optional::stream).distinct().toList(),
        List.of(run),
        scored);
  }
}
