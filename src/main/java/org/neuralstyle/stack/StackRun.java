package org.neuralstyle.stack;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import org.neuralstyle.image.Mask;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.objective.Losses;
import org.neuralstyle.settings.ColorMode;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.settings.StackMode;
import org.neuralstyle.settings.StackSettings;
import org.neuralstyle.settings.StyleLossKind;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.synthesis.Ending;
import org.neuralstyle.synthesis.Finish;
import org.neuralstyle.synthesis.Forecast;
import org.neuralstyle.synthesis.Inputs;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.synthesis.Progress;
import org.neuralstyle.synthesis.RunListener;
import org.neuralstyle.synthesis.SynthesisResult;
import org.neuralstyle.synthesis.TemporalTarget;
import org.neuralstyle.tensor.Resampling;

/** One pass through the frames of a stack. */
final class StackRun implements AutoCloseable {

  /** What a frame that starts from others may take, against the first frame of its scene. */
  static final double LATER = 1.0 / 3;

  /**
   * What comes into view takes the style on its own in squares of twice so many pixels. Narrower
   * parts have too few positions for statistics, and follow what is around them. Neighbours need no
   * more than one.
   */
  private static final int NARROW = 3;

  /** A frame as it was filmed and as it was painted, whatever colours it has in the end. */
  private record Finished(RgbImage content, RgbImage result) {}

  /**
   * Where frames come from, what goes with them, where they go, who is told of them, and which are
   * made: the first starts a scene.
   */
  record Frames(
      FrameSource source,
      FrameGuidance guidance,
      FrameSink sink,
      StackListener listener,
      FrameRange range) {}

  private final NeuralStyle neuralStyle;
  private Inputs look;
  private final StackSettings settings;
  private final FrameSource source;
  private final ContentFrames contents;
  private final FrameGuidance guidance;
  private final FrameSink sink;
  private final StackListener listener;
  private final FrameRange range;
  private final Optional<WorkFolder> folder;
  private final Resampling resampling = new Resampling();
  private final List<FrameReport> reports = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Set<Integer> diverged = new TreeSet<>();
  private final RemainingTime remaining;
  private Optional<SynthesisResult.Environment> environment = Optional.empty();
  private boolean foretold;
  private boolean shortOfMemory;

  /** The latest first, up to the longest lag. */
  private final Deque<Finished> before = new ArrayDeque<>();

  /** A pass; the inputs are the style, and what frames start from if that is an image. */
  StackRun(
      NeuralStyle neuralStyle,
      Inputs look,
      StackSettings settings,
      Frames frames,
      Optional<WorkFolder> folder) {
    this.neuralStyle = neuralStyle;
    this.look = look;
    this.settings = settings;
    this.source = frames.source();
    this.contents = new ContentFrames(source, settings);
    this.guidance = frames.guidance();
    this.sink = frames.sink();
    this.listener = frames.listener();
    this.range = frames.range();
    this.folder = folder;
    this.remaining = new RemainingTime(range.count());
  }

  StackResult result() throws IOException, InterruptedException {
    // As it is read: what is too large is refused before a frame is enlarged.
    Inputs small = inputs(range.from(), source.read(range.from()));
    small.check(settings.synthesis());
    if (folder.isEmpty()) {
      expect(range.from(), small);
    }
    if (range.from() > 0) {
      matched(inputs(0));
    }
    for (int i = range.from(); i < range.to() && !listener.isStopped(); i++) {
      Inputs inputs = inputs(i);
      RgbImage content = inputs.content().orElseThrow();
      if (i == 0) {
        sink.begin(content.width(), content.height());
        inputs = matched(inputs);
      }
      Optional<FrameState> kept =
          folder.isPresent() ? folder.get().read(i, checksum(inputs)) : Optional.empty();
      FrameState state;
      if (kept.isPresent()) {
        state = kept.get();
      } else {
        expect(i, inputs);
        Optional<FrameState> made = make(i, inputs);
        if (made.isEmpty()) {
          break;
        }
        state = made.get();
        // A frame that diverged is made again by the next start, which tells of it again.
        if (folder.isPresent() && !diverged.contains(i)) {
          folder.get().write(state);
        }
        remaining.finished(state.report().seconds());
      }
      RgbImage finished = new Finish(inputs, settings.synthesis(), resampling).of(state.image());
      sink.write(i, finished);
      reports.add(state.report());
      listener.finished(state.report(), finished);
      before.addFirst(new Finished(content, state.image()));
      if (before.size() > settings.longestLag()) {
        before.removeLast();
      }
    }
    return new StackResult(
        reports, source.count(), settings, environment, warnings, diverged.size());
  }

  private Inputs inputs(int index) throws IOException {
    return inputs(index, contents.read(index));
  }

  /** A frame, with the style as it is for all frames. */
  private Inputs inputs(int index, RgbImage frame) throws IOException {
    return new Inputs(Optional.of(frame), look.style(), look.start())
        .withGuidance(guidance.at(index).with(look.guidance().styles()));
  }

  /** The film's first frame, to which the style is matched for all, if it is to be. */
  private Inputs matched(Inputs first) {
    if (settings.synthesis().blending().colour() == ColorMode.MATCHED) {
      look = first.matched();
      return look;
    }
    return first;
  }

  /** Tells once what the frames that are not there yet are expected to take. */
  private void expect(int index, Inputs inputs) throws IOException, InterruptedException {
    if (!foretold) {
      foretold = true;
      listener.expected(StackStyler.forecast(inputs, settings, range.to() - index, neuralStyle));
    }
  }

  /** What tells a frame from others: its pixels, and where the style goes if that changes. */
  private long checksum(Inputs inputs) {
    long checksum = FrameState.checksum(inputs.content().orElseThrow());
    if (guidance.moves()) {
      for (RgbImage image : inputs.guidance().images().values()) {
        checksum = 31 * checksum + FrameState.checksum(image);
      }
    }
    return checksum;
  }

  /** The style has been matched to the first frame; with another for each, films would flicker. */
  private static SynthesisSettings once(SynthesisSettings synthesis) {
    return synthesis.blending().colour() == ColorMode.MATCHED
        ? synthesis.withBlending(blending -> blending.colour(ColorMode.STYLE))
        : synthesis;
  }

  /** Those of a frame that starts from others. */
  static SynthesisSettings later(SynthesisSettings first, int iterations) {
    SynthesisSettings frame = once(first);
    return frame
        .withStart(s -> s.initialization(Initialization.IMAGE))
        .withSchedule(s -> s.scales(frame.schedule().scales() == 1 ? 1 : 0).iterations(iterations));
  }

  /** Makes a frame, unless the listener stops it. */
  private Optional<FrameState> make(int index, Inputs frame)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    RgbImage content = frame.content().orElseThrow();
    Inputs inputs = frame;
    SynthesisSettings synthesis = once(settings.synthesis());
    StyleLossKind kind = synthesis.losses().styleBy();
    int sceneStart = index;
    double known = 0;
    Optional<Losses> enough = Optional.empty();
    boolean first = index == range.from() || settings.mode() == StackMode.INDEPENDENT;
    if (!first) {
      Coherence latest = contents.coherence(content, before.getFirst().content());
      if (latest.sameScene()) {
        sceneStart = reports.get(reports.size() - 1).sceneStart();
        Expectation expectation = expectation(content, latest, index - sceneStart);
        known = expectation.known();
        Mask fresh = expectation.fresh();
        if (fresh.isEmpty()) {
          enough = Optional.of(reports.get(sceneStart - range.from()).losses());
        }
        inputs = inputs.withFresh(kind == StyleLossKind.NEIGHBOURS ? fresh : fresh.opened(NARROW));
        RgbImage expected = expectation.image();
        inputs = inputs.withStart(expected);
        if (settings.mode() == StackMode.COHERENT) {
          inputs =
              inputs.withTemporal(
                  new TemporalTarget(
                      expected, expectation.confidence(), settings.temporalWeight()));
        }
        synthesis = later(synthesis, laterIterations(sceneStart));
      } else {
        first = true;
      }
    }
    FrameListener watch =
        new FrameListener(
            index, first ? Optional.empty() : Optional.of(new FrameEnd(enough, kind)));
    SynthesisResult result;
    try {
      result = neuralStyle.run(inputs, synthesis, watch);
    } catch (CancellationException stopped) {
      return Optional.empty();
    }
    if (result.ending().reason() == Ending.Reason.STOPPED) {
      return Optional.empty();
    }
    if (result.ending().reason() == Ending.Reason.DIVERGED) {
      diverged.add(index);
      watch.warning("Frame %s: %s.".formatted(index + 1, result.ending()));
    }
    environment = Optional.of(result.environment());
    if (folder.isPresent()) {
      folder.get().checkWeights(result.environment().weightsSha256());
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    FrameReport report =
        new FrameReport(
            index,
            result.losses(),
            result.evaluations().size(),
            inputs.work(synthesis, result.evaluations()),
            seconds,
            sceneStart,
            known,
            false);
    return Optional.of(new FrameState(report, checksum(frame), result.painted()));
  }

  /** Evaluations of a frame that starts from others: a share of its scene's first frame's. */
  private int laterIterations(int sceneStart) {
    return settings.laterIterations() > 0
        ? settings.laterIterations()
        : (int) Math.max(1, Math.floor(LATER * reports.get(sceneStart - range.from()).effort()));
  }

  /** A start looks one frame back; coherence looks back by all lags within the scene. */
  private Expectation expectation(RgbImage content, Coherence latest, int frames) {
    Expectation expectation = new Expectation(content);
    int lag = 0;
    for (Finished earlier : before) {
      lag++;
      if (lag == 1) {
        expectation.add(earlier.result(), latest);
      } else if (settings.mode() == StackMode.COHERENT
          && lag <= frames
          && settings.lags().contains(lag)) {
        expectation.add(earlier.result(), contents.coherence(content, earlier.content()));
      }
    }
    return expectation;
  }

  /** Passes a frame's progress on, and ends a frame that starts from others. */
  private final class FrameListener implements RunListener {

    private final int index;
    private final Optional<FrameEnd> end;

    FrameListener(int index, Optional<FrameEnd> end) {
      this.index = index;
      this.end = end;
    }

    @Override
    public void status(String message) {
      if (environment.isEmpty()) {
        listener.status(message);
      }
    }

    @Override
    public void warning(String message) {
      if (!warnings.contains(message)) {
        warnings.add(message);
        listener.warning(message);
      }
    }

    /** All frames have been foretold. */
    @Override
    public void expected(Forecast forecast) {}

    /** Told once: the frames have one size. */
    @Override
    public void shortOfMemory(Forecast forecast, long available) {
      if (!shortOfMemory) {
        listener.shortOfMemory(forecast, available);
        shortOfMemory = true;
      }
    }

    @Override
    public void downloaded(long done, long total) {
      listener.downloaded(done, total);
    }

    @Override
    public void evaluated(Progress progress) {
      end.ifPresent(frame -> frame.evaluated(progress));
      listener.evaluated(progress);
      listener.evaluated(
          index, source.count(), progress, remaining.seconds(reports.size(), progress));
    }

    @Override
    public boolean isStopped() {
      return listener.isStopped();
    }

    @Override
    public boolean isEnough() {
      return end.isPresent() && end.get().isReached();
    }
  }

  @Override
  public void close() {
    contents.close();
    resampling.close();
  }
}
