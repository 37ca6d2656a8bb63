package org.neuralstyle.picture;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.util.Map;
import java.util.TreeMap;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.stack.FrameGuidance;
import org.neuralstyle.stack.FrameSink;

/**
 * Puts the results of an image's frames together in a new image of the same shape, type,
 * calibration, labels, colours and overlay. If it was stopped, the new image ends with the last
 * frame that is finished everywhere.
 */
public final class StackAssembly {

  /** Where a plane lies; in the order of ImageJ's stacks. */
  private record Place(int frame, int slice, int channel) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int order = Integer.compare(frame, other.frame);
      order = order == 0 ? Integer.compare(slice, other.slice) : order;
      return order == 0 ? Integer.compare(channel, other.channel) : order;
    }
  }

  private final ImagePlus imp;
  private final String title;
  private final boolean rgb;
  private final Map<Place, ImageProcessor> planes = new TreeMap<>();
  private ImagePlus example;

  /**
   * Begins a new image.
   *
   * @param imp the image whose frames are worked on
   * @param title of the new image
   * @param rgb whether the new image is RGB, whatever the type of the other
   */
  public StackAssembly(ImagePlus imp, String title, boolean rgb) {
    this.imp = imp;
    this.title = title;
    this.rgb = rgb;
  }

  /**
   * Takes the results of some frames.
   *
   * @param frames the frames, of the image
   * @param channel where the results belong, from 1; 0 for all channels of a composite
   * @param guidance where the style goes in each frame
   * @param colors whether the results have the frames' own colours
   * @return takes the result of each frame
   */
  public FrameSink sink(StackFrames frames, int channel, FrameGuidance guidance, boolean colors) {
    return (index, result) ->
        add(
            frames,
            channel,
            index,
            frames.displayed(index).within(guidance.at(index).inside(), colors),
            result);
  }

  private void add(
      StackFrames frames, int channel, int index, DisplayedImage content, RgbImage result) {
    ImagePlus plane = content.toImagePlus(result, title, rgb && channel == 0);
    for (int c = 1; c <= plane.getStackSize(); c++) {
      planes.put(
          new Place(frames.frame(index), frames.slice(index), Math.max(channel, c)),
          plane.getStack().getProcessor(c));
    }
    example = plane;
  }

  /**
   * Whether no frame is finished.
   *
   * @return true before the first result
   */
  public boolean isEmpty() {
    return planes.isEmpty();
  }

  /**
   * The frames that are finished.
   *
   * @return a new image, not shown; there must be at least one result
   */
  public ImagePlus toImagePlus() {
    int channels = (int) planes.keySet().stream().mapToInt(Place::channel).distinct().count();
    int slices = (int) planes.keySet().stream().mapToInt(Place::slice).distinct().count();
    int frames = (int) planes.keySet().stream().mapToInt(Place::frame).distinct().count();
    while (!isFull(channels, slices, frames)) {
      if (frames > 1) {
        frames--;
      } else if (slices > 1) {
        slices--;
      } else {
        channels--;
      }
    }
    ImageStack stack = new ImageStack(example.getWidth(), example.getHeight());
    for (int t = 1; t <= frames; t++) {
      for (int z = 1; z <= slices; z++) {
        for (int c = 1; c <= channels; c++) {
          stack.addSlice(label(c, z, t), planes.get(new Place(t, z, c)));
        }
      }
    }
    ImagePlus result = new ImagePlus(title, stack);
    result.setDimensions(channels, slices, frames);
    result.setOpenAsHyperStack(imp.isHyperStack());
    if (channels > 1) {
      result = composite(result);
    } else if (example.getBitDepth() != 24 && imp.getNChannels() == 1) {
      result.setLut(imp.getProcessor().getLut());
      result.setDisplayRange(imp.getDisplayRangeMin(), imp.getDisplayRangeMax());
    }
    result.setCalibration(example.getCalibration());
    overlay(result);
    return result;
  }

  private boolean isFull(int channels, int slices, int frames) {
    for (int t = 1; t <= frames; t++) {
      for (int z = 1; z <= slices; z++) {
        for (int c = 1; c <= channels; c++) {
          if (!planes.containsKey(new Place(t, z, c))) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private String label(int channel, int slice, int frame) {
    int index = imp.getStackIndex(Math.min(channel, imp.getNChannels()), slice, frame);
    return imp.getStack().getSliceLabel(index);
  }

  private ImagePlus composite(ImagePlus result) {
    boolean own = StackFrames.isChannelByChannel(imp);
    int mode =
        own && imp instanceof CompositeImage original
            ? original.getMode()
            : own ? CompositeImage.GRAYSCALE : CompositeImage.COMPOSITE;
    CompositeImage composite = new CompositeImage(result, mode);
    if (own && imp instanceof CompositeImage original) {
      LUT[] luts = original.getLuts();
      if (luts.length == result.getNChannels()) {
        composite.setLuts(luts);
      }
    } else if (example instanceof CompositeImage shown) {
      composite.setLuts(shown.getLuts());
    }
    return composite;
  }

  private void overlay(ImagePlus result) {
    Overlay overlay = imp.getOverlay();
    if (overlay == null) {
      return;
    }
    double x = (double) result.getWidth() / imp.getWidth();
    double y = (double) result.getHeight() / imp.getHeight();
    result.setOverlay(x == 1 && y == 1 ? overlay.duplicate() : overlay.scale(x, y));
  }
}
