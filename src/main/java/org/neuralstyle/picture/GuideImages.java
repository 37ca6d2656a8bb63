package org.neuralstyle.picture;

import ij.ImagePlus;
import ij.gui.Roi;
import java.awt.Rectangle;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import org.neuralstyle.image.Labels;
import org.neuralstyle.image.Mask;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.option.InputOptions;
import org.neuralstyle.option.Option;
import org.neuralstyle.synthesis.Guidance;

/** What the images beside content and style mean to a transfer. */
public final class GuideImages {

  private GuideImages() {}

  /**
   * The guidance that options ask for. What is transparent in the content is outside.
   *
   * @param content whose transparency counts; empty where it has none
   * @param given the image of an option, if it is given
   * @return further styles and regions
   * @throws IllegalArgumentException if an image cannot be used; the message names it
   */
  public static Guidance of(
      Optional<DisplayedImage> content,
      Function<Option<Optional<String>>, Optional<DisplayedImage>> given) {
    List<RgbImage> styles =
        Stream.of(InputOptions.STYLE2, InputOptions.STYLE3)
            .flatMap(option -> given.apply(option).stream())
            .map(DisplayedImage::toRgb)
            .toList();
    Optional<Mask> mask = given.apply(InputOptions.MASK).map(image -> Mask.of(image.toRgb()));
    return new Guidance(
        styles,
        both(mask, content.flatMap(DisplayedImage::visible)),
        given.apply(InputOptions.CONTENT_LABELS).map(GuideImages::labels),
        given.apply(InputOptions.STYLE_LABELS).map(GuideImages::labels));
  }

  /**
   * What is inside of two regions.
   *
   * @param one a mask, if there is one
   * @param other another of the same size, if there is one
   * @return none if there is neither
   * @throws IllegalArgumentException if the sizes differ; the message has them
   */
  public static Optional<Mask> both(Optional<Mask> one, Optional<Mask> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.or(() -> other);
    }
    Mask mask = one.get();
    Mask with = other.get();
    if (mask.width() != with.width() || mask.height() != with.height()) {
      throw new IllegalArgumentException(
          "The mask has %s x %s px, and the content %s x %s px. Give a mask of the content's size."
              .formatted(mask.width(), mask.height(), with.width(), with.height()));
    }
    return Optional.of(mask.times(with));
  }

  /**
   * The selection of an image.
   *
   * @param imp the image
   * @return 1 inside of it; none if there is no selection that has pixels
   */
  public static Optional<Mask> selection(ImagePlus imp) {
    Roi roi = imp.getRoi();
    if (roi == null || !roi.isArea()) {
      return Optional.empty();
    }
    float[] values = new float[imp.getWidth() * imp.getHeight()];
    for (int i = 0; i < values.length; i++) {
      values[i] = roi.contains(i % imp.getWidth(), i / imp.getWidth()) ? 1 : 0;
    }
    return Optional.of(new Mask(imp.getWidth(), imp.getHeight(), values))
        .filter(mask -> !mask.isEmpty());
  }

  /**
   * The rectangle around what is selected of a style.
   *
   * @param imp the style
   * @param image its colours
   * @return the selection's bounds; all of the image if there is no selection with an area
   */
  public static RgbImage cropped(ImagePlus imp, RgbImage image) {
    if (selection(imp).isEmpty()) {
      return image;
    }
    Rectangle bounds = bounds(imp);
    return image.part(bounds.x, bounds.y, bounds.width, bounds.height);
  }

  /**
   * The rectangle around what is selected of a style.
   *
   * @param imp the style
   * @param labels of it
   * @return the labels there
   * @throws IllegalArgumentException if they have another size than the style; the message has both
   */
  public static Labels cropped(ImagePlus imp, Labels labels) {
    if (selection(imp).isEmpty()) {
      return labels;
    }
    if (labels.width() != imp.getWidth() || labels.height() != imp.getHeight()) {
      throw new IllegalArgumentException(
          "The style labels have %s x %s px, and the style, a part of which is selected, %s x %s px. Give labels of the style's size, or select nothing of the style."
              .formatted(labels.width(), labels.height(), imp.getWidth(), imp.getHeight()));
    }
    Rectangle bounds = bounds(imp);
    return labels.part(bounds.x, bounds.y, bounds.width, bounds.height);
  }

  /**
   * What of the rectangle around a style's selection is selected.
   *
   * @param imp the style
   * @return 1 inside; none if all of the rectangle is selected, or there is no selection
   */
  public static Optional<Mask> selectedOfCropped(ImagePlus imp) {
    Rectangle bounds = bounds(imp);
    return selection(imp)
        .map(mask -> Mask.of(mask.toRgb().part(bounds.x, bounds.y, bounds.width, bounds.height)))
        .filter(mask -> mask.mean() < 1);
  }

  private static Rectangle bounds(ImagePlus imp) {
    Rectangle all = new Rectangle(imp.getWidth(), imp.getHeight());
    return selection(imp).map(mask -> imp.getRoi().getBounds().intersection(all)).orElse(all);
  }

  /**
   * An image as labels.
   *
   * @param image of one channel, or in colours
   * @return its values without their fractions; of colours as {@link Labels#of} has them
   */
  static Labels labels(DisplayedImage image) {
    RandomAccessibleInterval<?> img = image.img();
    if (img.numDimensions() == 2) {
      return Labels.of(image.toRgb());
    }
    int[] values = new int[(int) (img.dimension(0) * img.dimension(1))];
    Cursor<?> cursor = Views.flatIterable(Views.hyperSlice(img, 2, 0)).cursor();
    for (int i = 0; i < values.length; i++) {
      values[i] = (int) ((RealType<?>) cursor.next()).getRealDouble();
    }
    return new Labels((int) img.dimension(0), (int) img.dimension(1), values);
  }
}
