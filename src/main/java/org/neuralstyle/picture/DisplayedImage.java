package org.neuralstyle.picture;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.neuralstyle.image.AlphaMask;
import org.neuralstyle.image.Blend;
import org.neuralstyle.image.Channel;
import org.neuralstyle.image.ColorMap;
import org.neuralstyle.image.Mask;
import org.neuralstyle.image.Rendering;
import org.neuralstyle.image.RgbImage;

/**
 * What an {@link ImagePlus} shows: the current slice and frame, with all active channels of a
 * composite or the current channel otherwise, in their display ranges and colours. It works on the
 * pixel arrays of the image itself, without copying them; the image is left as it is.
 */
public final class DisplayedImage {

  private final String title;
  private final int width;
  private final int height;
  private final int bitDepth;
  private final boolean indexed;
  private final Calibration calibration;
  // The arrays of the shown channels; an RGB image has one, of packed colours.
  private final List<Object> planes;
  // Empty for RGB images, whose pixels are the colours.
  private final Optional<Rendering> rendering;
  private final Optional<AlphaMask> alpha;

  /** Where results differ from this image; empty for everywhere. */
  private final Optional<Mask> inside;

  /** Whether results have the colours of this image, and other luma alone. */
  private final boolean ownColors;

  private DisplayedImage(ImagePlus imp, List<Object> planes, Optional<Rendering> rendering) {
    this.alpha = Optional.empty();
    this.inside = Optional.empty();
    this.ownColors = false;
    this.title = imp.getTitle();
    this.width = imp.getWidth();
    this.height = imp.getHeight();
    this.bitDepth = imp.getBitDepth();
    this.indexed = imp.getType() == ImagePlus.COLOR_256;
    this.calibration = imp.getCalibration().copy();
    this.planes = planes;
    this.rendering = rendering;
  }

  private DisplayedImage(
      DisplayedImage image, Optional<AlphaMask> alpha, Optional<Mask> inside, boolean ownColors) {
    this.alpha = alpha;
    this.inside = inside;
    this.ownColors = ownColors;
    this.title = image.title;
    this.width = image.width;
    this.height = image.height;
    this.bitDepth = image.bitDepth;
    this.indexed = image.indexed;
    this.calibration = image.calibration;
    this.planes = image.planes;
    this.rendering = image.rendering;
  }

  /**
   * What the image of a file shows, with its transparency.
   *
   * @param opened what was in the file
   * @return what it shows
   * @throws IllegalArgumentException as {@link #of(ImagePlus)}
   */
  public static DisplayedImage of(OpenedImage opened) {
    DisplayedImage image = of(opened.imp());
    return new DisplayedImage(image, opened.alpha(), Optional.empty(), false);
  }

  /**
   * What an image shows now; later changes of its slice, display range or colours do not matter.
   *
   * @param imp an image of any ImageJ type
   * @return what it shows
   * @throws IllegalArgumentException if the image has no pixels, or shows none of its channels
   */
  public static DisplayedImage of(ImagePlus imp) {
    ImageProcessor ip = imp.getProcessor();
    if (ip == null) {
      throw new IllegalArgumentException("The image \"" + imp.getTitle() + "\" has no pixels.");
    }
    if (ip instanceof ColorProcessor) {
      return new DisplayedImage(imp, List.of(ip.getPixels()), Optional.empty());
    }
    if (imp instanceof CompositeImage composite
        && composite.getMode() == CompositeImage.COMPOSITE) {
      return ofComposite(composite);
    }
    LUT lut = ip.getLut();
    ColorMap colors = ImageJColors.of(lut);
    if (imp instanceof CompositeImage composite) {
      // The processor takes over the current channel's settings only when the image is drawn.
      lut = composite.getLuts()[imp.getC() - 1];
      colors =
          composite.getMode() == CompositeImage.GRAYSCALE ? ColorMap.GRAY : ImageJColors.of(lut);
    }
    Channel channel = Channel.of(lut.min, lut.max, colors, ImageJColors.type(ip.getBitDepth()));
    return new DisplayedImage(
        imp, List.of(ip.getPixels()), Optional.of(new Rendering(List.of(channel), Blend.SUM)));
  }

  private static DisplayedImage ofComposite(CompositeImage imp) {
    LUT[] luts = imp.getLuts();
    boolean[] active = imp.getActiveChannels();
    List<Object> planes = new ArrayList<>();
    List<Channel> channels = new ArrayList<>();
    for (int c = 0; c < luts.length; c++) {
      // A single channel is drawn whether it is active or not.
      if (luts.length == 1 || active[c]) {
        int index = imp.getStackIndex(c + 1, imp.getZ(), imp.getT());
        // The current plane of a virtual stack may have been edited since it was read.
        planes.add(
            index == imp.getCurrentSlice()
                ? imp.getProcessor().getPixels()
                : imp.getStack().getPixels(index));
        channels.add(
            Channel.of(
                luts[c].min,
                luts[c].max,
                ImageJColors.of(luts[c]),
                ImageJColors.type(imp.getBitDepth())));
      }
    }
    if (channels.isEmpty()) {
      throw new IllegalArgumentException(
          "The image \""
              + imp.getTitle()
              + "\" shows none of its channels; switch one on with Image > Color > Channels Tool.");
    }
    Blend blend = ImageJColors.blend(imp.getProp("CompositeProjection"));
    return new DisplayedImage(imp, planes, Optional.of(new Rendering(channels, blend)));
  }

  /**
   * The pixels themselves, to read and to write.
   *
   * @return {@code W x H} {@link ARGBType} for an RGB image, otherwise {@code W x H x channels}
   *     {@link UnsignedByteType}, {@link UnsignedShortType} or {@link FloatType}; a view on the
   *     image's arrays
   */
  public RandomAccessibleInterval<?> img() {
    return rendering.isPresent() ? values(planes, width, height) : argb();
  }

  /**
   * The colours on the screen, without its rounding to 8 bits. Where a file's image is wholly
   * transparent, {@linkplain AlphaMask#reflectIntoHidden its surroundings are reflected}.
   *
   * @return a new image of the same size
   * @throws IllegalArgumentException if a pixel is not a number, and the message says which one, or
   *     all are transparent
   */
  public RgbImage toRgb() {
    try {
      RgbImage shown =
          rendering.isPresent()
              ? rendering.get().toRgb(values(planes, width, height))
              : RgbImage.ofArgb(argb());
      return alpha.isPresent() ? alpha.get().reflectIntoHidden(shown) : shown;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The image \"" + title + "\" cannot be used: " + e.getMessage(), e);
    }
  }

  /**
   * The same image, whose values are also those of results wherever a mask is 0, if they have its
   * size and type.
   *
   * @param mask where results differ from it; empty for everywhere
   * @param colors whether they have its colours, and other luma alone: then a composite of any
   *     look-up tables keeps them
   * @return a new one
   */
  public DisplayedImage within(Optional<Mask> mask, boolean colors) {
    return new DisplayedImage(this, alpha, mask, colors);
  }

  /**
   * What of the image is not wholly transparent.
   *
   * @return 1 there and 0 elsewhere; none if all can be seen
   */
  public Optional<Mask> visible() {
    return alpha.map(
        mask -> {
          float[] seen = new float[width * height];
          for (int i = 0; i < seen.length; i++) {
            seen[i] = mask.values()[i] == 0 ? 0 : 1;
          }
          return new Mask(width, height, seen);
        });
  }

  /**
   * The transparency of a result that shows the same field as this image.
   *
   * @param newWidth the width of the result in pixels
   * @param newHeight its height
   * @return a mask of that size; none if the image is opaque, or is not from a file
   */
  public Optional<AlphaMask> alpha(int newWidth, int newHeight) {
    return alpha.map(
        mask -> {
          ImageProcessor ip = new ByteProcessor(mask.width(), mask.height(), mask.values());
          ip.setInterpolationMethod(ImageProcessor.BILINEAR);
          boolean same = newWidth == mask.width() && newHeight == mask.height();
          return same
              ? mask
              : new AlphaMask(
                  newWidth, newHeight, (byte[]) ip.resize(newWidth, newHeight, true).getPixels());
        });
  }

  /**
   * A result that shows the same field as this image: if it has another size, the pixel size
   * follows.
   *
   * @param result the colours of the result
   * @param title the title of the new image
   * @param rgb whether the new image is RGB, whatever the type of this image; otherwise see {@link
   *     #toImagePlus(RgbImage, String, boolean, double, double)}
   * @return a new image, not shown
   */
  public ImagePlus toImagePlus(RgbImage result, String title, boolean rgb) {
    return toImagePlus(
        result, title, rgb, (double) result.width() / width, (double) result.height() / height);
  }

  /**
   * A result in the type of this image, with its calibration.
   *
   * <p>RGB comes back as RGB; one grey channel of 8, 16 or 32 bits as such, with the luma of the
   * result; a composite of one red, one green and one blue channel as such; all with the same
   * display ranges and look-up tables. Since a result can have any colour, other images come back
   * as a composite of red, green and blue channels of their bit depth, in a display range that
   * holds those of all channels; but "8-bit color" images, whose values are the numbers of colours,
   * as RGB.
   *
   * @param result the colours of the result
   * @param title the title of the new image
   * @param rgb whether the new image is RGB, whatever the type of this image
   * @param scaleX pixels of the result for one pixel of this image along x, above 0; 1 for a
   *     texture of any size, synthesised at the size of its example
   * @param scaleY the same along y
   * @return a new image, not shown
   */
  public ImagePlus toImagePlus(
      RgbImage result, String title, boolean rgb, double scaleX, double scaleY) {
    if (!(scaleX > 0 && scaleY > 0)) {
      throw new IllegalArgumentException(
          "The scale is %s x %s; it must be above 0.".formatted(scaleX, scaleY));
    }
    boolean moved = ownColors && !indexed && rendering.filter(Rendering::isSum).isPresent();
    ImagePlus imp =
        rgb || rendering.isEmpty() || (indexed && !rendering.get().isInvertible())
            ? rgb(result, title)
            : inChannels(moved ? rendering.get() : rendering.get().invertible(), result, title);
    Calibration scaled = calibration.copy();
    if (scaled.scaled()) {
      scaled.pixelWidth /= scaleX;
      scaled.pixelHeight /= scaleY;
    }
    scaled.xOrigin *= scaleX;
    scaled.yOrigin *= scaleY;
    if (imp.getBitDepth() != bitDepth) {
      scaled.disableDensityCalibration();
    }
    imp.setCalibration(scaled);
    return imp;
  }

  /**
   * An RGB image without calibration.
   *
   * @param image the colours, rounded to 8 bits
   * @param title the title of the new image
   * @return a new image, not shown
   */
  public static ImagePlus rgb(RgbImage image, String title) {
    int[] argb = image.toArgb().update(null).getCurrentStorageArray();
    return new ImagePlus(title, new ColorProcessor(image.width(), image.height(), argb));
  }

  private ImagePlus inChannels(Rendering shown, RgbImage result, String title) {
    int channels = shown.channels().size();
    int w = result.width();
    int h = result.height();
    ImageStack stack = ImageStack.create(w, h, channels, bitDepth);
    List<Object> pixels = IntStream.rangeClosed(1, channels).mapToObj(stack::getPixels).toList();
    if (shown.isInvertible()) {
      shown.fromRgb(result, values(pixels, w, h));
    } else {
      List<Object> own = planes.stream().map(plane -> resized(plane, w, h)).toList();
      shown.moveLuma(values(own, w, h), result, values(pixels, w, h));
    }
    if (shown.equals(rendering.orElseThrow()) && w == width && h == height) {
      inside
          .filter(mask -> mask.width() == w && mask.height() == h)
          .ifPresent(mask -> keepOutside(mask, pixels));
    }
    LUT[] luts = shown.channels().stream().map(ImageJColors::lut).toArray(LUT[]::new);
    ImagePlus imp = new ImagePlus(title, stack);
    if (channels == 1) {
      imp.getProcessor().setLut(luts[0]);
      return imp;
    }
    imp.setDimensions(channels, 1, 1);
    CompositeImage composite = new CompositeImage(imp, CompositeImage.COMPOSITE);
    composite.setLuts(luts);
    return composite;
  }

  private Object resized(Object plane, int w, int h) {
    if (w == width && h == height) {
      return plane;
    }
    ImageProcessor ip =
        plane instanceof byte[] bytes
            ? new ByteProcessor(width, height, bytes)
            : plane instanceof short[] shorts
                ? new ShortProcessor(width, height, shorts, null)
                : new FloatProcessor(width, height, (float[]) plane);
    ip.setInterpolationMethod(ImageProcessor.BILINEAR);
    return ip.resize(w, h, true).getPixels();
  }

  /** Values beyond the display range come back as well, to the last bit. */
  private void keepOutside(Mask mask, List<Object> pixels) {
    for (int k = 0; k < pixels.size(); k++) {
      for (int i = 0; i < mask.values().length; i++) {
        if (mask.values()[i] == 0) {
          System.arraycopy(planes.get(k), i, pixels.get(k), i, 1);
        }
      }
    }
  }

  private RandomAccessibleInterval<ARGBType> argb() {
    return ArrayImgs.argbs((int[]) planes.get(0), width, height);
  }

  // W x H x channels on the arrays themselves.
  private static RandomAccessibleInterval<? extends RealType<?>> values(
      List<Object> planes, int width, int height) {
    Object first = planes.get(0);
    if (first instanceof byte[]) {
      return Views.stack(
          planes.stream().map(p -> ArrayImgs.unsignedBytes((byte[]) p, width, height)).toList());
    }
    if (first instanceof short[]) {
      return Views.stack(
          planes.stream().map(p -> ArrayImgs.unsignedShorts((short[]) p, width, height)).toList());
    }
    return Views.stack(
        planes.stream().map(p -> ArrayImgs.floats((float[]) p, width, height)).toList());
  }
}
