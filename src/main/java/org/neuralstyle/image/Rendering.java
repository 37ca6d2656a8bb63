package org.neuralstyle.image;

import java.util.Arrays;
import java.util.List;
import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.IntegerType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;

/**
 * How an image of any real type and any number of channels is shown in colours, and how colours go
 * back into values of that type.
 *
 * <p>In both directions values are real numbers: nothing passes through 8 bits. Values outside of a
 * channel's display range come back as the end of the range.
 *
 * @param channels the shown channels, at least one
 * @param blend how their colours become one
 */
public record Rendering(List<Channel> channels, Blend blend) {

  /**
   * A rendering of the given channels.
   *
   * @throws IllegalArgumentException if there is no channel
   */
  public Rendering {
    channels = List.copyOf(channels);
    if (channels.isEmpty()) {
      throw new IllegalArgumentException("No channel is shown; show at least one.");
    }
  }

  /**
   * One grey channel.
   *
   * @param min the value shown black
   * @param max the value shown white
   * @return the rendering
   */
  public static Rendering gray(double min, double max) {
    return new Rendering(List.of(new Channel(min, max, ColorMap.GRAY)), Blend.SUM);
  }

  /**
   * Three channels shown red, green and blue.
   *
   * @param min the value shown without the colour
   * @param max the value shown in full colour
   * @return the rendering
   */
  public static Rendering rgb(double min, double max) {
    return new Rendering(
        List.of(
            new Channel(min, max, ColorMap.RED),
            new Channel(min, max, ColorMap.GREEN),
            new Channel(min, max, ColorMap.BLUE)),
        Blend.SUM);
  }

  /**
   * An image as it is shown.
   *
   * @param img {@code W x H x channels}, or {@code W x H} for one channel
   * @return its colours
   * @throws IllegalArgumentException if the image has other channels or a pixel that is not a
   *     number
   */
  public RgbImage toRgb(RandomAccessibleInterval<? extends RealType<?>> img) {
    checkChannels(img);
    int width = RgbImage.size(img, 0);
    int height = RgbImage.size(img, 1);
    float[] planes = new float[RgbImage.length(width, height)];
    Arrays.fill(planes, blend.start);
    int size = width * height;
    for (int k = 0; k < channels.size(); k++) {
      Channel channel = channels.get(k);
      Cursor<? extends RealType<?>> cursor = Views.flatIterable(plane(img, k)).cursor();
      for (int i = 0; i < size; i++) {
        double value = cursor.next().getRealDouble();
        if (Double.isNaN(value)) {
          throw new IllegalArgumentException(
              "The pixel at x=%s, y=%s%s is not a number (NaN); replace such pixels first."
                  .formatted(
                      i % width,
                      i / width,
                      channels.size() > 1 ? " of the shown channel " + (k + 1) : ""));
        }
        double position = channel.position(value);
        for (int c = 0; c < 3; c++) {
          int j = c * size + i;
          planes[j] = blend.add(planes[j], (float) channel.colors().get(c, position));
        }
      }
    }
    for (int j = 0; j < planes.length; j++) {
      planes[j] = Math.min(Math.max(planes[j], 0), 1);
    }
    return new RgbImage(width, height, planes);
  }

  /**
   * Whether any colour it can show tells the values it came from: one channel in a straight line
   * between two greys, or three channels between black and red, green and blue, in any order.
   *
   * @return whether {@link #fromRgb} brings back what {@link #toRgb} showed
   */
  public boolean isInvertible() {
    if (channels.size() == 1) {
      return channels.get(0).colors().isGray();
    }
    return channels.size() == 3
        && blend == Blend.SUM
        && channels.stream().mapToInt(c -> c.colors().primary()).distinct().count() == 3
        && channels.stream().allMatch(c -> c.colors().primary() >= 0);
  }

  /**
   * The rendering of a result that should come back in this rendering's type: itself if it is
   * invertible; otherwise red, green and blue, since the result may have any colour, in a display
   * range that holds those of all channels.
   *
   * @return an invertible rendering
   */
  public Rendering invertible() {
    return isInvertible()
        ? this
        : rgb(
            channels.stream().mapToDouble(Channel::min).min().orElseThrow(),
            channels.stream().mapToDouble(Channel::max).max().orElseThrow());
  }

  /**
   * Writes the values that are shown as the given colours. A grey channel gets the luma 0.2126 R +
   * 0.7152 G + 0.0722 B (ITU-R BT.709). Integer types are rounded to the nearest, and all are
   * clipped to the display range and to the type.
   *
   * @param rgb the colours, {@code W x H}
   * @param target {@code W x H x channels}, or {@code W x H} for one channel
   * @throws IllegalStateException if this rendering is not {@linkplain #isInvertible() invertible}
   * @throws IllegalArgumentException if the target has another size
   */
  public void fromRgb(RgbImage rgb, RandomAccessibleInterval<? extends RealType<?>> target) {
    if (!isInvertible()) {
      throw new IllegalStateException("Colours do not tell these channels' values.");
    }
    checkChannels(target);
    if (target.dimension(0) != rgb.width() || target.dimension(1) != rgb.height()) {
      throw new IllegalArgumentException(
          "An image of %s x %s pixels cannot be written into one of %s x %s."
              .formatted(rgb.width(), rgb.height(), target.dimension(0), target.dimension(1)));
    }
    float[] planes = rgb.planes();
    int size = rgb.width() * rgb.height();
    for (int k = 0; k < channels.size(); k++) {
      Channel channel = channels.get(k);
      Cursor<? extends RealType<?>> cursor = Views.flatIterable(plane(target, k)).cursor();
      for (int i = 0; i < size; i++) {
        RealType<?> pixel = cursor.next();
        double position =
            channel.colors().position(planes[i], planes[size + i], planes[2 * size + i]);
        double value = channel.value(position);
        if (pixel instanceof IntegerType) {
          value = Math.rint(value);
        }
        pixel.setReal(Math.min(Math.max(value, pixel.getMinValue()), pixel.getMaxValue()));
      }
    }
  }

  /**
   * Whether the luma of what is shown is a linear function of the values.
   *
   * @return true for a sum of straight lines that are not all of one luma
   */
  public boolean isSum() {
    return blend == Blend.SUM
        && channels.stream().allMatch(channel -> channel.colors().isStraight())
        && channels.stream().anyMatch(channel -> channel.colors().lumaSpan() != 0);
  }

  /**
   * Writes values that are shown with the luma of the given colours, and changed as little as
   * possible: each channel by its part of the luma. Where the luma stays, so do the values.
   *
   * @param img the values now, {@code W x H x channels}
   * @param rgb colours whose luma is wanted, {@code W x H}
   * @param target of the same size and channels
   * @throws IllegalStateException if this rendering is no {@linkplain #isSum() sum}
   */
  public void moveLuma(
      RandomAccessibleInterval<? extends RealType<?>> img,
      RgbImage rgb,
      RandomAccessibleInterval<? extends RealType<?>> target) {
    if (!isSum()) {
      throw new IllegalStateException("The luma does not tell these channels' values.");
    }
    float[] shown = toRgb(img).planes();
    int size = rgb.width() * rgb.height();
    double squares = channels.stream().mapToDouble(c -> Math.pow(c.colors().lumaSpan(), 2)).sum();
    for (int k = 0; k < channels.size(); k++) {
      Channel channel = channels.get(k);
      double part = channel.colors().lumaSpan() / squares;
      Cursor<? extends RealType<?>> from = Views.flatIterable(plane(img, k)).cursor();
      Cursor<? extends RealType<?>> to = Views.flatIterable(plane(target, k)).cursor();
      for (int i = 0; i < size; i++) {
        double before = from.next().getRealDouble();
        double change = ColorMap.luma(rgb.planes(), i, size) - ColorMap.luma(shown, i, size);
        double position = channel.position(before) + part * change;
        RealType<?> pixel = to.next();
        double value = change == 0 ? before : channel.value(position);
        pixel.setReal(pixel instanceof IntegerType ? Math.rint(value) : value);
      }
    }
  }

  private void checkChannels(RandomAccessibleInterval<?> img) {
    int dimensions = img.numDimensions();
    long found = dimensions == 3 ? img.dimension(2) : 1;
    if (dimensions < 2 || dimensions > 3 || found != channels.size()) {
      throw new IllegalArgumentException(
          "The rendering has %s channels, the image %s in %s dimensions; it takes W x H x channels."
              .formatted(channels.size(), found, dimensions));
    }
  }

  private static RandomAccessibleInterval<? extends RealType<?>> plane(
      RandomAccessibleInterval<? extends RealType<?>> img, int channel) {
    return img.numDimensions() == 2 ? img : Views.hyperSlice(img, 2, img.min(2) + channel);
  }
}
