package org.neuralstyle.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.image.Mask;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.settings.PrecisionChoice;
import org.neuralstyle.settings.StackMode;
import org.neuralstyle.settings.StackSettings;
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

  /** As if something came into view in each frame, which takes longest. */
  private static final Mask ALL = new Mask(1, 1, new float[] {1});

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
                      first.withStart(first.content().orElseThrow()).withFresh(ALL),
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
    check(source);
    FrameRange all = new FrameRange(0, source.count());
    try (StackRun run = open(source, sink, listener, all)) {
      return run.result();
    }
  }

  /**
   * Makes the work folder, with what all frames have in common, for others that make them.
   *
   * @param source all frames; stays the caller's
   * @throws IOException if it cannot be written to, or holds another stack
   */
  public void begin(FrameSource source) throws IOException {
    FrameRange all = new FrameRange(0, source.count());
    open(source, (index, frame) -> {}, new StackListener() {}, all).close();
  }

  /**
   * Makes some frames and keeps them in the work folder, for a run of all.
   *
   * @param source all frames; stays the caller's
   * @param range which to make; the first is one of {@link #ranges}
   * @param listener is told of the progress; a stop keeps the finished frames
   * @throws IllegalArgumentException as for {@link #run}
   * @throws IOException as for {@link #run}
   * @throws InterruptedException as for {@link #run}
   */
  public void keep(FrameSource source, FrameRange range, StackListener listener)
      throws IOException, InterruptedException {
    check(source);
    try (StackRun run = open(source, (index, frame) -> {}, listener, range)) {
      run.result();
    }
  }

  /**
   * Frames that can be made without the others: those of a scene, or some that are independent
   * anyway.
   *
   * @param source the frames; stays the caller's
   * @param most how many independent frames belong together
   * @return ranges that hold each frame once
   * @throws IllegalArgumentException as for {@link #run}
   * @throws IOException if a frame cannot be read
   */
  public List<FrameRange> ranges(FrameSource source, int most) throws IOException {
    check(source);
    List<Integer> starts;
    try (ContentFrames contents = new ContentFrames(source, wanted)) {
      starts = contents.sceneStarts();
    }
    boolean independent = wanted.mode() == StackMode.INDEPENDENT;
    int step = independent ? most : 1;
    List<FrameRange> ranges = new ArrayList<>();
    for (int i = 0; i < starts.size(); i += step) {
      int next = i + step;
      ranges.add(
          new FrameRange(starts.get(i), next < starts.size() ? starts.get(next) : source.count()));
    }
    return ranges;
  }

  private void check(FrameSource source) {
    if (source.count() == 0) {
      throw new IllegalArgumentException("The stack is empty; it needs at least one frame.");
    }
    guidance.check(source.count(), wanted.synthesis().losses().styleBy());
  }

  private StackRun open(
      FrameSource source, FrameSink sink, StackListener listener, FrameRange range)
      throws IOException {
    // All frames, also of a run that goes on elsewhere, have one precision.
    StackSettings settings = wanted.withSynthesis(neuralStyle.resolved(asBefore()));
    Optional<WorkFolder> folder = Optional.empty();
    if (workFolder.isPresent()) {
      folder = Optional.of(WorkFolder.open(workFolder.get(), settings, look, source.count()));
    }
    StackRun.Frames frames = new StackRun.Frames(source, guidance, sink, listener, range);
    return new StackRun(neuralStyle, look, settings, frames, folder);
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
