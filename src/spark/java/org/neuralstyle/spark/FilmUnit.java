package org.neuralstyle.spark;

import java.io.IOException;
import java.util.Optional;
import org.neuralstyle.stack.FrameRange;
import picocli.CommandLine;

/**
 * Some frames of a film, which are kept in its work folder and found there again.
 *
 * @param words the command that makes the film
 * @param range which frames
 */
record FilmUnit(Words words, FrameRange range) implements Unit<Words.Answer> {

  private static final long serialVersionUID = 1L;

  @Override
  public String label() {
    return "frames %s to %s".formatted(range.from() + 1, range.to());
  }

  @Override
  public Words.Answer call() throws InterruptedException {
    try {
      return words.run(Optional.of(range));
    } catch (IOException | RuntimeException | LinkageError e) {
      return new Words.Answer(CommandLine.ExitCode.SOFTWARE, new UnitListener(false).failure(e));
    }
  }
}
