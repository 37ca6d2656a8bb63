package org.neuralstyle.stack;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.neuralstyle.image.Labels;
import org.neuralstyle.image.Mask;
import org.neuralstyle.settings.StyleLossKind;
import org.neuralstyle.synthesis.Guidance;

/**
 * Which styles go where in the frames of a stack.
 *
 * @param still what all frames have in common
 * @param masks where the style goes in each frame; empty if that is the same in all
 * @param labels regions of each frame; empty if they are the same in all
 */
public record FrameGuidance(
    Guidance still, Optional<FrameSource> masks, Optional<FrameSource> labels)
    implements AutoCloseable {

  /**
   * The same for all frames.
   *
   * @param still what they have in common
   */
  public FrameGuidance(Guidance still) {
    this(still, Optional.empty(), Optional.empty());
  }

  /**
   * Checks that there is a mask for each frame, and that labels have a meaning.
   *
   * @throws IllegalArgumentException if there are more or fewer, the message says how many; or as
   *     {@link StyleLossKind#check}
   */
  void check(int frames, StyleLossKind kind) {
    kind.check(labels.isPresent() || still.contentLabels().isPresent());
    Stream.concat(masks.stream(), labels.stream())
        .filter(source -> source.count() != frames)
        .findFirst()
        .ifPresent(
            source -> {
              throw new IllegalArgumentException(
                  "There are %s masks or label images for %s frames. Give one for each frame, or a single image for all."
                      .formatted(source.count(), frames));
            });
  }

  /**
   * That of a frame.
   *
   * @param index of the frame, from 0
   * @return which styles go where in it
   * @throws IOException if its mask cannot be read; the message names it
   */
  public Guidance at(int index) throws IOException {
    Optional<Mask> inside =
        masks.isPresent() ? Optional.of(Mask.of(masks.get().read(index))) : still.inside();
    Optional<Labels> regions =
        labels.isPresent()
            ? Optional.of(Labels.of(labels.get().read(index)))
            : still.contentLabels();
    return new Guidance(still.styles(), inside, regions, still.styleLabels(), still.styleInside());
  }

  /** Closes the sources. */
  @Override
  public void close() throws IOException {
    for (FrameSource source : Stream.concat(masks.stream(), labels.stream()).toList()) {
      source.close();
    }
  }

  /** Whether it changes from frame to frame. */
  boolean moves() {
    return masks.isPresent() || labels.isPresent();
  }
}
