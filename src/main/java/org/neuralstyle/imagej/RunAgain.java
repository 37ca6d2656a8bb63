package org.neuralstyle.imagej;

import java.util.Map;
import java.util.Optional;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.Properties;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.settings.SynthesisSettings;
import org.scijava.command.Command;
import org.scijava.plugin.Plugin;

/**
 * Repeats the run that made an image, or one like it with other settings. The menu does not call it
 * Repeat: whatever begins so, ImageJ takes as a wish for the last command.
 */
@Plugin(
    type = Command.class,
    label = "Run Again...",
    description = "Repeats the run that made a result, with the same settings or others.",
    visible = false)
public final class RunAgain extends EarlierRun {

  /** SciJava creates its commands itself. */
  public RunAgain() {
    super(Operation.RUN_AGAIN);
  }

  @Override
  Request request() {
    Map<String, String> properties = properties();
    SynthesisSettings settings = settings(Properties.read(properties));
    if (settings.start().initialization() == Initialization.IMAGE) {
      throw new IllegalArgumentException(
          "This run started from an image that its result does not name; it cannot be repeated.");
    }
    return request("Repeat of " + name(image()), settings, properties, Optional.empty());
  }
}
