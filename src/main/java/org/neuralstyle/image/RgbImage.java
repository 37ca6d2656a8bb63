package org.neuralstyle.image;

import net.imglib2.Cursor;
import net.imglib2.Interval;
import net.imglib2.RandomAccessible;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.loops.LoopBuilder;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;

/**
 * A colour image as the network sees it before normalisation: three planes of float32 in 0..1,
 * {@code W x H x 3}, plane by plane (x fastest, then y, then the channels R, G, B).
 *
 * <p>Immutable by convention: the array is neither copied nor written to. Values a little outside
 * of 0..1 are allowed, since optimisation passes through them; they are clipped where the image
 * becomes pixels of another type.
 */
public final class RgbImage {

  /** The most pixels: their values fill one buffer of 2^31 - 1 bytes, three float32 each. */
  public static final int MAX_PIXELS = Integer.MAX_VALUE / (3 * Float.BYTES);

  private static final String[] COMPONENTS = {"red", "green", "blue"};

  private final int width;
  private final int height;
  private final float[] planes;

  /**
   * An image on the given array.
   *
   * @param width width in pixels, at least 1
   * @param height height in pixels, at least 1
   * @param planes {@code 3 x height x width} finite values
   * @throws IllegalArgumentException if the size does not fit the array, or a value is infinite or
   *     not a number
   */
  public RgbImage(int width, int height, float[] planes) {
    int length = length(width, height);
    if (planes.length != length) {
      throw new IllegalArgumentException(
          "An RGB image of %s x %s pixels has %s values, not %s."
              .formatted(width, height, length, planes.length));
    }
    for (int i = 0; i < length; i++) {
      if (!Float.isFinite(planes[i])) {
        int pixel = i % (width * height);
        throw new IllegalArgumentException(
            "The %s value of the pixel at x=%s, y=%s is %s; RGB images have finite values in 0..1."
                .formatted(
                    COMPONENTS[i / (width * height)], pixel % width, pixel / width, planes[i]));
      }
    }
    this.width = width;
    this.height = height;
    this.planes = planes;
  }

  /**
   * The colours of an image of packed colours; its alpha is left out, as on the screen.
   *
   * @param img {@code W x H} colours
   * @return the same colours in 0..1
   * @throws IllegalArgumentException if the image is not {@code W x H} or is too large for one
   *     array
   */
  public static RgbImage ofArgb(RandomAccessibleInterval<ARGBType> img) {
    if (img.numDimensions() != 2) {
      throw new IllegalArgumentException(
          "An image of packed colours has 2 dimensions, not " + img.numDimensions() + ".");
    }
    int width = size(img, 0);
    int height = size(img, 1);
    float[] planes = new float[length(width, height)];
    int size = width * height;
    Cursor<ARGBType> cursor = Views.flatIterable(img).cursor();
    for (int i = 0; i < size; i++) {
      int argb = cursor.next().get();
      planes[i] = ARGBType.red(argb) / 255f;
      planes[size + i] = ARGBType.green(argb) / 255f;
      planes[2 * size + i] = ARGBType.blue(argb) / 255f;
    }
    return new RgbImage(width, height, planes);
  }

  /**
   * This image in packed colours of 8 bits, opaque, rounded to the nearest and clipped to 0..1.
   *
   * @return a new {@code W x H} image
   */
  public ArrayImg<ARGBType, IntArray> toArgb() {
    int size = width * height;
    int[] argb = new int[size];
    for (int i = 0; i < size; i++) {
      argb[i] =
          ARGBType.rgba(
              to8Bit(planes[i]), to8Bit(planes[size + i]), to8Bit(planes[2 * size + i]), 255);
    }
    return ArrayImgs.argbs(argb, width, height);
  }

  /**
   * The width.
   *
   * @return in pixels
   */
  public int width() {
    return width;
  }

  /**
   * The height.
   *
   * @return in pixels
   */
  public int height() {
    return height;
  }

  /**
   * The values themselves, not a copy.
   *
   * @return {@code 3 x H x W} values
   */
  public float[] planes() {
    return planes;
  }

  /**
   * A view on the same values, not a copy.
   *
   * @return {@code W x H x 3}
   */
  public ArrayImg<FloatType, FloatArray> img() {
    return ArrayImgs.floats(planes, width, height, 3);
  }

  /**
   * This image with a margin in which it goes on as in a mirror.
   *
   * @param margin in pixels on each side, 0 for this image itself; may be wider than the image
   * @return an image with {@code 2 * margin} more columns and rows
   */
  public RgbImage mirrored(int margin) {
    return margin == 0
        ? this
        : ofInterval(
            Views.extendMirrorSingle(img()),
            Intervals.expand(img(), new long[] {margin, margin, 0}));
  }

  /**
   * This image without its margin.
   *
   * @param margin in pixels on each side, less than half of the shorter side
   * @return an image with {@code 2 * margin} fewer columns and rows; this image itself if it is 0
   */
  public RgbImage cropped(int margin) {
    return margin == 0
        ? this
        : ofInterval(img(), Intervals.expand(img(), new long[] {-margin, -margin, 0}));
  }

  /**
   * A rectangle of this image.
   *
   * @param left its first column
   * @param top its first row
   * @param partWidth its width in pixels
   * @param partHeight its height in pixels
   * @return an image of that size
   */
  public RgbImage part(int left, int top, int partWidth, int partHeight) {
    return ofInterval(img(), Intervals.createMinSize(left, top, 0, partWidth, partHeight, 3));
  }

  private static RgbImage ofInterval(RandomAccessible<FloatType> source, Interval interval) {
    int width = (int) interval.dimension(0);
    int height = (int) interval.dimension(1);
    RgbImage image = new RgbImage(width, height, new float[length(width, height)]);
    LoopBuilder.setImages(Views.interval(source, interval), image.img())
        .forEachPixel((from, to) -> to.set(from));
    return image;
  }

  static int to8Bit(float value) {
    return Math.round(255 * Math.min(Math.max(value, 0), 1));
  }

  static int size(RandomAccessibleInterval<?> img, int dimension) {
    long size = img.dimension(dimension);
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("An image side of " + size + " pixels is too long.");
    }
    return (int) size;
  }

  static int length(int width, int height) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "An image of %s x %s pixels is empty.".formatted(width, height));
    }
    if ((long) width * height > MAX_PIXELS) {
      throw new IllegalArgumentException(
          "An image of %s x %s pixels is too large: at most %s pixels fit into one buffer."
              .formatted(width, height, MAX_PIXELS));
    }
    return 3 * width * height;
  }
}
