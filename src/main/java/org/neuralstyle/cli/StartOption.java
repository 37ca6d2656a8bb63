package org.neuralstyle.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.storage.GivenPath;

/**
 * What a run starts from, as an option takes it.
 *
 * @param initialization the kind of start
 * @param file the image to start from, for {@link Initialization#IMAGE}
 */
record StartOption(Initialization initialization, Optional<Path> file) {

  /** Reads {@code content}, {@code noise} or a path; a file of such a name is {@code ./noise}. */
  static StartOption parse(String text) {
    return Arrays.stream(Initialization.values())
        .filter(i -> i != Initialization.IMAGE && i.name().equalsIgnoreCase(text.strip()))
        .findFirst()
        .map(i -> new StartOption(i, Optional.empty()))
        .orElseGet(() -> new StartOption(Initialization.IMAGE, Optional.of(GivenPath.of(text))));
  }

  /** As the table of options has it. */
  @Override
  public String toString() {
    return initialization.name();
  }
}
