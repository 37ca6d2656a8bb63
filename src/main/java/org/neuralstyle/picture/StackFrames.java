package org.neuralstyle.picture;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ImageProcessor;
import ij.process.LUT;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.stack.FrameSource;

/**
 * The frames of an image along one axis, at one place of the others; they are read when they are
 * needed, which lets virtual stacks stay on the disk. The image itself is left as it is.
 *
 * <p>A composite's channels are one frame in colours. Where channels are shown one by one, or a
 * single one has colours of its own, each is a frame in grey that gets its colours back afterwards.
 */
public final class StackFrames implements FrameSource {

  /** The axis that a film runs along. */
  public enum Axis {
    /** Time. */
    FRAMES,
    /** Depth. */
    SLICES;

    /**
     * How many frames a film along this axis has.
     *
     * @param imp the image
     * @return its frames or slices, at least 1
     */
    public int length(ImagePlus imp) {
      return this == FRAMES ? imp.getNFrames() : imp.getNSlices();
    }

    /**
     * The other axis.
     *
     * @return slices for frames, frames for slices
     */
    public Axis other() {
      return this == FRAMES ? SLICES : FRAMES;
    }

    /**
     * The axis that an image runs along.
     *
     * @param imp the image
     * @return frames, unless there is one only
     */
    public static Axis of(ImagePlus imp) {
      return imp.getNFrames() > 1 ? FRAMES : SLICES;
    }
  }

  private final ImagePlus imp;
  private final Axis axis;
  private final int channel;
  private final int place;

  /**
   * Frames of an image.
   *
   * @param imp the image
   * @param axis that they run along
   * @param channel from 1, or 0 for all of a composite
   * @param place on the other axis, from 1
   */
  public StackFrames(ImagePlus imp, Axis axis, int channel, int place) {
    this.imp = imp;
    this.axis = axis;
    this.channel = channel;
    this.place = place;
  }

  /**
   * Whether each channel is a film of its own.
   *
   * @param imp the image
   * @return true if channels are shown one by one, or a single one has colours of its own
   */
  public static boolean isChannelByChannel(ImagePlus imp) {
    boolean composite =
        imp instanceof CompositeImage image && image.getMode() == CompositeImage.COMPOSITE;
    boolean several = imp.getNChannels() > 1;
    return several ? !composite : imp.getBitDepth() != 24 && imp.getProcessor().isColorLut();
  }

  /**
   * The only film of an image, in the colours that are shown.
   *
   * @throws IllegalArgumentException if there are several
   */
  static StackFrames only(ImagePlus imp) {
    Axis along = Axis.of(imp);
    boolean channels = imp.getNChannels() > 1 && isChannelByChannel(imp);
    if (channels || along.other().length(imp) > 1) {
      throw new IllegalArgumentException(
          "\"%s\" holds several films, %s channels with %s slices and %s frames. Use Stylize Stack... in ImageJ, or make a substack first."
              .formatted(imp.getTitle(), imp.getNChannels(), imp.getNSlices(), imp.getNFrames()));
    }
    return new StackFrames(imp, along, 0, 1);
  }

  @Override
  public int count() {
    return axis.length(imp);
  }

  @Override
  public RgbImage read(int index) {
    try {
      return displayed(index).toRgb();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Frame " + (index + 1) + ": " + e.getMessage(), e);
    }
  }

  int slice(int index) {
    return axis == Axis.SLICES ? index + 1 : place;
  }

  int frame(int index) {
    return axis == Axis.FRAMES ? index + 1 : place;
  }

  /** A frame as it is shown, with the display ranges of the whole image. */
  DisplayedImage displayed(int index) {
    ImageStack planes = new ImageStack(imp.getWidth(), imp.getHeight());
    int first = Math.max(1, channel);
    int last = channel == 0 ? imp.getNChannels() : channel;
    for (int c = first; c <= last; c++) {
      ImageProcessor plane =
          imp.getStack().getProcessor(imp.getStackIndex(c, slice(index), frame(index)));
      planes.addSlice(plane.duplicate());
    }
    ImagePlus single = new ImagePlus(imp.getTitle(), planes);
    single.setCalibration(imp.getCalibration());
    if (channel == 0 && imp instanceof CompositeImage composite) {
      single.setDimensions(imp.getNChannels(), 1, 1);
      CompositeImage shown = new CompositeImage(single, composite.getMode());
      shown.setLuts(composite.getLuts());
      boolean[] active = composite.getActiveChannels();
      System.arraycopy(active, 0, shown.getActiveChannels(), 0, active.length);
      shown.setProp("CompositeProjection", imp.getProp("CompositeProjection"));
      return DisplayedImage.of(shown);
    }
    if (imp.getBitDepth() != 24) {
      single.getProcessor().setLut(lut());
    }
    return DisplayedImage.of(single);
  }

  /** A channel that is a film of its own is seen in grey, and gets its colours back afterwards. */
  private LUT lut() {
    if (channel > 0) {
      LUT range = range(imp, channel);
      LUT gray = LUT.createLutFromColor(java.awt.Color.WHITE);
      gray.min = range.min;
      gray.max = range.max;
      return gray;
    }
    LUT lut = imp.getProcessor().getLut();
    lut.min = imp.getDisplayRangeMin();
    lut.max = imp.getDisplayRangeMax();
    return lut;
  }

  private static LUT range(ImagePlus imp, int channel) {
    if (imp instanceof CompositeImage composite) {
      return composite.getLuts()[channel - 1];
    }
    LUT lut = imp.getProcessor().getLut();
    lut.min = imp.getDisplayRangeMin();
    lut.max = imp.getDisplayRangeMax();
    return lut;
  }
}
