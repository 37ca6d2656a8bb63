package org.neuralstyle.stack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.settings.StackMode;
import org.neuralstyle.settings.StackSettings;
import org.neuralstyle.tensor.Resampling;

/** The frames of a film at the result's size, and where its scenes start. */
final class ContentFrames implements AutoCloseable {

  private final FrameSource source;
  private final StackSettings settings;
  private final Resampling resampling = new Resampling();
  private int filmWidth;
  private int filmHeight;

  /** With the size and the mode of the settings; the source stays the caller's. */
  ContentFrames(FrameSource source, StackSettings settings) {
    this.source = source;
    this.settings = settings;
  }

  /** A frame; all must have the size of the one that is read first. */
  RgbImage read(int index) throws IOException {
    RgbImage frame = source.read(index);
    if (filmWidth == 0) {
      filmWidth = frame.width();
      filmHeight = frame.height();
    } else if (frame.width() != filmWidth || frame.height() != filmHeight) {
      throw new IllegalArgumentException(
          "Frame %s has %s x %s px, the frames before have %s x %s px; they must all have one size."
              .formatted(index + 1, frame.width(), frame.height(), filmWidth, filmHeight));
    }
    int size = settings.synthesis().schedule().size();
    double factor = size == 0 ? 1 : (double) size / Math.max(filmWidth, filmHeight);
    return resampling.resize(
        frame,
        (int) Math.max(1, Math.round(filmWidth * factor)),
        (int) Math.max(1, Math.round(filmHeight * factor)));
  }

  Coherence coherence(RgbImage frame, RgbImage earlier) {
    return settings.motion()
        ? Coherence.ofMotion(frame, earlier)
        : Coherence.ofSlices(frame, earlier);
  }

  /**
   * Each frame that starts from no other: of independent frames all, of others the scenes' first.
   */
  List<Integer> sceneStarts() throws IOException {
    List<Integer> starts = new ArrayList<>();
    RgbImage previous = null;
    for (int i = 0; i < source.count(); i++) {
      if (settings.mode() == StackMode.INDEPENDENT) {
        starts.add(i);
      } else {
        RgbImage content = read(i);
        if (previous == null || !coherence(content, previous).sameScene()) {
          starts.add(i);
        }
        previous = content;
      }
    }
    return starts;
  }

  @Override
  public void close() {
    resampling.close();
  }
}
