package org.neuralstyle.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.settings.PrecisionChoice;
import org.neuralstyle.settings.StackMode;
import org.neuralstyle.settings.StackSettings;
import org.neuralstyle.settings.StyleLossKind;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.synthesis.Forecast;
import org.neuralstyle.synthesis.Foreteller;
import org.neuralstyle.synthesis.Guidance;
import org.neuralstyle.synthesis.Inputs;
import org.neuralstyle.synthesis.NeuralStyle;

/**
 * Gives the frames of a stack the style of an image, one after another, so that the result can be
 * watched: after Ruder, Dosovitskiy and Brox (2016), with the frames' state handed on in float.
 *
 * <p>Only as many frames are held in memory as the longest lag asks for.
 */
public final class StackStyler {

  private final NeuralStyle neuralStyle;
  private final Inputs look;
  private final StackSettings wanted;
  private final Optional<Path> workFolder;
  private final FrameGuidance guidance;

  /**
   * A stack's style.
   *
   * @param neuralStyle what computes; stays the caller's
   * @param style the style
   * @param settings how
   * @param workFolder where finished frames are kept, to go on from if the run is ended
   */
  public StackStyler(
      NeuralStyle neuralStyle, RgbImage style, StackSettings settings, Optional<Path> workFolder) {
    this(neuralStyle, Inputs.style(style), settings, workFolder, new FrameGuidance(Guidance.NONE));
  }

  private StackStyler(
      NeuralStyle neuralStyle,
      Inputs look,
      StackSettings settings,
      Optional<Path> workFolder,
      FrameGuidance guidance) {
    this.neuralStyle = neuralStyle;
    this.look = look;
    this.wanted = settings;
    this.workFolder = workFolder;
    this.guidance = guidance;
  }

  /**
   * The same from an image: frames that do not start from others start from it.
   *
   * @param image of any size; it is resampled
   * @return a new one, for settings with {@link Initialization#IMAGE}
   */
  public StackStyler withStart(RgbImage image) {
    return new StackStyler(neuralStyle, look.withStart(image), wanted, workFolder, guidance);
  }

  /**
   * The same with further styles or regions.
   *
   * @param other which styles go where; its sources of frames stay the caller's
   * @return a new one
   */
  public StackStyler withGuidance(FrameGuidance other) {
    return new StackStyler(
        neuralStyle, look.withGuidance(other.still()), wanted, workFolder, other);
  }

  /**
   * Whether a work folder holds frames, or at least the beginning, of a run.
   *
   * @param workFolder the folder, which need not exist
   * @return true if a run can go on there
   */
  public static boolean isBegun(Path workFolder) {
    return WorkFolder.isBegun(workFolder);
  }

  /**
   * What frames are expected to take.
   *
   * @param first the first of them, and the style
   * @param settings how
   * @param frames how many there are, at least 1
   * @param foreteller of a run
   * @return the sum; frames that end early take less
   * @throws IllegalArgumentException if the settings do not fit the images; the message says how
   * @throws IOException if the weights cannot be had
   * @throws InterruptedException if the thread is interrupted
   */
  public static Forecast forecast(
      Inputs first, StackSettings settings, int frames, Foreteller foreteller)
      throws IOException, InterruptedException {
    Forecast one = foreteller.forecast(first, settings.synthesis());
    double later = one.seconds();
    if (settings.mode() != StackMode.INDEPENDENT) {
      int iterations = settings.laterIterations();
      later =
          iterations == 0
              ? StackRun.LATER * one.seconds()
              : foreteller
                  .forecast(
                      first.withStart(first.content().orElseThrow()),
                      StackRun.later(settings.synthesis(), iterations))
                  .seconds();
    }
    return new Forecast(
        one.width(), one.height(), one.bytes(), one.seconds() + (frames - 1) * later);
  }

  /**
   * Runs through all frames.
   *
   * @param source the frames; stays the caller's
   * @param sink takes the results; stays the caller's
   * @param listener is told of the progress; a stop keeps the finished frames
   * @return what became of the frames
   * @throws IllegalArgumentException if there is no frame, or frames are too small or differ in
   *     size
   * @throws IOException if a frame or the weights cannot be read, or a result cannot be written
   * @throws InterruptedException if the thread is interrupted while weights are fetched
   */
  public StackResult run(FrameSource source, FrameSink sink, StackListener listener)
      throws IOException, InterruptedException {
    if (source.count() == 0) {
      throw new IllegalArgumentException("The stack is empty; it needs at least one frame.");
    }
    if (wanted.synthesis().losses().styleBy() == StyleLossKind.NEIGHBOURS) {
      throw new IllegalArgumentException(
          "Stacks cannot have a style by neighbours yet: each frame would choose others. Choose gram, or another preset.");
    }
    guidance.check(source.count());
    // All frames, also of a run that goes on elsewhere, have one precision.
    StackSettings settings = wanted.withSynthesis(neuralStyle.resolved(asBefore()));
    Optional<WorkFolder> folder = Optional.empty();
    if (workFolder.isPresent()) {
      folder = Optional.of(WorkFolder.open(workFolder.get(), settings, look, source.count()));
    }
    StackRun.Frames frames = new StackRun.Frames(source, guidance, sink, listener);
    try (StackRun run = new StackRun(neuralStyle, look, settings, frames, folder)) {
      return run.result();
    }
  }

  /** With the precision of the frames that are there, if it is left to the program. */
  private SynthesisSettings asBefore() throws IOException {
    SynthesisSettings synthesis = wanted.synthesis();
    if (workFolder.isEmpty() || synthesis.engine().precision() != PrecisionChoice.AUTO) {
      return synthesis;
    }
    return WorkFolder.precision(workFolder.get())
        .map(precision -> synthesis.withEngine(engine -> engine.precision(precision)))
        .orElse(synthesis);
  }
}
