package org.neuralstyle.stack;

import java.util.List;
import java.util.Optional;
import org.neuralstyle.settings.StackSettings;
import org.neuralstyle.synthesis.SynthesisResult;

/**
 * What became of a stack.
 *
 * @param frames the finished frames in order
 * @param planned number of frames of the source
 * @param settings of the stack
 * @param environment what it ran with, empty if all frames came from the work folder
 * @param warnings what the user has to know about the result
 * @param diverged number of frames whose loss exploded, which are only the best there was
 */
public record StackResult(
    List<FrameReport> frames,
    int planned,
    StackSettings settings,
    Optional<SynthesisResult.Environment> environment,
    List<String> warnings,
    int diverged) {

  /** Copies the lists. */
  public StackResult {
    frames = List.copyOf(frames);
    warnings = List.copyOf(warnings);
  }

  /**
   * Whether all frames are finished.
   *
   * @return false if it was stopped
   */
  public boolean isComplete() {
    return frames.size() == planned;
  }
}
