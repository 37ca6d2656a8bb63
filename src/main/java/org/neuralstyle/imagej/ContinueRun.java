package org.neuralstyle.imagej;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.Options;
import org.neuralstyle.option.Properties;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.synthesis.Ending;
import org.scijava.command.Command;
import org.scijava.plugin.Plugin;

/**
 * Goes on with the run that made an image, finished or stopped: if it was kept in a file, and only
 * more iterations are wanted, as if it had never ended; otherwise from the image, also with other
 * settings.
 */
@Plugin(
    type = Command.class,
    label = "Continue Run...",
    description =
        "Goes on with a result that was made before, with more evaluations or other settings.",
    visible = false)
public final class ContinueRun extends EarlierRun {

  private static final String CONTINUED = ", continued";

  private Optional<Path> kept = Optional.empty();

  /** SciJava creates its commands itself. */
  public ContinueRun() {
    super(Operation.CONTINUE);
  }

  @Override
  Request request() {
    Map<String, String> properties = properties();
    SynthesisSettings former = Properties.read(properties);
    SynthesisSettings wanted = settings(former);
    int given = wanted.schedule().iterations();
    boolean same = wanted.equals(former.withSchedule(schedule -> schedule.iterations(given)));
    boolean fromImage = former.start().initialization() == Initialization.IMAGE;
    kept = same && !fromImage ? file(properties) : Optional.empty();
    if (kept.isPresent()) {
      boolean stopped =
          properties.getOrDefault("ending", "").startsWith(Ending.Reason.STOPPED.toString());
      int before = former.schedule().iterations();
      int all = stopped ? Math.max(before, given) : before + given;
      SynthesisSettings more = former.withSchedule(schedule -> schedule.iterations(all));
      return request(title(), more, properties, Optional.empty());
    }
    // At the size of the image alone: at a coarser one what it has would be lost.
    SynthesisSettings here =
        wanted
            .withStart(start -> start.initialization(Initialization.IMAGE))
            .withSchedule(schedule -> schedule.scales(wanted.schedule().scales() == 1 ? 1 : 0));
    return request(title(), here, properties, Optional.of(DisplayedImage.of(image())));
  }

  private String title() {
    return name(image()).replace(STOPPED, "").replace(CONTINUED, "") + CONTINUED;
  }

  /** The file that keeps the run, if it is still there. */
  private static Optional<Path> file(Map<String, String> properties) {
    return Optional.ofNullable(properties.get(Options.CHECKPOINT.key()))
        .map(Path::of)
        .filter(Files::isRegularFile);
  }

  @Override
  Optional<Path> checkpoint() {
    return kept;
  }

  /** In colour if the image is. */
  @Override
  boolean isRgb() {
    return super.isRgb() || image().getBitDepth() == 24;
  }
}
